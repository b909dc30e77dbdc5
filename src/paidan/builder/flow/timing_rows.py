"""Timers of tokens in the kernel's table: armed, replaced, forgotten with the entry that they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.builder.flow.effects import ArmTimer
from paidan.builder.flow.state import RowId
from paidan.builder.flow.tables import tasks, tokens
from paidan.builder.flow.timing import FINAL, WAIT
from paidan.kernel.clock import moment_text, parse_moment
from paidan.kernel.database import Tx
from paidan.kernel.timers.arming import arm, disarm

KIND = "flow.node"


def keep_timer(tx: Tx, effect: ArmTimer, *, object_key: str, record_id: RowId, instance_id: RowId) -> None:
    """Arm a timer of a token, in place of the one of that name; nothing when the token has moved on already."""
    same = sa.and_(tokens.c.id == effect.token_id, tokens.c.epoch == effect.epoch, tokens.c.open == True)  # noqa: E712
    row = tx.first(sa.select(tokens.c.timers).where(same))
    if row is None:
        return
    armed: dict[str, Any] = dict(row[0])
    if effect.timer in armed:
        disarm(tx, timer_id=armed[effect.timer][0])
    timer_id = arm(
        tx,
        KIND,
        effect.due_at,
        object=object_key,
        record=record_id,
        subject_id=effect.token_id,
        epoch=effect.epoch,
        payload={"instance": instance_id, "timer": effect.timer},
    )
    armed[effect.timer] = [timer_id, moment_text(effect.due_at)]
    tx.update(tokens, {"id": effect.token_id}, {"timers": armed, "due_at": _due(armed)})


def forget_timers(tx: Tx, token_id: RowId) -> None:
    """Disarm what a token left behind at the node it came from."""
    disarm(tx, kind=KIND, subject_id=token_id)
    tx.update(tokens, {"id": token_id}, {"timers": {}, "due_at": None})


def share_due(tx: Tx, instance_id: RowId) -> None:
    """Let the live tasks of an instance show when the time of their node is up."""
    own = sa.select(tokens.c.due_at).where(tokens.c.id == tasks.c.token_id).scalar_subquery()
    live = tasks.c.state.in_(("open", "waiting"))
    tx.execute(sa.update(tasks).where(tasks.c.instance_id == instance_id, live).values(due_at=own))


def _due(armed: dict[str, Any]) -> datetime | None:
    """When the node's time is up: the final action's moment, else the last reminder's."""
    if FINAL in armed:
        return parse_moment(armed[FINAL][1])
    reminders = [one[1] for name, one in armed.items() if name != WAIT]
    return parse_moment(max(reminders)) if reminders else None
