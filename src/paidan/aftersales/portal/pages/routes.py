"""HTTP of the pages: a form comes in, the same work as the API's is done, and the reader is sent on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from paidan.aftersales.portal import acting, endpoints, errors, guarding, reporting, viewing
from paidan.aftersales.portal.pages.markup import CSS, page, problem
from paidan.aftersales.portal.pages.progress_page import progress_page
from paidan.aftersales.portal.pages.report_page import report_page
from paidan.aftersales.portal.schemas import DisputeIn, MessageIn, RatingIn
from paidan.aftersales.portal.signing import secret_of
from paidan.kernel.errors import AppError, TooLarge
from paidan.kernel.http import App
from paidan.kernel.http.app import AppHandle
from paidan.kernel.i18n import LANGUAGES, translate
from paidan.platform.files.receiving import as_stream
from paidan.platform.files.uploading import store_upload
from paidan.platform.permissions.errors import LinkOver

router = APIRouter(include_in_schema=False)
MOST_BYTES = 60 * 1024 * 1024
_TEXTS = {"description": 5000, "contact_name": 60, "contact_phone": 30, "address": 300, "category": 60, "asset": 64}


def reader(app: AppHandle) -> AppHandle:
    """Return the product's handle in the language that `?lang` or the browser asks for."""
    asked = app.request.query_params.get("lang", "")
    if asked in LANGUAGES:
        app = AppHandle(app.product, app.request, replace(app.actor, language=asked))
    return endpoints.as_product(app)


def told(error: AppError, language: str) -> str:
    """Return a refusal as a sentence, with those of its fields."""
    inner = [told(one, language) for many in error.fields.values() for one in many]
    return " ".join(inner) or translate(f"error.{error.code}", language, **error.params)


async def read_form(request: Request) -> FormData:
    """Read a form of bounded size. Raises TooLarge."""
    declared = request.headers.get("content-length", "")
    if not declared.isdigit() or int(declared) > MOST_BYTES:
        raise TooLarge
    return await request.form(max_files=endpoints.MOST_FILES, max_fields=40)


@router.get("/p/assets/portal.css")
async def get_style() -> Response:
    """Get the style sheet."""
    return Response(CSS, media_type="text/css", headers={"cache-control": "public, max-age=3600"})


@router.get("/p/report")
async def get_report(app: App) -> Response:
    """Show the report form."""
    return await _show_form(reader(app), {"asset": app.request.query_params.get("asset", "")[:64]})


@router.post("/p/report")
async def post_report(app: App, request: Request) -> Response:
    """Take in the form."""
    app = reader(app)
    sent = await read_form(request)
    values = {name: str(sent.get(name) or "")[:most].strip() for name, most in _TEXTS.items()}
    stamp, website = str(sent.get("stamp") or ""), str(sent.get("website") or "")
    try:
        await _take_photos(app, stamp, sent)
        given: dict[str, Any] = {**values, "address": values["address"] or None, "category": values["category"] or None}
        report = reporting.Report(**{**given, "asset": values["asset"] or None}, photos=None, honeypot=website)
        caller = endpoints.caller_of(app)
        if not values["description"] or not values["contact_name"]:
            raise errors.TextMissing
        done = await app.write(reporting.report_with_stamp, secret_of(app.product), report, caller, stamp)
    except AppError as error:
        return await _show_form(app, values, refusal=told(error, app.language), status=error.status)
    return RedirectResponse(f"{done['link']}?lang={app.language}", 303)


@router.get("/p/t/{token}")
async def get_progress(app: App, token: str) -> Response:
    """Show an order."""
    return await _show_order(reader(app), token)


@router.post("/p/t/{token}/{action}")
async def post_action(app: App, request: Request, token: str, action: str) -> Response:
    """Do what a form of the page asks for."""
    app = reader(app)
    try:
        await _act(app, token, action, await read_form(request))
    except LinkOver:
        return await _show_order(app, token)
    except AppError as error:
        return await _show_order(app, token, refusal=told(error, app.language), status=error.status)
    except ValueError:
        return await _show_order(app, token, refusal=translate("error.invalid", app.language), status=422)
    return RedirectResponse(f"/p/t/{token}?lang={app.language}", 303)


async def _act(app: AppHandle, token: str, action: str, sent: FormData) -> None:
    if action == "messages":
        await app.write(acting.write_message, token, text=MessageIn(text=str(sent.get("text") or "")).text)
    elif action == "urge":
        await app.write(acting.urge, token)
    elif action == "confirm":
        await app.write(acting.confirm, token)
    elif action == "dispute":
        await app.write(acting.dispute, token, reason=DisputeIn(reason=str(sent.get("reason") or "")).reason)
    elif action == "rate":
        given = {"score": sent.get("score"), "reasons": sent.getlist("reasons"), "comment": sent.get("comment") or ""}
        await app.write(acting.rate, token, **RatingIn.model_validate(given).model_dump())
    else:
        raise LinkOver


async def _take_photos(app: AppHandle, stamp: str, sent: FormData) -> None:
    """Store the pictures of a form under its stamp. Raises ChallengeInvalid and what uploads raise."""
    secret = secret_of(app.product)
    pictures = [one for one in sent.getlist("photos") if isinstance(one, UploadFile) and one.size]
    if pictures:
        note = await app.write(lambda tx: guarding.open_stamp(secret, tx, stamp))
        for one in pictures:
            stream = as_stream(await one.read())
            await store_upload(app.product, endpoints.customer(note.uploader), stream, one.filename or "")


async def _show_form(app: AppHandle, values: dict[str, str], *, refusal: str = "", status: int = 200) -> Response:
    stamp = secret_of(app.product).sign(guarding.STAMP, app.now)
    categories = await app.write(endpoints.list_categories, language=app.language)
    asset = None
    if values.get("asset"):
        try:
            asset = await app.write(endpoints.show_asset, qr_token=values["asset"], language=app.language)
        except errors.AssetUnknown as error:
            values, refusal = {**values, "asset": ""}, refusal or told(error, app.language)
    return report_page(stamp, categories, app.language, values, asset=asset, refusal=refusal, status=status)


async def _show_order(app: AppHandle, token: str, *, refusal: str = "", status: int = 200) -> Response:
    try:
        order = await app.write(viewing.show_order, token, app.language)
    except LinkOver as error:
        return page(
            translate("portal.page.report", app.language), problem(told(error, app.language)), app.language, status=404
        )
    zone = ZoneInfo(app.product.settings.time_zone)
    return progress_page(order, token, app.language, zone, refusal=refusal, status=status)
