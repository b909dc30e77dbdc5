"""Keeping policies: every version in a row, one of them current. What a version says is checked when it is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.sla.clock import TargetKind
from paidan.aftersales.sla.errors import CalendarMissing, NoPromisesFor
from paidan.aftersales.sla.permissions import MANAGE
from paidan.aftersales.sla.policies import EscalateTo, EscalationStep, SlaPolicy
from paidan.aftersales.sla.tables import policies
from paidan.builder.expressions import Checked, Kind, check, tree_of_filter
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Model
from paidan.builder.records.formula_sql import spell_out
from paidan.builder.records.scopes import scope_of
from paidan.kernel.database import Query, Tx
from paidan.kernel.i18n import Label
from paidan.platform.calendars.queries import find_calendar_by_key
from paidan.platform.permissions.permission import require

OBJECTS = ("work_order", "it_incident")
"""Objects to which something is promised."""

_RULES = ("id", "version", "name", "condition", "calendar_id", "targets", "pausing", "warn_percents", "escalations")
_ALL = (*_RULES, "key", "object", "position", "active")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """What a version of a policy says, in stored form; `calendar` is a key, targets are open minutes."""

    key: str
    name: Label
    object: str
    condition: Mapping[str, Any] | None = None
    calendar: str
    targets: Mapping[str, int]
    pausing: Mapping[str, Sequence[str]]
    warn_percents: Sequence[int] = (50, 80)
    escalations: Sequence[Mapping[str, Any]] = ()
    position: int = 100
    active: bool = True


def save_policy(tx: Tx, *, draft: PolicyDraft) -> dict[str, int]:
    """Make a policy, or a new version of the one with this key. Orders keep the version that they were promised.

    Returns id and version. Raises Forbidden, NoPromisesFor, CalendarMissing, ExpressionError, every policy error.
    """
    require(tx, MANAGE)
    return store_policy(tx, draft)


def store_policy(tx: Tx, draft: PolicyDraft) -> dict[str, int]:
    """The same for the product itself."""
    if draft.object not in OBJECTS:
        raise NoPromisesFor(object=draft.object)
    calendar = tx.find(find_calendar_by_key(draft.calendar))
    if calendar is None or calendar.deleted_at is not None:
        raise CalendarMissing(calendar=draft.calendar)
    latest = sa.select(policies.c.id, policies.c.version).where(policies.c.key == draft.key)
    found = tx.first(latest.order_by(policies.c.version.desc()))
    policy_id, version = (found[0], found[1] + 1) if found else (tx.new_id(), 1)
    row = {"id": policy_id, "version": version, "calendar_id": calendar.id, **_written(draft)}
    read_policy(row)
    if draft.condition is not None:
        check_condition(model_of(tx), draft.object, draft.condition)
    tx.update(policies, {"key": draft.key}, {"current": False})
    tx.insert(policies, {**row, "current": True, "made_at": tx.now, "made_by": tx.actor.id})
    return {"id": policy_id, "version": version}


def _written(draft: PolicyDraft) -> dict[str, Any]:
    return {
        "key": draft.key,
        "name": dict(draft.name),
        "object": draft.object,
        "condition": None if draft.condition is None else dict(draft.condition),
        "targets": dict(draft.targets),
        "pausing": {kind: sorted(categories) for kind, categories in draft.pausing.items()},
        "warn_percents": sorted(set(draft.warn_percents)),
        "escalations": [dict(step) for step in draft.escalations],
        "position": draft.position,
        "active": draft.active,
    }


def read_policy(row: Mapping[str, Any]) -> SlaPolicy:
    """Build a policy from its row. Raises every policy error."""
    return SlaPolicy(
        id=row["id"],
        version=row["version"],
        name=row["name"],
        condition=row["condition"],
        calendar_id=row["calendar_id"],
        targets={TargetKind(kind): minutes for kind, minutes in row["targets"].items()},
        pausing={TargetKind(kind): frozenset(categories) for kind, categories in row["pausing"].items()},
        warn_percents=tuple(row["warn_percents"]),
        escalations=tuple(_read_step(step) for step in row["escalations"]),
    )


def _read_step(step: Mapping[str, Any]) -> EscalationStep:
    target = step.get("target")
    return EscalationStep(
        EscalateTo(step["to"]),
        step.get("percent"),
        step.get("minutes_after_breach"),
        TargetKind(target) if target else None,
    )


def check_condition(model: Model, object_key: str, condition: Mapping[str, Any]) -> Checked:
    """Check a filter tree against an object's fields. Raises ExpressionError."""
    scope = scope_of(model, object_key)
    return check(tree_of_filter(spell_out(model.object(object_key), condition), scope), scope, gives=Kind.BOOL)


def policies_for(object_key: str) -> Query[SlaPolicy]:
    """The current policies of an object that are in use, in the order in which they are tried."""
    table = policies.c
    statement = _select(_RULES).where(table.object == object_key, table.current == 1, table.active == 1)
    return Query(statement.order_by(table.position, table.id), _into_policy)


def find_policy(policy_id: int, version: int) -> Query[SlaPolicy]:
    """One version of a policy."""
    return Query(_select(_RULES).where(policies.c.id == policy_id, policies.c.version == version), _into_policy)


def list_policies() -> Query[dict[str, Any]]:
    """Every policy in its current version, those not in use too."""
    table = policies.c
    statement = _select(_ALL).where(table.current == 1).order_by(table.object, table.position, table.id)
    return Query(statement, lambda *row: {**dict(zip(_ALL, row, strict=True)), "active": bool(row[-1])})


def _select(names: Sequence[str]) -> sa.Select[Any]:
    return sa.select(*(policies.c[name] for name in names))


def _into_policy(*row: Any) -> SlaPolicy:
    return read_policy(dict(zip(_RULES, row, strict=True)))
