"""`GET /api/live?topics=work_order,work_order/123`: server-sent events (WHATWG HTML, 9.2) as plain ASGI.

Two events: `changed` with `{"topics": […]}`, and `refetch` when the page may have missed something. Each minute the
session is looked at again, so that a stream does not outlive the right to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from paidan.kernel.actor import Actor
from paidan.kernel.errors import AppError, Forbidden, Invalid, TooMany, Unauthenticated
from paidan.kernel.http.authentication import find_actor
from paidan.kernel.live.hub import Follower
from paidan.kernel.live.relaying import hub_of
from paidan.kernel.live.topics import TOPIC, may_follow
from paidan.kernel.product import Product

TOPICS = 60
STREAMS = 10_000
"""Open streams of one process; each costs some 20 KB."""
ALIVE_SECONDS = 20.0
CHECK_SECONDS = 60.0
"""Time between two looks at the session."""
PAUSE_SECONDS = 0.1
"""Least time between two events of one stream; what changes meanwhile is told together."""

OPENING = b"retry: 2000\n\n: welcome\n\n"
KEEP_ALIVE = b": still here\n\n"
REFETCH = b"event: refetch\ndata: {}\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class TopicMalformed(Invalid):
    """What was asked for is no list of topics, or too long a list."""

    code = "live.topics"


class TopicForbidden(Forbidden):
    """A topic may not be followed."""

    code = "live.topic_forbidden"


class LiveStream:
    """The endpoint. Raises Unauthenticated, TopicMalformed, TopicForbidden, TooMany before it begins to answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the page leaves, the session ends or the process stops."""
        request = Request(scope, receive)
        product: Product = request.app.state.product
        topics = wanted_topics(request.query_params.get("topics", ""))
        await _require(product, request.state.actor, topics)
        hub = hub_of(product)
        if hub.size >= STREAMS:
            raise TooMany(seconds=30)
        follower = hub.follow(topics)
        leaving = asyncio.create_task(_wait_until_left(receive, follower))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _push(send, OPENING)
            await _tell(send, follower, product, request)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            leaving.cancel()
            hub.leave(follower)


def wanted_topics(text: str) -> list[str]:
    """Read `a,b/1`. Raises TopicMalformed."""
    topics = sorted({topic for topic in text.split(",") if topic})
    if not topics or len(topics) > TOPICS or not all(TOPIC.fullmatch(topic) for topic in topics):
        raise TopicMalformed(limit=TOPICS)
    return topics


def changed(topics: Sequence[str]) -> bytes:
    """Return the event that names what changed."""
    return b"event: changed\ndata: " + orjson.dumps({"topics": topics}) + b"\n\n"


async def _tell(send: Send, follower: Follower, product: Product, request: Request) -> None:
    now = asyncio.get_running_loop().time
    check_at = now() + CHECK_SECONDS
    while True:
        is_woken = await follower.wait(ALIVE_SECONDS)
        if follower.is_closed:
            return
        if now() >= check_at:
            if not await _is_still_allowed(product, request, follower):
                return
            check_at = now() + CHECK_SECONDS
        await _push(send, news(follower) if is_woken else KEEP_ALIVE)
        if is_woken:
            await asyncio.sleep(PAUSE_SECONDS)


def news(follower: Follower) -> bytes:
    """Return what a follower has to hear: that everything may have changed, or what did."""
    topics, refetch = follower.take()
    return REFETCH if refetch else changed(topics)


async def _require(product: Product, actor: Actor, topics: Sequence[str]) -> None:
    if actor.kind == "anonymous":
        raise Unauthenticated
    for topic in topics:
        if not await may_follow(product, actor, topic):
            raise TopicForbidden(topic=topic)


async def _is_still_allowed(product: Product, request: Request, follower: Follower) -> bool:
    try:
        actor = await find_actor(product, request)
        await _require(product, actor, sorted(follower.topics))
    except AppError:
        return False
    began_as: Actor = request.state.actor
    return (actor.kind, actor.id) == (began_as.kind, began_as.id)


async def _push(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _wait_until_left(receive: Receive, follower: Follower) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    follower.close()


router = APIRouter(tags=["live"])
router.routes.append(Route("/api/live", LiveStream(), include_in_schema=False))
