"""Reporting: what a customer tells becomes a work order with its customer, asset, cover and region.

Nobody is signed in, so the product itself writes, and nothing that it looked up is told to the reporter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from paidan.aftersales.portal import guarding
from paidan.aftersales.portal.errors import AssetUnknown, PhoneUnchecked, ReportRefused
from paidan.aftersales.portal.linking import ORDER, PATH, issue_token
from paidan.aftersales.portal.phone_codes import is_proven
from paidan.aftersales.portal.phones import read_phone
from paidan.aftersales.portal.signing import Note, Secret
from paidan.builder.records import create_record, record_values
from paidan.builder.records.reading import Stored, find_ids
from paidan.kernel.database import Tx
from paidan.kernel.i18n import translate
from paidan.platform.files.errors import FileUnknown
from paidan.platform.files.tables import files

_TITLE_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a customer tells. `photos` None: every file that came with the form."""

    contact_name: str
    contact_phone: str
    description: str
    contact_email: str = ""
    address: dict[str, Any] | str | None = None
    category: str | None = None
    asset: str | None = None
    photos: Sequence[int] | None = ()
    honeypot: str = ""
    phone_proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """From where a report comes: the network address, the language, and whether a code is required."""

    address: str
    language: str
    code_required: bool


def report_with_proof(
    tx: Tx, secret: Secret, report: Report, caller: Caller, challenge: str, nonce: str
) -> dict[str, Any]:
    """Take in a report with a solved challenge. Raises ChallengeInvalid and what `take_in` raises."""
    note = guarding.open_challenge(secret, tx, challenge, nonce)
    return take_in(tx, secret, report, caller, note, guarding.BY_ADDRESS)


def report_with_stamp(tx: Tx, secret: Secret, report: Report, caller: Caller, stamp: str) -> dict[str, Any]:
    """Take in a report from a form without scripts, under the stricter limit."""
    note = guarding.open_stamp(secret, tx, stamp)
    return take_in(tx, secret, report, caller, note, guarding.BY_ADDRESS_WITHOUT_PROOF)


def take_in(
    tx: Tx, secret: Secret, report: Report, caller: Caller, note: Note, limit: guarding.Limit
) -> dict[str, Any]:
    """Create the order; returns its number and the path of its page.

    Raises: ReportRefused, ChallengeInvalid, TooManyReports, PhoneUnchecked, AssetUnknown, FileUnknown, RecordInvalid.
    """
    if report.honeypot:
        raise ReportRefused
    number = read_phone(tx, report.contact_phone)
    if caller.code_required and not is_proven(tx, secret, number, report.phone_proof):
        raise PhoneUnchecked
    guarding.use_up(tx, note)
    guarding.count_hit(tx, secret.digest(f"address {limit[0]} {caller.address}"), limit)
    guarding.count_hit(tx, secret.digest(f"phone {number}"), guarding.BY_PHONE)
    asset = get_asset(tx, report.asset) if report.asset else None
    values = _values(tx, report, caller, number, asset, _photos(tx, report, note))
    order_id = create_record(tx, ORDER, values)
    link = PATH + issue_token(tx, order_id, caller.language)
    return {"number": record_values(tx, ORDER, order_id)["number"], "link": link}


def get_asset(tx: Tx, qr_token: str) -> Stored:
    """Return the asset with a code on it. Raises AssetUnknown."""
    found = find_ids(tx, "asset", qr_token=qr_token)
    if not found:
        raise AssetUnknown
    return record_values(tx, "asset", found[0])


def _values(
    tx: Tx, report: Report, caller: Caller, phone: str, asset: Stored | None, photos: list[int]
) -> dict[str, Any]:
    customer_id = (asset["customer"] if asset else None) or _customer(tx, report, phone)
    site = record_values(tx, "site", asset["site"]) if asset and asset["site"] else None
    customer = record_values(tx, "customer", customer_id)
    values: dict[str, Any] = {
        "title": _title(report, caller.language),
        "description": report.description,
        "source": "qr" if asset else "portal",
        "contact_name": report.contact_name,
        "contact_phone": phone,
        "customer": customer_id,
        "category": report.category,
        "address": report.address or (site["address"] if site else None),
        "region": (site["region"] if site else None) or customer["region"],
        "photos": photos,
    }
    if asset:
        values |= {"asset": asset.id, "site": asset["site"], "cover": _cover(tx, asset)}
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _customer(tx: Tx, report: Report, phone: str) -> int:
    """Find the customer by phone, else make one."""
    if found := find_ids(tx, "customer", phone=phone):
        return found[0]
    for contact_id in find_ids(tx, "contact", phone=phone):
        return int(record_values(tx, "contact", contact_id)["customer"])
    values: dict[str, Any] = {"name": report.contact_name, "phone": phone, "source": "service"}
    if report.contact_email:
        values["email"] = report.contact_email
    if report.address:
        values["address"] = report.address
    return create_record(tx, "customer", values)


def _title(report: Report, language: str) -> str:
    line = " ".join(report.description.split())
    if not line:
        return translate("portal.report.untitled", language)
    return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1] + "…"


def _cover(tx: Tx, asset: Stored) -> str | None:
    until = asset["warranty_until"]
    if until is None:
        return None
    zone: ZoneInfo = tx.registry.memory["company_zone"]
    return "in_warranty" if str(until) >= tx.now.astimezone(zone).date().isoformat() else "out_of_warranty"


def _photos(tx: Tx, report: Report, note: Note) -> list[int]:
    """Return the files that came with this very challenge or form. Raises FileUnknown for others."""
    mine = (files.c.uploaded_by_kind == "customer", files.c.uploaded_by_id == note.uploader)
    statement = sa.select(files.c.id).where(files.c.attached_record.is_(None), *mine).order_by(files.c.id)
    own = [row[0] for row in tx.all(statement)]
    if report.photos is None:
        return own
    for file_id in report.photos:
        if file_id not in own:
            raise FileUnknown(id=file_id)
    return list(report.photos)
