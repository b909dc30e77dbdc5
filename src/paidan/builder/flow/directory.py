"""What exists in this installation, for the checks before publishing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from paidan.builder.actions import staff
from paidan.builder.flow.conditions import problems_of
from paidan.builder.flow.graph import Expression
from paidan.builder.flow.settings.references import Reference
from paidan.builder.flow.staffing import SkillGroups
from paidan.builder.flow.tables import flows
from paidan.builder.objects.loading import model_of
from paidan.kernel.database import Tx
from paidan.platform.calendars.queries import find_calendar_by_key
from paidan.platform.permissions.queries import find_role_by_key


class Installed:
    """The directory of a transaction, for flows of one object."""

    def __init__(self, tx: Tx, object_key: str) -> None:
        self._tx = tx
        self._object = model_of(tx).object(object_key)

    def exists(self, reference: Reference) -> bool:
        """Whether the field, person, role, team, skill group, choice, calendar or flow is there."""
        tx, key = self._tx, reference.key
        match reference.kind:
            case "field":
                return key in self._object.fields
            case "choice":
                field = self._object.fields.get(reference.within)
                return field is not None and any(c.key == key and c.active for c in field.choices)
            case "person":
                return staff.is_active(tx, key)
            case "role":
                return tx.find(find_role_by_key(str(key))) is not None
            case "team":
                return staff.find_team_id(tx, key) is not None
            case "skill_group":
                return any(one.exists(tx, key) for one in tx.registry.all(SkillGroups))  # type: ignore[type-abstract]
            case "calendar":
                return tx.find(find_calendar_by_key(str(key))) is not None
            case "flow":
                return tx.first(sa.select(flows.c.id).where(flows.c.key == key)) is not None
        return True

    def check_condition(self, expression: Expression) -> Sequence[Any]:
        """Return what is wrong with a condition, as labels."""
        return problems_of(model_of(self._tx), self._object.key, expression)
