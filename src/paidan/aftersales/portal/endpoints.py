"""HTTP for customers: they have no session; a link's token in the path is all they hold."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from paidan.aftersales.portal import acting, errors, guarding, phone_codes, reporting, viewing
from paidan.aftersales.portal.schemas import CodeAnswerIn, CodeIn, DisputeIn, MessageIn, RatingIn, ReportIn
from paidan.aftersales.portal.signing import Secret, secret_of
from paidan.builder.objects.loading import model_of
from paidan.builder.records.reading import record_values
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import AppHandle, answer
from paidan.platform.files.multipart import FilePart
from paidan.platform.files.queries import describe_file, find_file
from paidan.platform.files.serving import content_of, respond
from paidan.platform.files.store import file_store
from paidan.platform.files.uploading import store_upload
from paidan.platform.permissions.errors import LinkOver
from paidan.platform.permissions.masking import mask_name

router = APIRouter(tags=["portal"])
MOST_FILES = 9
_ACTING = problems(LinkOver, errors.NotNow)


def as_product(app: AppHandle) -> AppHandle:
    """Return the handle with the product itself as the one who writes, for somebody without a session."""
    actor = Actor(kind="service", name="portal", language=app.language, source="portal")
    return AppHandle(app.product, app.request, actor)


def caller_of(app: AppHandle) -> reporting.Caller:
    """Say from where a request comes."""
    address = app.request.client.host if app.request.client else ""
    required = phone_codes.code_channel(app.product).is_required
    return reporting.Caller(address=address, language=app.language, code_required=required)


@router.get("/api/portal/form")
async def get_form(app: App) -> Response:
    """Say what the report form needs, in the reader's language."""
    channel = phone_codes.code_channel(app.product)
    categories = await as_product(app).write(list_categories, language=app.language)
    code = {"channel": channel.name, "required": channel.is_required}
    return answer({"categories": categories, "code": code, "language": app.language, "most_photos": MOST_FILES})


def list_categories(tx: Tx, *, language: str) -> list[dict[str, Any]]:
    """Return what can be wrong with what, in two levels."""
    return viewing.choices_of(model_of(tx).object("work_order").field("category"), language)


@router.get("/api/portal/assets/{qr_token}", responses=problems(errors.AssetUnknown))
async def get_asset(app: App, qr_token: str) -> Response:
    """Say just enough of the asset that a code was scanned on."""
    return answer(await as_product(app).write(show_asset, qr_token=qr_token, language=app.language))


def show_asset(tx: Tx, *, qr_token: str, language: str) -> dict[str, Any]:
    """Return model, masked serial number and masked customer. Raises AssetUnknown."""
    asset = reporting.get_asset(tx, qr_token)
    name = record_values(tx, "customer", asset["customer"])["name"] if asset["customer"] else None
    return {**viewing.describe_asset(tx, asset, language), "customer": mask_name(name) if name else None}


@router.post("/api/portal/challenge", status_code=201)
async def make_challenge(app: App) -> Response:
    """Get a challenge: find a nonce so that SHA-256 of `challenge:nonce` begins with `difficulty` zero bits."""
    challenge = secret_of(app.product).sign(guarding.CHALLENGE, app.now)
    seconds = int(guarding.LASTS.total_seconds())
    return answer({"challenge": challenge, "difficulty": guarding.DIFFICULTY, "seconds": seconds}, 201)


@router.post(
    "/api/portal/report",
    status_code=201,
    responses=problems(errors.ChallengeInvalid, errors.TooManyReports, errors.PhoneUnchecked, errors.AssetUnknown),
)
async def report(app: App, body: ReportIn) -> Response:
    """Report a problem; answers with the order's number and the path of its page."""
    values = body.model_dump(exclude={"challenge", "nonce", "website"})
    told = reporting.Report(**values, honeypot=body.website)
    work, secret = reporting.report_with_proof, secret_of(app.product)
    return await as_product(app).command(work, 201, secret, told, caller_of(app), body.challenge, body.nonce)


