"""Problem documents: every refusal leaves as RFC 9457 problem+json with a permanent code and a sentence."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from paidan.kernel.errors import AppError
from paidan.kernel.i18n import translate

MEDIA_TYPE = "application/problem+json"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["code", "title", "status"],
    "properties": {
        "code": {"type": "string", "description": "Permanent name of the refusal."},
        "title": {"type": "string", "description": "A sentence in the reader's language."},
        "status": {"type": "integer"},
        "request_id": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "Refusals that concern one field, by its key.",
            "additionalProperties": {"type": "array", "items": {"type": "object"}},
        },
        "data": {"type": "object", "description": "Facts for programs."},
    },
}


def problems(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Describe in the API reference which refusals an endpoint may answer with."""
    by_status: dict[int | str, list[str]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error.code)
    return {
        status: {"description": ", ".join(codes), "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
        for status, codes in by_status.items()
    }


def describe(error: AppError, language: str) -> dict[str, Any]:
    """Return one refusal as a JSON-able document."""
    described: dict[str, Any] = {
        "code": error.code,
        "title": translate(f"error.{error.code}", language, **error.params),
    }
    data = error.data()
    if data:
        described["data"] = data
    if error.fields:
        described["fields"] = {
            key: [describe(one, language) for one in refusals] for key, refusals in error.fields.items()
        }
    return described


def problem_response(error: AppError, language: str, request_id: str) -> Response:
    """Answer with a refusal."""
    error.params.setdefault("request_id", request_id)
    document = {**describe(error, language), "status": error.status, "request_id": request_id}
    body = orjson.dumps(document, default=str)
    return Response(body, error.status, media_type=MEDIA_TYPE, headers=_headers(error))


def malformed_response(error: RequestValidationError, language: str, request_id: str) -> Response:
    """Answer to a request whose shape is wrong: each place is named by its path."""
    fields: dict[str, list[dict[str, str]]] = {}
    for detail in error.errors():
        path = ".".join(str(part) for part in detail["loc"] if part not in ("body", "query", "path"))
        title = translate("error.request.field", language, problem=detail["msg"])
        fields.setdefault(path or "body", []).append({"code": f"request.{detail['type']}", "title": title})
    document = {
        "code": "invalid",
        "title": translate("error.invalid", language),
        "status": 422,
        "request_id": request_id,
        "fields": fields,
    }
    return Response(orjson.dumps(document), 422, media_type=MEDIA_TYPE)


def _headers(error: AppError) -> dict[str, str]:
    if error.status == 429:
        return {"Retry-After": str(error.params.get("seconds", 1))}
    return {}
