"""Answering with the exported file itself, as it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from paidan.builder.transfer.exporting.asking import Export
from paidan.builder.transfer.exporting.jobs import file_name, tell
from paidan.builder.transfer.exporting.writing import csv_pieces, write_workbook
from paidan.builder.transfer.filing import scratch_file

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PIECE = 1 << 18


async def answer_now(export: Export) -> Response:
    """Write the export down in the audit trail and stream it."""
    await export.product.database.write_as(export.actor, lambda tx: tell(tx, export, export.rows))
    pieces = csv_pieces(export) if export.question.format == "csv" else await _workbook(export)
    headers = {
        "Content-Disposition": f'attachment; filename="export.{export.question.format}"; '
        f"filename*=UTF-8''{quote(file_name(export), safe='')}",
        "Cache-Control": "no-store",
    }
    return StreamingResponse(pieces, 200, headers, _TYPES[export.question.format])


async def _workbook(export: Export) -> AsyncIterator[bytes]:
    """A workbook can be sent only when it is whole; refusals are raised here, before the answer begins."""
    stack = AsyncExitStack()
    path = await stack.enter_async_context(scratch_file(export.product, ".xlsx"))
    try:
        await write_workbook(export, path)
    except BaseException:
        await stack.aclose()
        raise
    return _pieces(path, stack)


async def _pieces(path: Path, stack: AsyncExitStack) -> AsyncIterator[bytes]:
    async with stack:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
