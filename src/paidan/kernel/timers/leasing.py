"""A lease: of several processes, one does a thing; when it dies, another takes over as soon as the lease runs out.

The holder writes its claim in the same transaction as the work, so two can never both commit work under one lease.
Machines that share a database keep their clocks together (NTP); a clock that is wrong delays the takeover, no more.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from paidan.kernel.database.tx import Tx
from paidan.kernel.timers.tables import leases


def hold_lease(tx: Tx, *, name: str, holder: str, length: timedelta) -> bool:
    """Take, keep or take over a lease; False when another holds it."""
    until = tx.now + length
    is_free = sa.or_(leases.c.holder == holder, leases.c.until <= tx.now)
    claim = sa.update(leases).where(leases.c.name == name, is_free).values(holder=holder, until=until)
    if tx.execute(claim):
        return True
    if tx.value(sa.select(leases.c.holder).where(leases.c.name == name)) is not None:
        return False
    return _first_claim(tx, name, holder, until)


def _first_claim(tx: Tx, name: str, holder: str, until: object) -> bool:
    from sqlalchemy.dialects import postgresql, sqlite

    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    values = {"name": name, "holder": holder, "until": until}
    return tx.execute(insert(leases).values(values).on_conflict_do_nothing()) == 1
