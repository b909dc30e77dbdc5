"""People who sign in, for tests that need some: made in one line, with roles made of what the test names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx

from paidan.kernel.actor import Actor
from paidan.kernel.database import Database, Tx
from paidan.platform.identity.hashing import hash_password
from paidan.platform.identity.people import create_person
from paidan.platform.permissions.access import Grant
from paidan.platform.permissions.compiling import compile_access_in
from paidan.platform.permissions.roles import create_role

PASSWORD = "copper kettle 91 swims"
HASH = hash_password(PASSWORD)


def make_role(tx: Tx, key: str, features: Sequence[str] = (), grants: Sequence[Grant] = ()) -> int:
    """A role that allows what is named."""
    return create_role(tx, key=key, label={"zh-CN": key, "en": key}, features=features, grants=grants)


def make_person(tx: Tx, login: str, *, roles: Sequence[str] = (), **facts: Any) -> int:
    """A person who can sign in with PASSWORD."""
    facts.setdefault("name", login.title())
    return create_person(tx, login=login, password_hash=HASH, role_keys=roles, **facts)


def as_person(tx: Tx, person_id: int) -> Tx:
    """Let the rest of the transaction be done by a person, with what they may do now."""
    tx.actor = Actor(kind="person", id=person_id, source="web", access=compile_access_in(tx, person_id))
    return tx


async def add_role(database: Database, key: str, features: Sequence[str] = (), grants: Sequence[Grant] = ()) -> int:
    """The same as `make_role`, committed."""
    return await database.write(make_role, key, features, grants)


async def add_person(database: Database, login: str, *, roles: Sequence[str] = (), **facts: Any) -> int:
    """The same as `make_person`, committed."""
    return await database.write(make_person, login, roles=roles, **facts)


def new_browser(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Another browser that talks to the same product."""
    return httpx.AsyncClient(transport=client._transport, base_url=client.base_url)


async def sign_in(client: httpx.AsyncClient, login: str, password: str = PASSWORD) -> httpx.AsyncClient:
    """A new browser in which somebody is signed in; it sends its CSRF token as our pages do."""
    browser = new_browser(client)
    response = await browser.post("/api/session", json={"login": login, "password": password})
    assert response.status_code == 201, response.text
    browser.headers["X-CSRF-Token"] = response.cookies["paidan_csrf"]
    return browser


def code(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return response.status_code, response.json()["code"]
