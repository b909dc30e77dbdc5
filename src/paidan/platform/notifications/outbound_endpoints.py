"""Messages on their way out over HTTP, for those who manage messages."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from paidan.kernel.clock import moment_text
from paidan.kernel.errors import Forbidden, NotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.notifications import schemas
from paidan.platform.notifications.errors import MessageNotRetriable
from paidan.platform.notifications.outbound import OutboundMessage, list_outbound, retry_message
from paidan.platform.notifications.permissions import MANAGE
from paidan.platform.permissions.permission import require_of

router = APIRouter(prefix="/api/outbound-messages", tags=["outbound messages"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("", response_model=schemas.MessagePage, responses=problems(Forbidden))
async def show_messages(
    app: App,
    state: schemas.MessageState | None = None,
    record: int | None = None,
    before: int | None = None,
    limit: Limit = 50,
) -> Response:
    """Messages and what became of them, newest first."""
    require_of(app.actor, MANAGE)
    items = await app.read(list_outbound(state=state, record=record, before=before, limit=limit + 1))
    more = str(items[limit - 1].id) if len(items) > limit else None
    return answer({"items": [_describe(item) for item in items[:limit]], "next": more})


@router.post(
    "/{message_id}/retry",
    response_model=schemas.MessageOut,
    responses=problems(Forbidden, NotFound, MessageNotRetriable),
)
async def retry(app: App, message_id: int) -> Response:
    """Try a message again that was not sent or failed."""
    return answer(_describe(await app.write(retry_message, message_id=message_id)))


def _describe(message: OutboundMessage) -> dict[str, Any]:
    plain = ("id", "channel", "state", "reason", "error", "address", "person_id", "template", "subject", "object",
             "record", "attempts")  # fmt: skip
    return {
        **{name: getattr(message, name) for name in plain},
        "due_at": moment_text(message.due_at),
        "created_at": moment_text(message.created_at),
        "sent_at": moment_text(message.sent_at) if message.sent_at else None,
    }
