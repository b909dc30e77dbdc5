"""What can be done with people: add, change, disable and enable them, and give them a new password.

Nobody is ever deleted, because years of work orders name them; a person who left is disabled. Whoever changes an
account needs `identity.manage` and at least the power over the product that the account has. Password hashes are made
outside and passed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

import sqlalchemy as sa

from paidan.kernel.database import Tx
from paidan.kernel.i18n import LANGUAGES
from paidan.platform.identity.errors import LanguageUnknown, LoginTaken, PersonChanged, TimeZoneUnknown
from paidan.platform.identity.events import (
    PasswordChanged,
    PersonCreated,
    PersonDisabled,
    PersonEnabled,
    PersonUpdated,
)
from paidan.platform.identity.logins import login_key
from paidan.platform.identity.memberships import set_teams
from paidan.platform.identity.queries import Person, find_person
from paidan.platform.identity.rights import MANAGE_IDENTITY, rights_of
from paidan.platform.identity.sessions import end_sessions
from paidan.platform.identity.tables import people
from paidan.platform.identity.versions import raise_permission_version

CHANGEABLE = frozenset({"name", "login", "email", "phone", "title", "language", "time_zone"})


def create_person(
    tx: Tx,
    *,
    name: str,
    login: str,
    password_hash: str | None = None,
    email: str = "",
    phone: str = "",
    title: str = "",
    language: str = "",
    time_zone: str = "",
    team_ids: Sequence[int] = (),
    main_team_id: int | None = None,
    role_keys: Sequence[str] = (),
    must_change_password: bool = False,
) -> int:
    """Add a person and return their id.

    Without `password_hash` (see `hash_password`) they cannot sign in by password. Empty `language` and `time_zone`
    mean the company's. Raises Forbidden, LoginTaken, TimeZoneUnknown, LanguageUnknown, TeamUnknown, MainTeamForeign,
    RoleUnknown.
    """
    rights_of(tx.registry).require(tx, MANAGE_IDENTITY)
    raise_permission_version(tx)
    _check_login_free(tx, login, None)
    check_habits(language, time_zone)
    person_id = tx.new_id()
    tx.insert(
        people,
        {
            "id": person_id,
            "name": name.strip(),
            "login": login.strip(),
            "login_key": login_key(login),
            "email": email.strip(),
            "phone": phone.strip(),
            "title": title.strip(),
            "password_hash": password_hash,
            "must_change_password": must_change_password,
            "language": language,
            "time_zone": time_zone,
            "preferences": {},
            "active": True,
            "created_at": tx.now,
            "updated_at": tx.now,
            "rev": 1,
        },
    )
    tx.announce(PersonCreated(record=person_id, name=name.strip(), login=login.strip()))
    if team_ids or main_team_id is not None:
        set_teams(tx, person_id=person_id, team_ids=team_ids, main_team_id=main_team_id)
    if role_keys:
        rights_of(tx.registry).assign_roles(tx, person_id, role_keys)
    return person_id


def update_person(tx: Tx, *, person_id: int, changes: Mapping[str, str], rev: int | None = None) -> Person:
    """Change facts about a person (see CHANGEABLE).

    `rev`: refuse when the person changed since that revision was read. Raises NotFound, Forbidden, PersonChanged,
    LoginTaken, TimeZoneUnknown, LanguageUnknown.
    """
    person = _get_changeable(tx, person_id)
    if rev is not None and rev != person.rev:
        raise PersonChanged
    return _change(tx, person, changes)


def change_own_habits(
    tx: Tx,
    *,
    person_id: int,
    language: str | None = None,
    time_zone: str | None = None,
    preferences: dict[str, Any] | None = None,
) -> Person:
    """Set one's own language, time zone and interface preferences; None leaves as it is. Raises TimeZoneUnknown, LanguageUnknown."""
    person = tx.get(find_person(person_id))
    if preferences is not None and preferences != person.preferences:
        tx.update(people, {"id": person_id}, {"preferences": preferences})
    given = {"language": language, "time_zone": time_zone}
    return _change(tx, person, {key: value for key, value in given.items() if value is not None})


