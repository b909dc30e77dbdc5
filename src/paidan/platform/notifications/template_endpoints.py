"""Message templates over HTTP, for those who manage messages."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from paidan.kernel.errors import Forbidden
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.kernel.i18n import LANGUAGES
from paidan.platform.notifications import editing, schemas
from paidan.platform.notifications.errors import TemplateEdited, TemplateInvalid, TemplateUnknown
from paidan.platform.notifications.permissions import MANAGE
from paidan.platform.notifications.rendering import Reader, Words, render, to_html
from paidan.platform.notifications.templates import CHANNELS, EMAIL, MessageTemplate
from paidan.platform.permissions.permission import require_of

router = APIRouter(prefix="/api/message-templates", tags=["message templates"])


@router.get("", response_model=schemas.TemplateList, responses=problems(Forbidden))
async def show_templates(app: App) -> Response:
    """Every template with the words in force, per channel and language."""
    require_of(app.actor, MANAGE)
    edited = await app.read(editing.list_edited_texts())
    found = app.product.registry.all(MessageTemplate)
    return answer({"items": [_describe(one, edited, app.language) for one in found]})


@router.get("/{key}", response_model=schemas.TemplateOut, responses=problems(Forbidden, TemplateUnknown))
async def show_template(app: App, key: str) -> Response:
    """One template."""
    require_of(app.actor, MANAGE)
    return answer(await _show(app, key))


@router.put(
    "/{key}/{channel}/{language}",
    response_model=schemas.TemplateOut,
    responses=problems(Forbidden, TemplateUnknown, TemplateInvalid, TemplateEdited),
)
async def save_words(
    app: App, key: str, channel: schemas.Channel, language: schemas.Language, body: schemas.WordsIn
) -> Response:
    """Put your own words in place."""
    words = Words(body.subject, body.body)
    await app.write(editing.save_words, key=key, channel=channel, language=language, words=words, rev=body.rev)
    return answer(await _show(app, key))


@router.delete(
    "/{key}/{channel}/{language}", response_model=schemas.TemplateOut, responses=problems(Forbidden, TemplateUnknown)
)
async def reset_words(app: App, key: str, channel: schemas.Channel, language: schemas.Language) -> Response:
    """Go back to the shipped words."""
    await app.write(editing.reset_words, key=key, channel=channel, language=language)
    return answer(await _show(app, key))


@router.post(
    "/{key}/preview",
    response_model=schemas.PreviewOut,
    responses=problems(Forbidden, TemplateUnknown, TemplateInvalid),
)
async def preview_words(app: App, key: str, body: schemas.PreviewRequest) -> Response:
    """Show what a message in these words would be, with samples for the values that are not given."""
    require_of(app.actor, MANAGE)
    template = editing.get_editable(app.product.registry, key)
    words = Words(body.subject, body.body)
    editing.check_words(template, words, app.language)
    settings = app.product.settings
    values = {one.key: one.sample for one in template.all_variables} | body.params
    made = render(words, template.all_variables, values, Reader(body.language, ZoneInfo(settings.time_zone)))
    html = to_html(made, body.language, settings.base_url) if body.channel == EMAIL else None
    return answer({"subject": made.subject, "body": made.body, "html": html})


async def _show(app: App, key: str) -> dict[str, object]:
    template = editing.get_editable(app.product.registry, key)
    return _describe(template, await app.read(editing.list_edited_texts(key)), app.language)


def _describe(template: MessageTemplate, edited: list[editing.EditedText], language: str) -> dict[str, object]:
    return editing.describe_template(template, edited, LANGUAGES, CHANNELS, language)
