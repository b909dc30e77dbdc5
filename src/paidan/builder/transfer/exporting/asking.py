"""What is exported: a list question, its fields, the reader's language; and the rows of it, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson
from pydantic import BaseModel, ConfigDict, Field

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field as ObjectField
from paidan.builder.records.querying import MOST_ROWS, ListQuestion, count_query, list_query
from paidan.builder.records.scoping import Viewpoint, view_of
from paidan.builder.transfer.errors import ExportTooLarge
from paidan.builder.transfer.exporting.cells import ExportCell, FieldCell
from paidan.builder.transfer.permissions import require_export
from paidan.kernel.actor import Actor
from paidan.kernel.i18n import Label
from paidan.kernel.product import Product

MOST_EXPORTED = 500_000
"""Rows in one export. More is a backup, not a list."""
Row = list[ExportCell]


class ExportQuestion(BaseModel):
    """Which list leaves, and how.

    filter, q, sort: as for lists. fields: keys in their order; none: all that a list can show. language: of labels
    and yes/no; the reader's when it is left out.
    """

    model_config = ConfigDict(extra="forbid")

    object: str = Field(max_length=60)
    filter: dict[str, Any] = Field(default_factory=dict)
    q: str = Field("", max_length=200)
    sort: list[str] = Field(default_factory=list, max_length=4)
    fields: list[str] | None = Field(None, max_length=300)
    format: Literal["csv", "xlsx"] = "xlsx"
    language: Literal["zh-CN", "en"] | None = None

    def list_question(self) -> ListQuestion:
        """Return the question of its first page."""
        fields = None if self.fields is None else tuple(self.fields)
        return ListQuestion(self.object, self.filter, self.q, tuple(self.sort), fields, MOST_ROWS)


@dataclass(frozen=True, slots=True)
class Export:
    """An export that may be made: who asks, what for, which columns, and how many rows there are now."""

    product: Product
    actor: Actor
    question: ExportQuestion
    label: Label
    fields: tuple[ObjectField, ...]
    rows: int
    language: str

    @property
    def titles(self) -> list[str]:
        """The names of the columns."""
        return [field.label_in(self.language) for field in self.fields]

    async def pages(self) -> AsyncIterator[list[Row]]:
        """Read the rows in pages, each as the actor may see it at that moment, up to the limit."""
        zone = ZoneInfo(self.product.settings.time_zone)
        cells = [FieldCell(field, self.language, zone) for field in self.fields]
        asked = replace(self.question.list_question(), fields=tuple(field.key for field in self.fields))
        left = MOST_EXPORTED
        while left > 0:
            view = await view_of(self.product.database, self.actor)
            page = (await self.product.database.read(list_query(view, asked)))[0]
            records = orjson.loads(page.records)[:left]
            yield [[cell.cell(record.get(cell.field.key)) for cell in cells] for record in records]
            left -= len(records)
            if page.next is None:
                return
            asked = replace(asked, after=page.next)


async def prepare_export(product: Product, actor: Actor, question: ExportQuestion) -> Export:
    """Check that an export may be made. Raises UnknownObject, ExportForbidden, ActionForbidden, BadQuery,
    FieldUnknown, ExportTooLarge."""
    view = await view_of(product.database, actor)
    label = view.model.object(question.object).label
    require_export(actor, view.model.object(question.object))
    asked = question.list_question()
    list_query(view, asked)
    rows = (await product.database.read(count_query(view, asked, exact=True)))[0]
    if rows > MOST_EXPORTED:
        raise ExportTooLarge(limit=MOST_EXPORTED, rows=rows)
    language = question.language or actor.language
    return Export(product, actor, question, label, _fields(view, question), rows, language)


def _fields(view: Viewpoint, question: ExportQuestion) -> tuple[ObjectField, ...]:
    """The fields that the actor may know of, in the order asked for; files and subforms have no cell."""
    rights = view.read_rights(question.object)
    visible = {field.key: field for field in rights.visible()}
    keys = visible if question.fields is None else dict.fromkeys(question.fields)
    found = [visible[key] for key in keys if key in visible]
    return tuple(field for field in found if field.type.shape is not Shape.CHILDREN)
