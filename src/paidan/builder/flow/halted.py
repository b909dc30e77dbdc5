"""Instances by state, for those who look after running flows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.builder.flow.tables import flows, instances
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Query


def list_instances(
    state: str, object_key: str | None = None, *, limit: int = 50, before: int | None = None
) -> Query[dict[str, Any]]:
    """Instances in a state, newest first; `before` is the id to go on from."""
    statement = (
        sa.select(
            instances.c.id,
            instances.c.object,
            instances.c.record_id,
            instances.c.state,
            instances.c.note,
            instances.c.started_at,
            instances.c.suspended_at,
            flows.c.key,
            flows.c.label,
        )
        .join_from(instances, flows, flows.c.id == instances.c.flow_id)
        .where(instances.c.state == state)
        .order_by(instances.c.id.desc())
        .limit(limit)
    )
    if object_key is not None:
        statement = statement.where(instances.c.object == object_key)
    return Query(statement if before is None else statement.where(instances.c.id < before), _described)


def _described(
    instance_id: int,
    object_key: str,
    record_id: int,
    state: str,
    note: str,
    started_at: datetime,
    suspended_at: datetime | None,
    flow_key: str,
    flow_label: dict[str, str],
) -> dict[str, Any]:
    return {
        "id": instance_id,
        "object": object_key,
        "record": record_id,
        "state": state,
        "note": note,
        "started_at": moment_text(started_at),
        "suspended_at": None if suspended_at is None else moment_text(suspended_at),
        "flow": {"key": flow_key, "label": flow_label},
    }