def disable_person(tx: Tx, *, person_id: int) -> None:
    """Close an account: sessions end for good, tokens are refused until it is enabled again.

    Raises NotFound, Forbidden, LastAdministrator.
    """
    raise_permission_version(tx)
    person = _get_changeable(tx, person_id)
    if not person.active:
        return
    _set_active(tx, person, False)
    end_sessions(tx, person_id=person_id, reason="disabled")
    tx.announce(PersonDisabled(record=person_id))


def enable_person(tx: Tx, *, person_id: int) -> None:
    """Open an account again. Raises NotFound, Forbidden."""
    raise_permission_version(tx)
    person = _get_changeable(tx, person_id)
    if not person.active:
        _set_active(tx, person, True)
        tx.announce(PersonEnabled(record=person_id))


def reset_password(tx: Tx, *, person_id: int, password_hash: str) -> None:
    """Give somebody a new password, which they are asked to change; all their sessions end. Raises NotFound, Forbidden."""
    _get_changeable(tx, person_id)
    store_password(tx, person_id=person_id, password_hash=password_hash, must_change=True)
    end_sessions(tx, person_id=person_id, reason="password_changed")
    tx.announce(PasswordChanged(record=person_id, by="administrator"))


def change_own_password(tx: Tx, *, person_id: int, password_hash: str, session_id: int | None) -> None:
    """Set one's own new password, once the old one was checked; all sessions but the present one end."""
    store_password(tx, person_id=person_id, password_hash=password_hash, must_change=False)
    end_sessions(tx, person_id=person_id, reason="password_changed", but=session_id)
    tx.announce(PasswordChanged(record=person_id, by="owner"))


def store_password(tx: Tx, *, person_id: int, password_hash: str, must_change: bool) -> None:
    """Replace the stored hash."""
    values = {"password_hash": password_hash, "must_change_password": must_change, "updated_at": tx.now}
    tx.update(people, {"id": person_id}, values)


def check_habits(language: str, time_zone: str) -> None:
    """Refuse a language or a time zone that is not there. Raises LanguageUnknown, TimeZoneUnknown."""
    if language and language not in LANGUAGES:
        raise LanguageUnknown(language=language)
    if time_zone and time_zone not in available_timezones():
        raise TimeZoneUnknown(zone=time_zone)


def _get_changeable(tx: Tx, person_id: int) -> Person:
    rights = rights_of(tx.registry)
    rights.require(tx, MANAGE_IDENTITY)
    person = tx.get(find_person(person_id))
    rights.require_power_over(tx, person_id)
    return person


def _change(tx: Tx, person: Person, changes: Mapping[str, str]) -> Person:
    assert changes.keys() <= CHANGEABLE
    wanted = {key: value.strip() for key, value in changes.items()}
    changed = {key: value for key, value in wanted.items() if value != getattr(person, key)}
    if not changed:
        return tx.get(find_person(person.id))
    check_habits(changed.get("language", ""), changed.get("time_zone", ""))
    values: dict[str, Any] = {**changed, "updated_at": tx.now, "rev": person.rev + 1}
    if "login" in changed:
        _check_login_free(tx, changed["login"], person.id)
        values["login_key"] = login_key(changed["login"])
    if not tx.update(people, {"id": person.id, "rev": person.rev}, values):
        raise PersonChanged
    diff = {key: [getattr(person, key), value] for key, value in changed.items()}
    tx.announce(PersonUpdated(record=person.id, changes=diff))
    return tx.get(find_person(person.id))


def _check_login_free(tx: Tx, login: str, person_id: int | None) -> None:
    raise_permission_version(tx)
    holder = tx.value(sa.select(people.c.id).where(people.c.login_key == login_key(login)))
    if holder is not None and holder != person_id:
        raise LoginTaken(login=login.strip(), fields={"login": [LoginTaken(login=login.strip())]})


def _set_active(tx: Tx, person: Person, active: bool) -> None:
    tx.update(people, {"id": person.id}, {"active": active, "updated_at": tx.now, "rev": person.rev + 1})
