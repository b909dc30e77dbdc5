"""Counting sign-in attempts: who guesses must wait, longer each time.

Attempts are counted per account and per address, and before the password is checked, so that a thousand guesses sent
at once are a thousand counted. A login that nobody has is counted like any other; the answer tells nothing.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from paidan.kernel.database import Tx
from paidan.platform.identity.errors import SignInLocked
from paidan.platform.identity.events import SignInsBlocked
from paidan.platform.identity.logins import login_key
from paidan.platform.identity.opaque import digest
from paidan.platform.identity.tables import people, sign_in_attempts


@dataclass(frozen=True, slots=True)
class Patience:
    """How many attempts are free, and how the pause after them grows: doubled each time up to the longest."""

    free: int
    first: timedelta
    longest: timedelta

    def pause_after(self, failures: int) -> timedelta | None:
        """Return how long to wait after so many failures in a row, or None while they are free."""
        if failures < self.free:
            return None
        doubled: timedelta = self.first * (1 << min(failures - self.free, 20))
        return min(doubled, self.longest)


WITH_ACCOUNT = Patience(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=15))
WITH_ADDRESS = Patience(free=30, first=timedelta(seconds=30), longest=timedelta(hours=1))
"""More patience with an address, because a whole company may come from one; the account's pause stays short enough
that nobody can keep a colleague out for a day by typing nonsense."""
FORGOTTEN_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Account:
    """What sign-in needs to know of a login. No person: nobody has it."""

    person_id: int | None = None
    name: str = ""
    password_hash: str | None = None
    active: bool = False


def begin_attempt(tx: Tx, *, login: str, address: str) -> Account:
    """Count an attempt and return the account it is for. Raises SignInLocked while a pause lasts."""
    columns = (people.c.id, people.c.name, people.c.password_hash, people.c.active)
    row = tx.first(sa.select(*columns).where(people.c.login_key == login_key(login)))
    account = Account(*row) if row else Account()
    _forget_old(tx)
    _count(tx, _account_key(login), WITH_ACCOUNT, address, account.person_id)
    _count(tx, _address_key(address), WITH_ADDRESS, address, None)
    return account


def forgive_attempt(tx: Tx, *, login: str, address: str) -> None:
    """The password was right: forget the account's failures, and take back what was counted for the address.

    The address keeps its other failures, or an attacker with an account of their own could wipe them.
    """
    tx.delete(sign_in_attempts, {"key": _account_key(login)})
    tx.execute(
        sa.update(sign_in_attempts)
        .where(sign_in_attempts.c.key == _address_key(address), sign_in_attempts.c.failures > 0)
        .values(failures=sign_in_attempts.c.failures - 1, locked_until=None)
    )


def _count(tx: Tx, key: str, patience: Patience, address: str, person_id: int | None) -> None:
    table = sign_in_attempts
    _make_row(tx, key)
    row = tx.first(sa.select(table.c.failures, table.c.locked_until).where(table.c.key == key).with_for_update())
    assert row is not None
    failures, locked_until = row[0] + 1, row[1]
    if locked_until is not None and locked_until > tx.now:
        raise SignInLocked(seconds=ceil((locked_until - tx.now).total_seconds()))
    pause = patience.pause_after(failures)
    until = None if pause is None else tx.now + pause
    tx.update(table, {"key": key}, {"failures": failures, "last_at": tx.now, "locked_until": until})
    if pause is not None:
        seconds = int(pause.total_seconds())
        tx.announce(SignInsBlocked(record=person_id, address=address, failures=failures, seconds=seconds))


def _make_row(tx: Tx, key: str) -> None:
    values = {"key": key, "failures": 0, "last_at": tx.now, "locked_until": None}
    if tx.dialect == "postgresql":
        tx.execute(postgresql.insert(sign_in_attempts).values(**values).on_conflict_do_nothing())
    else:
        tx.execute(sqlite.insert(sign_in_attempts).values(**values).on_conflict_do_nothing())


def _forget_old(tx: Tx) -> None:
    tx.execute(sa.delete(sign_in_attempts).where(sign_in_attempts.c.last_at < tx.now - FORGOTTEN_AFTER))


def _account_key(login: str) -> str:
    return f"account:{digest(login_key(login))}"


def _address_key(address: str) -> str:
    """One IPv6 customer holds a whole /64, so that much counts as one address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"address:{address[:64]}"
    if parsed.version == 6:
        return f"address:{ipaddress.ip_network((parsed, 64), strict=False)}"
    return f"address:{parsed}"
