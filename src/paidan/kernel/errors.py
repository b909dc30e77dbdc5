"""Refusals: outcomes that a caller can understand and act on.

A refusal carries a permanent code for programs and the variables of a sentence for people. The sentence itself stands
in the message catalogues under `error.<code>`, so that every reader gets it in their own language.
"""

from __future__ import annotations

from typing import Any, ClassVar


class AppError(Exception):
    """An outcome that a caller can understand and act on.

    `code` is public and never renamed. `params` fill the sentence `error.<code>`. `fields` maps a field key to a list
    of refusals that concern this field alone.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, *, fields: dict[str, list[AppError]] | None = None, **params: Any) -> None:
        super().__init__(self.code, params)
        self.params = params
        self.fields = fields or {}

    def data(self) -> dict[str, Any]:
        """Return facts for programs that the problem document carries beside its sentence (JSON-able)."""
        return {}


class NotFound(AppError):
    """404: it is not there, or not there for you."""

    code = "not_found"
    status = 404


class Forbidden(AppError):
    """403: you may see it but not do this to it."""

    code = "forbidden"
    status = 403


class Unauthenticated(AppError):
    """401: sign in first."""

    code = "unauthenticated"
    status = 401


class Conflict(AppError):
    """409: its present state does not allow it."""

    code = "conflict"
    status = 409


class Invalid(AppError):
    """422: the values given do not fit together."""

    code = "invalid"
    status = 422


class TooLarge(AppError):
    """413: more than is accepted in one piece."""

    code = "too_large"
    status = 413


class TooMany(AppError):
    """429: asked too often; wait."""

    code = "too_many_requests"
    status = 429


class Unavailable(AppError):
    """503: the database or a service it needs does not answer now; nothing was done."""

    code = "unavailable"
    status = 503
