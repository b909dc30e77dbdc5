"""HTTP: imports step by step, and exports."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from paidan.builder.objects.errors import UnknownObject
from paidan.builder.objects.loading import current_model
from paidan.builder.records.errors import ActionForbidden, BadQuery, FieldForbidden, FieldUnknown
from paidan.builder.transfer import errors
from paidan.builder.transfer.batches import describe_batch, get_batch, list_batches, list_problems
from paidan.builder.transfer.exporting.answering import answer_now
from paidan.builder.transfer.exporting.asking import ExportQuestion, prepare_export
from paidan.builder.transfer.exporting.jobs import describe_export, get_export, list_exports, start_export
from paidan.builder.transfer.importing import handing_in, new_fields, service
from paidan.builder.transfer.importing.error_files import reason_of
from paidan.builder.transfer.importing.previewing import preview
from paidan.builder.transfer.permissions import require_import
from paidan.builder.transfer.reading import ReadOptions
from paidan.builder.transfer.schemas import FieldsRequest, PlanRequest
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.files.multipart import FilePart

router = APIRouter(tags=["transfer"])
_FILE = problems(
    errors.ImportForbidden, errors.FileTooLarge, errors.FileEmpty, errors.UnknownFormat, errors.FileDamaged,
    errors.FileLocked, errors.TooManyRows, errors.TooManyColumns, errors.UnpacksTooLarge, UnknownObject,
)  # fmt: skip
_PLAN = problems(
    errors.BatchNotFound, errors.WrongState, errors.ImportForbidden, errors.AddingForbidden, errors.SameFileImported,
    errors.FieldMappedTwice, errors.ColumnUnknown, errors.KeyNotMapped, errors.KeyNotUsable, errors.NothingMapped,
)  # fmt: skip
_EXPORT = problems(UnknownObject, errors.ExportForbidden, ActionForbidden, BadQuery, FieldForbidden, FieldUnknown)
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
SMALL = 2_000
"""Rows that an export may have to be answered at once."""


@router.post("/api/imports", status_code=201, responses=_FILE, openapi_extra=_FORM)
async def hand_in_file(
    app: App, request: Request, object: Annotated[str, Query(max_length=60, description="Key of the object.")]
) -> Response:
    """Hand in a CSV or Excel file. Nothing is imported yet; the answer says what was found and proposes a mapping."""
    model = await current_model(app.product.database)
    require_import(app.actor, model.object(object))
    declared = request.headers.get("content-length", "0")
    limit = app.product.settings.max_upload_mb
    if declared.isdigit() and int(declared) > (limit + 1) << 20:
        raise errors.FileTooLarge(limit=limit)
    part = await FilePart.open(request)
    return answer(await handing_in.hand_in(app.product, app.actor, part.stream(), part.name, object), 201)


@router.get("/api/imports", responses=problems(errors.ImportForbidden, UnknownObject))
async def list_imports(
    app: App, object: Annotated[str, Query(max_length=60)], before: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    """List the imports into an object, newest first."""
    model = await current_model(app.product.database)
    require_import(app.actor, model.object(object))
    found = await app.read(list_batches(object, before=before))
    following = found[-1].id if len(found) == 50 else None
    return answer({"imports": [describe_batch(batch, app.language) for batch in found], "next": following})


@router.get("/api/imports/{batch_id}", responses=problems(errors.BatchNotFound))
async def show_import(app: App, batch_id: int) -> Response:
    """Say where an import stands."""
    return answer(describe_batch(await get_batch(app.product.database, app.actor, batch_id), app.language))


@router.put("/api/imports/{batch_id}/reading", responses=_FILE | problems(errors.BatchNotFound, errors.WrongState))
async def read_again(app: App, batch_id: int, body: ReadOptions) -> Response:
    """Read the file in another way: another sheet, header row, encoding or delimiter."""
    batch = await get_batch(app.product.database, app.actor, batch_id)
    return answer(await handing_in.read_again(app.product, app.actor, batch, body))


@router.post("/api/imports/{batch_id}/fields", responses=_PLAN)
async def make_fields(app: App, batch_id: int, body: FieldsRequest) -> Response:
    """Make fields for columns that match none; for those who may shape objects. Returns the new mapping."""
    return await app.command(new_fields.make_fields, 200, batch_id=batch_id, wanted=body.fields)


@router.post("/api/imports/{batch_id}/preview", responses=_PLAN)
async def preview_import(app: App, batch_id: int, body: PlanRequest) -> Response:
    """Return the first 20 rows as they would come in, with what is wrong with them. Nothing is written."""
    batch = await get_batch(app.product.database, app.actor, batch_id)
    if batch.state not in service.STARTABLE:
        raise errors.WrongState(state=batch.state)
    return answer(await preview(app.product, app.actor, batch, body.mapping, body.key, body.options))


@router.post("/api/imports/{batch_id}/dry-run", status_code=202, responses=_PLAN)
async def check_import(app: App, batch_id: int, body: PlanRequest) -> Response:
    """Try every row without writing anything; ends in the state `checked` with counts, problems and the error file."""
    return await app.command(
        service.plan_import, 202, batch_id=batch_id, mapping=body.mapping, key=body.key, options=body.options,
        dry=True, again=True,
    )  # fmt: skip


@router.post("/api/imports/{batch_id}/start", status_code=202, responses=_PLAN)
async def start_import(app: App, batch_id: int, body: PlanRequest) -> Response:
    """Import the file: good rows in, bad ones into a file that says why."""
    return await app.command(
        service.plan_import, 202, batch_id=batch_id, mapping=body.mapping, key=body.key, options=body.options,
        dry=False, again=body.again,
    )  # fmt: skip


@router.get("/api/imports/{batch_id}/problems", responses=problems(errors.BatchNotFound))
async def show_problems(app: App, batch_id: int, after: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Return bad rows, 100 at a time, with column and reason in the reader's language."""
    await get_batch(app.product.database, app.actor, batch_id)
    found = await app.read(list_problems(batch_id, after=after))
    rows = [
        {"row": row, "problems": [{"column": p["column"], "reason": reason_of(p, app.language)} for p in told]}
        for row, told in found
    ]
    return answer({"rows": rows, "next": found[-1][0] if len(found) == 100 else None})


