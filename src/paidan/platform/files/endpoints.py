"""HTTP: handing files in and getting them back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from paidan.kernel.errors import NotFound
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.files import errors
from paidan.platform.files.guarding import get_readable_file
from paidan.platform.files.multipart import FilePart
from paidan.platform.files.queries import describe_file, find_content_size, find_file
from paidan.platform.files.schemas import FileOut
from paidan.platform.files.serving import PRIVATE_SHORT, Content, content_of, respond
from paidan.platform.files.store import ContentLost, file_store
from paidan.platform.files.uploading import store_upload

router = APIRouter(tags=["files"])

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
_REFUSALS = problems(
    errors.UploadForbidden, errors.FileTooLarge, errors.FileEmpty, errors.FileMissing, errors.FormUnreadable,
    errors.FileTypeRefused, errors.PictureTooLarge, errors.TooManyTemporary,
)  # fmt: skip
Download = Annotated[bool, Query(description="Save it, even where the browser could show it.")]


@router.post("/api/files", status_code=201, responses=_REFUSALS, response_model=FileOut, openapi_extra=_FORM)
async def upload_file(app: App, request: Request) -> Response:
    """Hand in one file. It is yours alone, and is deleted after a day unless a record takes it."""
    if app.actor.kind == "anonymous":
        raise errors.UploadForbidden
    _refuse_long(request, app.product.settings.max_upload_mb)
    part = await FilePart.open(request)
    file_id = await store_upload(app.product, app.actor, part.stream(), part.name)
    file = await app.find(find_file(file_id))
    if file is None:
        raise NotFound
    return answer(describe_file(file), 201)


@router.get("/api/files/{file_id}", responses=problems(NotFound), response_model=FileOut)
async def describe_one_file(app: App, file_id: int) -> Response:
    """Say what is known of a file."""
    return answer(describe_file(await get_readable_file(app.product, app.actor, file_id)))


@router.head("/files/{file_id}", include_in_schema=False)
@router.get("/files/{file_id}", responses=problems(NotFound, ContentLost), response_class=Response)
async def get_file(app: App, request: Request, file_id: int, download: Download = False) -> Response:
    """Get a file, or with a `Range` header a part of it."""
    file = await get_readable_file(app.product, app.actor, file_id)
    return respond(request, file_store(app.product), content_of(file), download=download)


@router.head("/files/{file_id}/thumb", include_in_schema=False)
@router.get("/files/{file_id}/thumb", responses=problems(NotFound, ContentLost), response_class=Response)
async def get_thumb(app: App, request: Request, file_id: int) -> Response:
    """Get the small copy of a picture: WebP, at most 320 pixels long."""
    file = await get_readable_file(app.product, app.actor, file_id)
    if file.thumb_sha is None:
        raise NotFound
    size = await app.find(find_content_size(file.thumb_sha))
    content = Content(file.thumb_sha, size or 0, "image/webp", f"{file.id}.webp")
    return respond(request, file_store(app.product), content, download=False, cache=PRIVATE_SHORT)


def _refuse_long(request: Request, limit_mb: int) -> None:
    """Refuse by the declared length, before anything was read; the stream itself is counted as well."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > (limit_mb + 1) * 1024 * 1024:
        raise errors.FileTooLarge(limit=f"{limit_mb} MB")
