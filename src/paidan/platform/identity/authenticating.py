"""Who asks: the session cookie of a browser, or the API token of a program.

One indexed read tells session, person and permission version; the compiled access is kept per process under person
and version, so that a change of rights takes effect with the next request and nothing else is ever read twice.
Changing requests by cookie must carry the CSRF token of the session; a bearer token cannot be sent by a foreign page
and needs none.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from starlette.requests import Request

from paidan.kernel.actor import Actor
from paidan.kernel.errors import Unavailable
from paidan.kernel.http.authentication import Authenticator
from paidan.kernel.i18n import pick_language
from paidan.kernel.product import Product
from paidan.platform.identity.errors import AccountDisabled, CsrfMismatch, TokenInvalid
from paidan.platform.identity.opaque import csrf_fits
from paidan.platform.identity.rights import rights_of
from paidan.platform.identity.sessions import SEEN_EVERY, LiveSession, find_live_session, keep_session
from paidan.platform.identity.tokens import PREFIX, USED_EVERY, LiveToken, find_live_token, note_token_used

SESSION_COOKIE = "paidan_session"
CSRF_COOKIE = "paidan_csrf"
CSRF_HEADER = "x-csrf-token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PORTAL = "/p/"
"""Pages for customers, with plain forms: a colleague who looks at them counts as the customer of the link."""
_MOST_KEPT = 20_000


class KeptAccesses:
    """The compiled accesses of one process, all of the newest permission version seen."""

    def __init__(self) -> None:
        self._version = 0
        self._kept: dict[tuple[int, tuple[str, ...] | None], Any] = {}

    async def find(self, product: Product, person_id: int, version: int, scopes: Iterable[str] | None = None) -> Any:
        """Return the access of a person, or what is left of it within the scopes of a token."""
        if version != self._version or len(self._kept) > _MOST_KEPT:
            self._kept = {}
            self._version = version
        key = (person_id, None if scopes is None else tuple(scopes))
        access = self._kept.get(key)
        if access is None:
            rights = rights_of(product.registry)
            access = await rights.compile(product.database, person_id, version)
            if scopes is not None:
                access = rights.restrict(access, scopes)
            if version == self._version:
                self._kept[key] = access
        return access


def kept_accesses(product: Product) -> KeptAccesses:
    """Return the accesses that this product keeps."""
    if KeptAccesses not in product.services:
        product.provide(KeptAccesses())
    return product.service(KeptAccesses)


class BySession(Authenticator):
    """A person at a browser, known by the session cookie. A cookie whose session is over counts as none."""

    async def authenticate(self, product: Product, request: Request) -> Actor | None:
        """Return the person. Raises AccountDisabled, CsrfMismatch."""
        token = request.cookies.get(SESSION_COOKIE)
        if not token or _signs_in(request) or request.url.path.startswith(_PORTAL):
            return None
        live = await product.database.find(find_live_session(token))
        now = product.database.clock.now()
        if live is None:
            return None
        if not live.active:
            raise AccountDisabled
        if live.ended_at is not None or live.expires_at <= now:
            return None
        if request.method not in _SAFE_METHODS and not csrf_fits(token, request.headers.get(CSRF_HEADER)):
            raise CsrfMismatch
        if now - live.last_seen_at >= SEEN_EVERY:
            await _keep(product, live)
        request.state.session_id = live.id
        access = await kept_accesses(product).find(product, live.person_id, live.version)
        return _person(product, request, live, "web", access)


class ByToken(Authenticator):
    """A program that acts as a person, known by an API token in the header `Authorization: Bearer pdt_…`."""

    async def authenticate(self, product: Product, request: Request) -> Actor | None:
        """Return the person the token acts as. Raises TokenInvalid, AccountDisabled."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.startswith(PREFIX):
            return None
        live = await product.database.find(find_live_token(token.strip()))
        now = product.database.clock.now()
        if live is None or live.revoked_at is not None or (live.expires_at is not None and live.expires_at <= now):
            raise TokenInvalid
        if not live.active:
            raise AccountDisabled
        if live.last_used_at is None or now - live.last_used_at >= USED_EVERY:
            with suppress(Unavailable):
                await product.database.write(note_token_used, token_id=live.id)
        access = await kept_accesses(product).find(product, live.person_id, live.version, live.scopes)
        return _person(product, request, live, "api", access)


def _person(product: Product, request: Request, live: LiveSession | LiveToken, source: str, access: Any) -> Actor:
    language = live.language or pick_language(request.headers.get("accept-language"), product.settings.language)
    return Actor(kind="person", id=live.person_id, name=live.name, language=language, source=source, access=access)


def _signs_in(request: Request) -> bool:
    """Signing in needs no session, and must work in a browser that still holds a dead one."""
    return request.method == "POST" and request.url.path == "/api/session"


async def _keep(product: Product, live: LiveSession) -> None:
    """A database that cannot write at the moment must not stop those who only read."""
    with suppress(Unavailable):
        await product.database.write(keep_session, session_id=live.id, hours=product.settings.session_hours)
