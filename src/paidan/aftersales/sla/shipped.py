"""The policies that the product ships; those that a company changed are left alone.

Urgent work counts around the clock; everything else by working hours, where a working day has eight of them.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from paidan.aftersales.sla.keeping import OBJECTS, PolicyDraft, store_policy
from paidan.aftersales.sla.tables import policies
from paidan.kernel.database import Tx
from paidan.kernel.i18n import Label
from paidan.platform.calendars.shipped import ALWAYS, WORKDAYS

_HOUR = 60
_LEVELS: tuple[tuple[str, Label, str, tuple[int, int, int]], ...] = (
    ("urgent", {"zh-CN": "紧急", "en": "Urgent"}, ALWAYS, (15, 4 * _HOUR, 8 * _HOUR)),
    ("high", {"zh-CN": "高", "en": "High"}, WORKDAYS, (30, 8 * _HOUR, 16 * _HOUR)),
    ("normal", {"zh-CN": "普通", "en": "Normal"}, WORKDAYS, (2 * _HOUR, 16 * _HOUR, 24 * _HOUR)),
    ("low", {"zh-CN": "低", "en": "Low"}, WORKDAYS, (4 * _HOUR, 24 * _HOUR, 40 * _HOUR)),
)
"""Priority, its name, the calendar, and minutes to response, arrival and resolution."""

_WAITING = ("waiting_customer",)
_STEPS = (
    {"to": "owner", "percent": 90, "target": "resolution"},
    {"to": "team_leader", "minutes_after_breach": 0},
    {"to": "manager", "minutes_after_breach": 60, "target": "resolution"},
)


def install_policies(tx: Tx) -> None:
    """Add the shipped policies where they were never added."""
    present = {row[0] for row in tx.all(sa.select(policies.c.key).distinct())}
    for object_key in OBJECTS:
        for position, level in enumerate(_LEVELS, start=1):
            draft = _draft(object_key, 10 * position, *level)
            if draft.key not in present:
                store_policy(tx, draft)


def _draft(
    object_key: str, position: int, priority: str, name: Label, calendar: str, minutes: tuple[int, int, int]
) -> PolicyDraft:
    response, arrival, resolution = minutes
    targets = {"response": response, "resolution": resolution}
    pausing: dict[str, Any] = {"resolution": _WAITING}
    if object_key == "work_order":  # nobody goes to an incident of an information system
        targets["arrival"] = arrival
        pausing["arrival"] = _WAITING
    return PolicyDraft(
        key=f"{object_key}.{priority}",
        name=name,
        object=object_key,
        condition={"field": "priority", "op": "in", "value": [priority]},
        calendar=calendar,
        targets=targets,
        pausing=pausing,
        escalations=_STEPS,
        position=position,
    )
