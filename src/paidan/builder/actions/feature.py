"""The feature of actions."""

from __future__ import annotations

from paidan.builder.actions.notify import Notify
from paidan.builder.actions.set_fields import SetFields
from paidan.kernel.feature import Feature

feature = Feature(
    name="actions",
    summary="What the product does by itself with a record: set fields, tell people; more come with other features.",
    contributes=[SetFields(), Notify()],
)
