"""Dispatch policies: named rule sets, kept in every version, one of them current."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.dispatch.errors import UnknownPolicy
from paidan.aftersales.dispatch.ruleset import RuleSet
from paidan.aftersales.dispatch.tables import policies
from paidan.kernel.database import Tx

NORMAL = "normal"
ACCEPT_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a policy. `accept_minutes`: how long an engineer may take to answer; 0 is for ever."""

    key: str
    version: int
    label: dict[str, str]
    rules: RuleSet
    accept_minutes: int


def current_policy(tx: Tx, key: str | None = None) -> Policy:
    """Return the current version of a policy, of the normal one when none is named. Raises UnknownPolicy."""
    table = policies
    row = tx.first(
        sa.select(table.c.key, table.c.version, table.c.label, table.c.ruleset, table.c.accept_minutes).where(
            table.c.key == (key or NORMAL), table.c.current == 1
        )
    )
    if row is None:
        raise UnknownPolicy(policy=key)
    return Policy(row[0], row[1], row[2], RuleSet.model_validate(row[3]), row[4])


def save_policy(tx: Tx, *, key: str, label: dict[str, str], ruleset: dict[str, Any], accept_minutes: int) -> int:
    """Make a new version of a policy the current one; returns its number. Decisions already made keep theirs."""
    newest = tx.value(sa.select(sa.func.max(policies.c.version)).where(policies.c.key == key)) or 0
    rules = RuleSet.model_validate({**ruleset, "version": newest + 1, "key": key})
    tx.update(policies, {"key": key}, {"current": False})
    row = {"key": key, "version": newest + 1, "label": label, "ruleset": rules.model_dump(mode="json")}
    made = {"accept_minutes": accept_minutes, "current": True, "made_at": tx.now, "made_by": tx.actor.id}
    tx.insert(policies, {**row, **made})
    return int(newest) + 1


def install_policies(tx: Tx) -> None:
    """Ship the normal policy; one that a company changed is left alone."""
    if tx.first(sa.select(policies.c.key).where(policies.c.key == NORMAL)) is None:
        label = {"zh-CN": "常规", "en": "Normal"}
        save_policy(tx, key=NORMAL, label=label, ruleset={}, accept_minutes=ACCEPT_MINUTES)