@router.post("/api/portal/codes", status_code=202, responses=problems(errors.NoCodeChannel, errors.TooManyReports))
async def send_code(app: App, body: CodeIn) -> Response:
    """Have a code sent to the phone, which a report needs where the form says so."""
    secret, channel = secret_of(app.product), phone_codes.code_channel(app.product)
    address = caller_of(app).address

    def work(tx: Tx) -> None:
        guarding.open_challenge(secret, tx, body.challenge, body.nonce)
        guarding.count_hit(tx, secret.digest(f"codes {address}"), guarding.CODES_BY_ADDRESS)
        phone_codes.send_code(tx, secret, channel=channel, phone=body.phone, email=body.email, language=app.language)

    await as_product(app).write(work)
    return answer({"channel": channel.name, "seconds": int(phone_codes.CODE_LASTS.total_seconds())}, 202)


@router.post("/api/portal/codes/verify", responses=problems(errors.CodeWrong))
async def verify_code(app: App, body: CodeAnswerIn) -> Response:
    """Give the code back; answers with the proof that the report carries."""
    secret = secret_of(app.product)
    proof = await as_product(app).write(phone_codes.check_code, secret, phone=body.phone, code=body.code)
    return answer({"phone_proof": phone_codes.require_right(proof)})


Given = Annotated[str, Query(max_length=300)]


@router.post("/api/portal/files", status_code=201, responses=problems(errors.ChallengeInvalid, LinkOver))
async def upload(app: App, request: Request, challenge: Given = "", nonce: Given = "", token: Given = "") -> Response:
    """Hand in a file: before a report with a solved challenge, afterwards with the link's token."""
    secret: Secret = secret_of(app.product)
    service = as_product(app)
    if token:
        link, _ = await service.write(acting.open_order, token)
        uploader = link.record_id
    else:
        uploader = (await service.write(lambda tx: guarding.open_challenge(secret, tx, challenge, nonce))).uploader
    part = await FilePart.open(request)
    file_id = await store_upload(app.product, customer(uploader), part.stream(), part.name)
    file = await app.find(find_file(file_id))
    if file is None:
        raise LinkOver
    told = describe_file(file)
    return answer({key: told[key] for key in ("id", "name", "size", "media_type", "width", "height")}, 201)


def customer(uploader: int) -> Actor:
    """Return the actor under whom a customer's files come in."""
    return Actor(kind="customer", id=uploader, name="", source="portal")


@router.get("/api/portal/t/{token}", responses=problems(LinkOver))
async def get_order(app: App, token: str) -> Response:
    """Get the order in plain words."""
    return answer(await as_product(app).write(viewing.show_order, token, app.language))


@router.post("/api/portal/t/{token}/messages", status_code=201, responses=_ACTING)
async def write_message(app: App, token: str, body: MessageIn) -> Response:
    """Write to the company."""
    return await as_product(app).command(acting.write_message, 201, token, text=body.text, file_ids=body.files)


@router.post("/api/portal/t/{token}/urge", responses=problems(LinkOver, errors.NotNow, errors.UrgedTooSoon))
async def urge(app: App, token: str) -> Response:
    """Ask for haste."""
    return await as_product(app).command(acting.urge, 200, token)


@router.post("/api/portal/t/{token}/confirm", responses=_ACTING)
async def confirm(app: App, token: str) -> Response:
    """Confirm that the work is done."""
    return await as_product(app).command(acting.confirm, 200, token)


@router.post("/api/portal/t/{token}/dispute", responses=_ACTING)
async def dispute(app: App, token: str, body: DisputeIn) -> Response:
    """Say that it is not done."""
    return await as_product(app).command(acting.dispute, 200, token, reason=body.reason)


@router.post("/api/portal/t/{token}/rate", responses=problems(LinkOver, errors.NotNow, errors.RatedAlready))
async def rate(app: App, token: str, body: RatingIn) -> Response:
    """Rate the service."""
    given = body.model_dump()
    return await as_product(app).command(acting.rate, 200, token, **given)


@router.get("/p/t/{token}/files/{file_id}", responses=problems(LinkOver), response_class=Response)
async def get_file(app: App, request: Request, token: str, file_id: int) -> Response:
    """Get a picture or file of the order, or of a public message on it."""
    file = await as_product(app).write(viewing.find_visible_file, token, file_id)
    return respond(request, file_store(app.product), content_of(file), download=False)
