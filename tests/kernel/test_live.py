"""Open pages hear that something changed: what they may follow, nothing else, and never more than they can take."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx
import orjson
import pytest
from starlette.requests import Request

from paidan.features import FEATURES
from paidan.kernel.actor import Actor
from paidan.kernel.clock import ManualClock
from paidan.kernel.database.tx import Tx
from paidan.kernel.events.event import Event
from paidan.kernel.feature import Feature
from paidan.kernel.http import build_asgi
from paidan.kernel.http.authentication import Authenticator
from paidan.kernel.live import TopicGuard, publish, streaming
from paidan.kernel.live.hub import PENDING, Hub
from paidan.kernel.live.relaying import PAYLOAD, hub_of, payloads
from paidan.kernel.product import Product, build_product
from paidan.kernel.settings import Settings

WITHIN = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(Event):
    kind: ClassVar[str] = "test.kettle_boiled"


class NameBadge(Authenticator):
    """Who sends `X-Person: 5` is person 5, until the badge is taken away."""

    valid = True

    async def authenticate(self, product: Product, request: Request) -> Actor | None:
        person = request.headers.get("x-person")
        return Actor(kind="person", id=int(person)) if person and self.valid else None


class EvenKettles(TopicGuard):
    async def may_follow(self, product: Product, actor: Actor, topic: str) -> bool:
        name, _, record = topic.partition("/")
        return name == "kettle" and int(record) % 2 == 0


@pytest.fixture
def badge() -> NameBadge:
    return NameBadge()


@pytest.fixture
async def product(settings: Settings, clock: ManualClock, badge: NameBadge) -> AsyncIterator[Product]:
    feature = Feature(name="kettle", summary="Boils.", contributes=[badge, EvenKettles()])
    built = build_product(settings, [*FEATURES, feature], clock)
    yield built
    await built.close()


@pytest.fixture
async def app(product: Product) -> AsyncIterator[Any]:
    asgi = build_asgi(product)
    async with asgi.router.lifespan_context(asgi):
        yield asgi


class Page:
    """An open page: collects what the stream brings."""

    def __init__(self) -> None:
        self.status = 0
        self.text = ""
        self.ended = False
        self._news = asyncio.Event()
        self._left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()
        self._news.set()

    async def until(self, text: str) -> None:
        async with asyncio.timeout(WITHIN):
            while text not in self.text:
                self._news.clear()
                await self._news.wait()

    def leave(self) -> None:
        self._left.set()


@asynccontextmanager
async def page_on(app: Any, topics: str, person: int = 5) -> AsyncIterator[Page]:
    page = Page()
    headers = [(b"x-person", str(person).encode()), (b"host", b"paidan.test")]
    scope = {
        "type": "http", "method": "GET", "path": "/api/live", "raw_path": b"/api/live", "scheme": "http",
        "query_string": f"topics={topics}".encode(), "headers": headers, "http_version": "1.1", "root_path": "",
        "client": ("127.0.0.1", 1), "server": ("paidan.test", 80),
    }  # fmt: skip
    running = asyncio.create_task(app(scope, page.receive, page.send))
    await page.until("welcome")
    yield page
    page.leave()
    async with asyncio.timeout(WITHIN):
        await running


def boil(tx: Tx, record: int) -> None:
    tx.announce(KettleBoiled(object="kettle", record=record))


async def test_a_page_hears_of_the_records_it_follows_and_of_no_others(app: Any, product: Product):
    async with page_on(app, "kettle/4") as page:
        await product.database.write(boil, 6)
        await product.database.write(boil, 4)
        await page.until("changed")

    assert 'event: changed\ndata: {"topics":["kettle/4"]}\n\n' in page.text
    assert "kettle/6" not in page.text


async def test_a_page_that_follows_an_object_hears_that_something_changed_but_not_which(app: Any, product: Product):
    async with page_on(app, "kettle") as page:
        await product.database.write(boil, 3)
        await page.until('{"topics":["kettle"]}')


async def test_what_was_undone_is_not_told(app: Any, product: Product):
    def boil_over(tx: Tx) -> None:
        boil(tx, 2)
        raise ValueError

    async with page_on(app, "kettle/2,kettle/4") as page:
        with pytest.raises(ValueError):
            await product.database.write(boil_over)
        await product.database.write(boil, 4)
        await page.until("kettle/4")

    assert "kettle/2" not in page.text


async def test_a_feature_can_publish_topics_of_its_own(app: Any, product: Product):
    async with page_on(app, "person/5") as page:
        await product.database.write(lambda tx: publish(tx, "person/5", "person/6"))
        await page.until('{"topics":["person/5"]}')


@pytest.mark.parametrize(
    ("topics", "person", "status", "code"),
    [
        ("kettle", None, 401, "unauthenticated"),
        ("kettle/3", 5, 403, "live.topic_forbidden"),  # no guard vouches for it
        ("teapot/4", 5, 403, "live.topic_forbidden"),
        ("person/6", 5, 403, "live.topic_forbidden"),  # somebody else's inbox
        ("person", 5, 403, "live.topic_forbidden"),
        ("", 5, 422, "live.topics"),
        ("Kettle", 5, 422, "live.topics"),
        ("kettle/0", 5, 422, "live.topics"),
        ("kettle/4/5", 5, 422, "live.topics"),
        (",".join(f"kettle/{n}" for n in range(2, 200, 2)), 5, 422, "live.topics"),
    ],
)
async def test_what_may_not_be_followed_is_refused(app: Any, topics, person, status, code):
    headers = {"x-person": str(person)} if person else {}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://paidan.test", headers=headers) as browser:
        answer = await browser.get("/api/live", params={"topics": topics})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_stream_ends_when_the_server_stops(app: Any, product: Product):
    async with page_on(app, "kettle"):
        product.stopping()
    assert hub_of(product).size == 0


async def test_a_stream_ends_with_the_session(app: Any, product: Product, badge: NameBadge, monkeypatch):
    monkeypatch.setattr(streaming, "ALIVE_SECONDS", 0.01)
    monkeypatch.setattr(streaming, "CHECK_SECONDS", 0.0)
    async with page_on(app, "kettle") as page:
        await page.until("still here")
        badge.valid = False
        async with asyncio.timeout(WITHIN):
            while hub_of(product).size:
                await asyncio.sleep(0)


async def test_a_page_that_left_is_forgotten(app: Any, product: Product):
    async with page_on(app, "kettle"):
        assert hub_of(product).size == 1
    assert hub_of(product).size == 0


@pytest.mark.postgres
async def test_processes_tell_each_other(settings: Settings, clock: ManualClock, app: Any, badge: NameBadge):
    if not settings.uses_postgres:
        pytest.skip("the embedded database has one process")
    other = build_product(settings, FEATURES, clock)
    await other.start_background()
    try:
        async with page_on(app, "kettle/8") as page:
            for _ in range(100):  # the listening connection may still be opening
                await other.database.write(boil, 8)
                try:
                    async with asyncio.timeout(0.2):
                        await page.until("kettle/8")
                    break
                except TimeoutError:
                    continue
            assert "kettle/8" in page.text
    finally:
        await other.close()


def test_a_follower_that_does_not_keep_up_is_told_to_fetch_everything():
    hub = Hub()
    slow = hub.follow([f"kettle/{n}" for n in range(1, PENDING + 2)])
    for n in range(1, PENDING + 2):
        hub.publish([f"kettle/{n}"])

    assert slow.take() == ([], True)
    hub.publish(["kettle/1"])
    hub.publish(["kettle/1"])
    assert slow.take() == (["kettle/1"], False)


def test_after_a_break_everybody_fetches_again():
    hub = Hub()
    follower = hub.follow(["kettle"])
    hub.publish_everything()
    assert follower.take() == ([], True)


def test_topics_travel_in_as_few_notifications_as_postgresql_allows():
    topics = {f"kettle/{10**12 + n}" for n in range(2000)}
    made = payloads("me", topics)

    assert all(len(payload) <= PAYLOAD for payload in made)
    assert {topic for payload in made for topic in payload.removeprefix("me ").split(",")} == topics
    assert len(made) == 6


def test_the_changed_event_is_one_line_of_json():
    event = streaming.changed(["a", "b/1"])
    assert event.startswith(b"event: changed\ndata: ")
    assert orjson.loads(event.removeprefix(b"event: changed\ndata: ")) == {"topics": ["a", "b/1"]}
