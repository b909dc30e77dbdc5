"""Signing in: count the attempt, check the password, begin a session.

Two transactions with the slow check between them. The answer and its time are the same for a login that nobody has
and for a wrong password; that an account is disabled is told only to who knows its password.
"""

from __future__ import annotations

from dataclasses import dataclass

from paidan.kernel.actor import Actor
from paidan.kernel.database import Database, Tx
from paidan.kernel.errors import NotFound
from paidan.kernel.product import Product
from paidan.platform.identity.attempts import Account, begin_attempt, forgive_attempt
from paidan.platform.identity.errors import AccountDisabled, PasswordWrong, WrongCredentials
from paidan.platform.identity.hashing import hash_password_aside, is_outdated, verify_password_aside
from paidan.platform.identity.password_rules import check_password
from paidan.platform.identity.people import change_own_password, store_password
from paidan.platform.identity.queries import find_person
from paidan.platform.identity.sessions import StartedSession, end_session, find_live_session, start_session


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at the door. `earlier_token`: of the session that the browser still holds, which then ends."""

    login: str
    password: str
    address: str = ""
    user_agent: str = ""
    earlier_token: str | None = None


async def sign_in(product: Product, attempt: Attempt) -> StartedSession:
    """Begin a session for the login and password given. Raises WrongCredentials, AccountDisabled, SignInLocked."""
    database = product.database
    account = await check_credentials(database, attempt.login, attempt.password, attempt.address)
    if account.person_id is None or not account.active:
        raise AccountDisabled
    better = await _better_hash(account, attempt.password)
    actor = Actor(kind="person", id=account.person_id, name=account.name, source="web")
    hours = product.settings.session_hours
    return await database.write_as(actor, lambda tx: _begin(tx, account, attempt, better, hours))


async def check_credentials(database: Database, login: str, password: str, address: str) -> Account:
    """Return the account that login and password belong to, counting the attempt. Raises WrongCredentials, SignInLocked."""
    account = await database.write(begin_attempt, login=login, address=address)
    if not await verify_password_aside(account.password_hash, password):
        raise WrongCredentials
    await database.write(forgive_attempt, login=login, address=address)
    return account


async def change_password(
    database: Database, actor: Actor, *, current: str, new: str, address: str, session_id: int | None
) -> None:
    """Replace one's own password. Raises PasswordWrong, PasswordUnfit, SignInLocked."""
    person = await database.find(find_person(actor.id or 0))
    if person is None:
        raise NotFound
    check_password(new, login=person.login, name=person.name)
    try:
        await check_credentials(database, person.login, current, address)
    except WrongCredentials:
        raise PasswordWrong(fields={"current_password": [PasswordWrong()]}) from None
    hashed = await hash_password_aside(new)
    await database.write_as(
        actor,
        lambda tx: change_own_password(tx, person_id=person.id, password_hash=hashed, session_id=session_id),
    )


async def _better_hash(account: Account, password: str) -> str | None:
    if account.password_hash and is_outdated(account.password_hash):
        return await hash_password_aside(password)
    return None


def _begin(tx: Tx, account: Account, attempt: Attempt, better_hash: str | None, hours: int) -> StartedSession:
    assert account.person_id is not None
    person = tx.get(find_person(account.person_id))
    if not person.active:
        raise AccountDisabled
    if better_hash:
        store_password(tx, person_id=person.id, password_hash=better_hash, must_change=person.must_change_password)
    if attempt.earlier_token:
        _end_earlier(tx, attempt.earlier_token)
    return start_session(tx, person_id=person.id, hours=hours, address=attempt.address, user_agent=attempt.user_agent)


def _end_earlier(tx: Tx, token: str) -> None:
    earlier = tx.find(find_live_session(token))
    if earlier is not None and earlier.ended_at is None:
        end_session(tx, person_id=earlier.person_id, session_id=earlier.id, reason="replaced")
