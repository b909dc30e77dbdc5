"""Loading: a built calendar by its id, the same object as long as it is not changed.

What makes a calendar fast is what it remembers of the years already asked about, so a process keeps those it built,
under the revision they were built from.
"""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.database.reading import first_column
from paidan.kernel.errors import NotFound
from paidan.kernel.registry import Registry
from paidan.platform.calendars.history import CalendarHistory
from paidan.platform.calendars.queries import find_calendar
from paidan.platform.calendars.schemas import HistorySchema
from paidan.platform.calendars.tables import business_calendars

Kept = dict[int, tuple[int, CalendarHistory]]


def load_calendar(tx: Tx, calendar_id: int) -> CalendarHistory:
    """Return a calendar with its history, a deleted one too. Raises NotFound."""
    in_hand = ("calendar", calendar_id)
    if in_hand not in tx.memo:
        rev = tx.value(_rev_of(calendar_id).statement)
        tx.memo[in_hand] = _find_kept(tx.registry, calendar_id, rev) or _build(tx, calendar_id)
    history: CalendarHistory = tx.memo[in_hand]
    return history


async def read_calendar_history(database: Database, calendar_id: int) -> CalendarHistory:
    """The same outside a transaction. Raises NotFound."""
    rev = await database.find(_rev_of(calendar_id))
    kept = _find_kept(database.registry, calendar_id, rev)
    if kept is not None:
        return kept
    stored = await database.find(find_calendar(calendar_id))
    if stored is None:
        raise NotFound
    return _keep(database.registry, calendar_id, stored.rev, _read(stored.definition))


def forget_calendar(tx: Tx, calendar_id: int) -> None:
    """A calendar was changed by this transaction: build it anew, and keep it from others, as it may be rolled back."""
    tx.memo.pop(("calendar", calendar_id), None)
    tx.memo["calendar changed", calendar_id] = True


def _build(tx: Tx, calendar_id: int) -> CalendarHistory:
    stored = tx.get(find_calendar(calendar_id))
    history = _read(stored.definition)
    if tx.memo.get(("calendar changed", calendar_id)):
        return history
    return _keep(tx.registry, calendar_id, stored.rev, history)


def _find_kept(registry: Registry, calendar_id: int, rev: int | None) -> CalendarHistory | None:
    if rev is None:
        raise NotFound
    kept_rev, history = _kept(registry).get(calendar_id, (None, None))
    return history if kept_rev == rev else None


def _keep(registry: Registry, calendar_id: int, rev: int, history: CalendarHistory) -> CalendarHistory:
    _kept(registry)[calendar_id] = (rev, history)
    return history


def _kept(registry: Registry) -> Kept:
    kept: Kept = registry.memory.setdefault("business calendars", {})
    return kept


def _read(definition: object) -> CalendarHistory:
    return HistorySchema.model_validate(definition).to_history()


def _rev_of(calendar_id: int) -> Query[int]:
    return Query(sa.select(business_calendars.c.rev).where(business_calendars.c.id == calendar_id), first_column)