@router.post("/api/imports/{batch_id}/cancel", responses=problems(errors.BatchNotFound, errors.WrongState))
async def cancel_import(app: App, batch_id: int) -> Response:
    """Stop an import; rows that are in stay in until it is undone."""
    return await app.command(service.cancel_import, 200, batch_id=batch_id)


@router.post(
    "/api/imports/{batch_id}/undo", status_code=202, responses=problems(errors.BatchNotFound, errors.WrongState)
)
async def undo_import(app: App, batch_id: int) -> Response:
    """Take the whole import back."""
    return await app.command(service.undo_import, 202, batch_id=batch_id)


@router.post("/api/exports", responses=_EXPORT, response_class=Response)
async def export_list(app: App, body: ExportQuestion) -> Response:
    """Export a list. Up to 2,000 rows are answered with the file itself; more with 202 and an export to come back for."""
    export = await prepare_export(app.product, app.actor, body)
    if export.rows <= SMALL:
        return await answer_now(export)
    app.require_person()
    return await app.command(start_export, 202, question=body.model_dump(), rows=export.rows, language=export.language)


@router.get("/api/exports")
async def show_exports(app: App) -> Response:
    """List one's own exports, newest first."""
    app.require_person()
    return answer({"exports": [describe_export(found) for found in await app.read(list_exports(app.actor))]})


@router.get("/api/exports/{export_id}", responses=problems(errors.ExportNotFound))
async def show_export(app: App, export_id: int) -> Response:
    """Say where an export stands."""
    return answer(describe_export(await get_export(app.product.database, app.actor, export_id)))
