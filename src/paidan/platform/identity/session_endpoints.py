"""Signing in and out, and what belongs to oneself: sessions, password, habits."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from paidan.kernel.errors import NotFound, Unauthenticated
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import AppHandle, answer
from paidan.platform.identity import people, sessions, signing_in
from paidan.platform.identity.authenticating import CSRF_COOKIE, SESSION_COOKIE
from paidan.platform.identity.describing import describe_me, session_out
from paidan.platform.identity.errors import (
    AccountDisabled,
    CsrfMismatch,
    LanguageUnknown,
    PasswordUnfit,
    PasswordWrong,
    SessionNeeded,
    SignInLocked,
    TimeZoneUnknown,
    WrongCredentials,
)
from paidan.platform.identity.opaque import csrf_token_of
from paidan.platform.identity.schemas import MeOut, PasswordChange, ProfileChange, SignedIn, SignIn
from paidan.platform.identity.schemas import Sessions as SessionList

router = APIRouter(prefix="/api", tags=["session"])
_COOKIE_SECONDS = 400 * 24 * 3600
"""The longest that browsers keep a cookie; the server ends the session long before."""


@router.post(
    "/session",
    status_code=201,
    response_model=SignedIn,
    responses=problems(WrongCredentials, AccountDisabled, SignInLocked),
)
async def sign_in(app: App, body: SignIn) -> Response:
    """Sign in: begins a session and sets its cookies."""
    attempt = signing_in.Attempt(
        login=body.login,
        password=body.password,
        address=address_of(app),
        user_agent=app.request.headers.get("user-agent", ""),
        earlier_token=app.request.cookies.get(SESSION_COOKIE),
    )
    started = await signing_in.sign_in(app.product, attempt)
    csrf = csrf_token_of(started.token)
    response = answer({"person_id": started.person_id, "csrf_token": csrf}, 201)
    secure = app.product.settings.secure_cookies
    response.set_cookie(
        SESSION_COOKIE, started.token, max_age=_COOKIE_SECONDS, httponly=True, samesite="lax", secure=secure
    )
    response.set_cookie(CSRF_COOKIE, csrf, max_age=_COOKIE_SECONDS, samesite="lax", secure=secure)
    return response


@router.get("/session", response_model=MeOut, responses=problems(Unauthenticated, AccountDisabled))
async def show_session(app: App) -> Response:
    """Who is signed in: the person, their teams and roles, and what they may do."""
    return answer(await describe_me(app))


@router.delete("/session", status_code=204, responses=problems(Unauthenticated, CsrfMismatch))
async def sign_out(app: App) -> Response:
    """Sign out: ends the session and takes its cookies away."""
    person_id, session_id = require_session(app)
    await app.write(sessions.end_session, person_id=person_id, session_id=session_id, reason="signed_out")
    response = answer(None, 204)
    secure = app.product.settings.secure_cookies
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=secure)
    response.delete_cookie(CSRF_COOKIE, samesite="lax", secure=secure)
    return response


@router.get("/sessions", response_model=SessionList, responses=problems(Unauthenticated))
async def list_own_sessions(app: App) -> Response:
    """One's own open sessions, on every device."""
    found = await app.read(sessions.list_sessions(app.require_person(), now=app.now))
    current = getattr(app.request.state, "session_id", None)
    return answer({"items": [session_out(one, current) for one in found]})


@router.delete("/sessions/{session_id}", status_code=204, responses=problems(NotFound, SessionNeeded))
async def revoke_own_session(app: App, session_id: int) -> Response:
    """End one of one's own sessions, for instance on a lost phone."""
    person_id, _ = require_session(app)
    await app.write(sessions.end_session, person_id=person_id, session_id=session_id, reason="revoked")
    return answer(None, 204)


@router.delete("/sessions", status_code=204, responses=problems(SessionNeeded))
async def revoke_other_sessions(app: App) -> Response:
    """End all of one's own sessions but the present one."""
    person_id, session_id = require_session(app)
    await app.write(sessions.end_sessions, person_id=person_id, reason="revoked", but=session_id)
    return answer(None, 204)


@router.put(
    "/session/password",
    status_code=204,
    responses=problems(PasswordWrong, PasswordUnfit, SignInLocked, SessionNeeded),
)
async def change_own_password(app: App, body: PasswordChange) -> Response:
    """Change one's own password; every other session ends."""
    _, session_id = require_session(app)
    await signing_in.change_password(
        app.product.database,
        app.actor,
        current=body.current_password,
        new=body.new_password,
        address=address_of(app),
        session_id=session_id,
    )
    return answer(None, 204)


@router.put(
    "/session/profile",
    response_model=MeOut,
    responses=problems(TimeZoneUnknown, LanguageUnknown, SessionNeeded),
)
async def change_own_habits(app: App, body: ProfileChange) -> Response:
    """Set one's own language, time zone and interface preferences; what is left out stays."""
    person_id, _ = require_session(app)
    await app.write(people.change_own_habits, person_id=person_id, **body.model_dump(exclude_none=True))
    return answer(await describe_me(app))


def address_of(app: AppHandle) -> str:
    """The address that the request comes from, as the server sees it."""
    client = app.request.client
    return client.host if client else ""


def require_session(app: AppHandle) -> tuple[int, int]:
    """Return person and session. Raises Unauthenticated, or SessionNeeded for an API token."""
    person_id = app.require_person()
    session_id: int | None = getattr(app.request.state, "session_id", None)
    if session_id is None:
        raise SessionNeeded
    return person_id, session_id
