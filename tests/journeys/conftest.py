"""A small service company, and browsers for its people: what journeys begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from paidan.builder.records import create_record
from paidan.kernel.clock import ManualClock
from paidan.kernel.database import Tx
from paidan.kernel.product import Product
from paidan.main import create_app
from paidan.platform.identity.hashing import hash_password
from paidan.platform.identity.people import create_person

PASSWORD = "Regen-und-Wind-26"
HASH = hash_password(PASSWORD)
NEAR, FAR = {"lat": 31.2304, "lng": 121.4737}, {"lat": 31.40, "lng": 121.25}


@dataclass
class Company:
    """The company: people and records by short names, and a browser for each of its people."""

    app: FastAPI
    product: Product
    clock: ManualClock
    ids: dict[str, int] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    async def browser(self, login: str = "") -> httpx.AsyncClient:
        """A browser in which somebody has signed in; nobody for ''."""
        if login not in self._browsers:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            fresh = httpx.AsyncClient(transport=transport, base_url="http://paidan.test")
            self._browsers[login] = await self._stack.enter_async_context(fresh)
            if login:
                answer = await fresh.post("/api/session", json={"login": login, "password": PASSWORD})
                assert answer.status_code < 300, answer.text
                fresh.headers["X-CSRF-Token"] = fresh.cookies["paidan_csrf"]
        return self._browsers[login]

    async def get(self, login: str, path: str, **params: Any) -> Any:
        """What somebody gets; it must succeed."""
        answer = await (await self.browser(login)).get(path, params=params)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def post(self, login: str, path: str, body: Any = None, status: int | None = None) -> Any:
        """What somebody gets for a post; it must succeed, or answer with the status given."""
        answer = await (await self.browser(login)).post(path, json=body)
        wanted = {200, 201, 204} if status is None else {status}
        assert answer.status_code in wanted, f"{path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def settle(self) -> None:
        """Let everything that follows from the last commits happen."""
        for _ in range(5):
            if not await self.product.outbox.deliver_due():
                return


@pytest.fixture
async def company(product: Product, clock: ManualClock) -> AsyncIterator[Company]:
    """A company with an agent, a dispatcher, a manager and two engineers, at nine on a Monday."""
    app = create_app(product)
    async with app.router.lifespan_context(app):
        made = Company(app, product, clock)
        made.ids = product.database.write_now(_found)
        yield made
        await made._stack.aclose()


def _found(tx: Tx) -> dict[str, int]:
    ids: dict[str, int] = {}
    for login, name, role in (
        ("agent", "陈静", "agent"),
        ("dispatcher", "周敏", "dispatcher"),
        ("manager", "沈伟", "manager"),
        ("li", "李强", "engineer"),
        ("wang", "王磊", "engineer"),
        ("admin", "郑红", "administrator"),
    ):
        ids[login] = create_person(tx, name=name, login=login, password_hash=HASH, role_keys=[role])
    ids["region"] = create_record(tx, "region", {"name": "黄浦", "code": "HP"})
    ids["skill"] = create_record(tx, "skill", {"name": "制冷", "code": "cold"})
    for login, place, level in (("li", NEAR, 3), ("wang", FAR, 2)):
        _hire(tx, ids, login, place, level)
    ids["customer"] = create_record(tx, "customer", {"name": "和平饭店", "phone": "13800001111"})
    return ids


def _hire(tx: Tx, ids: dict[str, int], login: str, place: dict[str, float], level: int) -> None:
    skills = [{"skill": ids["skill"], "level": level}]
    values = {"name": login, "person": ids[login], "regions": [ids["region"]], "home_location": place, "skills": skills}
    ids[f"{login}_engineer"] = create_record(tx, "engineer", values)
    shift = {
        "person": ids[login],
        "day": "2026-11-16",
        "starts_at": tx.now - timedelta(hours=1),
        "ends_at": tx.now + timedelta(hours=9),
    }
    create_record(tx, "roster_shift", shift)
