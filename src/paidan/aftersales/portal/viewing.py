"""The order in plain words: what its page shows, field by field, and nothing else.

Internal notes are never read here: messages are asked for by their visibility.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from paidan.aftersales.portal import events
from paidan.aftersales.portal.acting import URGE_PAUSE, allowed, open_order
from paidan.aftersales.portal.linking import ORDER
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field
from paidan.builder.records.reading import Stored, find_ids, read_record, record_values
from paidan.kernel.clock import moment_text
from paidan.kernel.database import Tx
from paidan.kernel.events.tables import events as event_table
from paidan.kernel.i18n import translate
from paidan.kernel.i18n.catalogue import label_in, load_catalogue
from paidan.platform.files.queries import StoredFile, find_file, list_files_of
from paidan.platform.permissions.errors import LinkOver
from paidan.platform.permissions.links import CustomerLink, customer_actor
from paidan.platform.permissions.masking import mask_text

SHOWN = (
    "number", "title", "description", "created_at", "promised_from", "promised_until", "accepted_at", "arrived_at",
    "resolved_at", "closed_at", "urged_count", "last_urged_at", "result", "solution", "csat_score", "csat_reasons",
    "csat_comment",
)  # fmt: skip
"""What the page shows as it is; engineer, stage, asset and pictures come in words of their own."""
PICTURES = ("photos", "photos_before", "photos_after", "signature")
_TOLD = {
    events.CustomerUrged.kind: "portal.event.urged",
    events.CustomerConfirmed.kind: "portal.event.confirmed",
    events.CustomerDisputed.kind: "portal.event.disputed",
    events.CustomerRated.kind: "portal.event.rated",
}
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|div|h[1-6])>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_MOST_MESSAGES = 200


def show_order(tx: Tx, token: str, language: str) -> dict[str, Any]:
    """Return what the page of an order shows. JSON-able. Raises LinkOver."""
    link, order = open_order(tx, token)
    seen = read_record(tx, ORDER, order.id, actor=customer_actor(link))
    return {
        **{key: seen.get(key) for key in SHOWN},
        "stage": {
            "key": order.choice("status"),
            "category": order.status_category(),
            "text": stage_text(order.object.field("status"), order["status"], language),
        },
        "engineer": (seen.get("engineer") or {}).get("name"),
        "asset": _asset(tx, order, language),
        "photos": _pictures(tx, order, token),
        "timeline": _timeline(tx, order, language),
        "messages": _messages(tx, order, token),
        "can": allowed(tx, order),
        "urge_again_at": moment_text(order["last_urged_at"] + URGE_PAUSE) if order["last_urged_at"] else None,
        "reasons": choices_of(order.object.field("csat_reasons"), language),
    }


def find_visible_file(tx: Tx, token: str, file_id: int) -> StoredFile:
    """Return a file of the order or of a public message on it. Raises LinkOver for every other."""
    link, order = open_order(tx, token)
    file = tx.find(find_file(file_id))
    if file is None or not _is_visible(tx, link, order, file):
        raise LinkOver
    return file


def stage_text(status: Field, choice_id: int | None, language: str) -> str:
    """Return the sentence for a status: its own, else that of its category, which every status has."""
    choice = None if choice_id is None else status.choice(choice_id)
    key = f"portal.stage.{choice.key if choice else 'new'}"
    if key in load_catalogue():
        return translate(key, language)
    return translate(f"portal.category.{choice.category if choice else 'new'}", language)


def choices_of(field: Field, language: str) -> list[dict[str, Any]]:
    """Return the active choices of a field in a language, those inside others with their parent's key."""
    by_id = {choice.id: choice.key for choice in field.choices}
    return [
        {
            "key": choice.key,
            "label": label_in(choice.label, language),
            "parent": by_id.get(choice.parent_id) if choice.parent_id else None,
        }
        for choice in field.choices
        if choice.active
    ]


def plain_text(rich: str) -> str:
    """Return rich text as plain text."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", rich))).strip()


def _is_visible(tx: Tx, link: CustomerLink, order: Stored, file: StoredFile) -> bool:
    if file.detached_at is not None or file.attached_record is None:
        return False
    if file.attached_object == ORDER:
        return (
            file.attached_record == order.id and file.attached_field in PICTURES and file.attached_field in link.fields
        )
    return file.attached_object == "message" and file.attached_record in _public_messages(tx, order)


def _public_messages(tx: Tx, order: Stored) -> list[int]:
    public = model_of(tx).object("message").field("visibility").find_choice("public")
    assert public is not None, "shipped choices stay"
    return find_ids(tx, "message", work_order=order.id, visibility=public.id)[-_MOST_MESSAGES:]


def _messages(tx: Tx, order: Stored, token: str) -> list[dict[str, Any]]:
    told = []
    for message_id in _public_messages(tx, order):
        message = record_values(tx, "message", message_id)
        told.append(
            {
                "id": message_id,
                "text": plain_text(message["body"]),
                "from_customer": message.choice("direction") == "in",
                "at": _text(message["sent_at"]),
                "files": [_file(file, token) for file in tx.read(list_files_of(message_id))],
            }
        )
    return told


def _pictures(tx: Tx, order: Stored, token: str) -> list[dict[str, Any]]:
    shown = tx.read(list_files_of(order.id))
    return [{**_file(file, token), "field": file.attached_field} for file in shown if file.attached_field in PICTURES]


def _file(file: StoredFile, token: str) -> dict[str, Any]:
    address = f"/p/t/{token}/files/{file.id}"
    return {"id": file.id, "name": file.name, "media_type": file.media_type, "url": address}


def _asset(tx: Tx, order: Stored, language: str) -> dict[str, Any] | None:
    return describe_asset(tx, record_values(tx, "asset", order["asset"]), language) if order["asset"] else None


def describe_asset(tx: Tx, asset: Stored, language: str) -> dict[str, Any]:
    """Return the model, its category and the masked serial number of an asset."""
    model = record_values(tx, "product_model", asset["product_model"])
    category = model.object.field("category").choice(model["category"])
    return {
        "model": " ".join(part for part in (model["name"], model["code"]) if part),
        "category": label_in(category.label, language) if category else None,
        "serial": mask_text(asset["serial_number"] or ""),
    }


def _timeline(tx: Tx, order: Stored, language: str) -> list[dict[str, Any]]:
    """What happened, oldest first: changes of the status in sentences, and what the customer did."""
    table = event_table
    kinds = ("record.created", "record.updated", *_TOLD)
    statement = sa.select(table.c.at, table.c.kind, table.c.data).where(table.c.record == order.id)
    status = order.object.field("status")
    told: list[dict[str, Any]] = []
    for at, kind, data in tx.all(statement.where(table.c.kind.in_(kinds)).order_by(table.c.id)):
        if kind in _TOLD:
            text = translate(_TOLD[kind], language, **data)
        else:
            change = (data.get("diff") or {}).get(str(status.id))
            if change is None:
                continue
            text = stage_text(status, change[1], language)
        if not told or told[-1]["text"] != text:
            told.append({"at": _text(at), "text": text})
    return told


def _text(at: datetime | None) -> str | None:
    return moment_text(at) if at is not None else None
