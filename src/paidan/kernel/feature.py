"""A feature: what one room adds to the product, said in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import APIRouter

    from paidan.kernel.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Everything one feature contributes.

    router: its endpoints. listens: event class → `fn(tx, event)` run after the commit in a transaction of its own,
    perhaps twice. within: event class → `fn(tx, event)` run in the transaction of the event itself; what it raises
    undoes the change. contributes: instances for the registries of lower layers. installs: `fn(tx)` run at each
    migration, which puts what the feature ships into the database and does nothing the second time.
    """

    name: str
    summary: str
    router: APIRouter | None = None
    listens: Mapping[type[Event], Callable[..., None]] = field(default_factory=dict)
    within: Mapping[type[Event], Callable[..., None]] = field(default_factory=dict)
    contributes: Sequence[Any] = ()
    installs: Sequence[Callable[..., None]] = ()
