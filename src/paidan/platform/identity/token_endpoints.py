"""API tokens over HTTP: one's own, and everybody's for administrators."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from paidan.kernel.errors import Forbidden, NotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.identity import tokens
from paidan.platform.identity.describing import token_out
from paidan.platform.identity.errors import PersonUnknown, SessionNeeded, TokenExpiryPast
from paidan.platform.identity.permitting import require_manager
from paidan.platform.identity.schemas import TokenMade, TokenNew
from paidan.platform.identity.schemas import Tokens as TokenList
from paidan.platform.identity.session_endpoints import require_session

router = APIRouter(prefix="/api/tokens", tags=["tokens"])


@router.get("", response_model=TokenList, responses=problems(Forbidden))
async def show_tokens(app: App, everybody: bool = False) -> Response:
    """One's own tokens, or with `everybody` those of the whole company."""
    person_id = app.require_person()
    if everybody:
        require_manager(app)
    found = await app.read(tokens.list_tokens(None if everybody else person_id))
    return answer({"items": [token_out(one) for one in found]})


@router.post(
    "",
    status_code=201,
    response_model=TokenMade,
    responses=problems(Forbidden, PersonUnknown, TokenExpiryPast, SessionNeeded),
)
async def make_token(app: App, body: TokenNew) -> Response:
    """Make a token; the answer is the only place where it ever stands."""
    person_id, _ = require_session(app)
    token_id, token = await app.write(
        tokens.create_token,
        name=body.name,
        person_id=person_id if body.person_id is None else body.person_id,
        scopes=body.scopes,
        expires_at=body.expires_at,
    )
    return answer({"id": token_id, "token": token}, 201)


@router.delete("/{token_id}", status_code=204, responses=problems(Forbidden, NotFound))
async def revoke_token(app: App, token_id: int) -> Response:
    """Make a token useless at once."""
    app.require_person()
    await app.write(tokens.revoke_token, token_id=token_id)
    return answer(None, 204)
