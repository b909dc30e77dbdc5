"""One-time codes: whether the phone number of a report is the reporter's own.

Codes go by SMS where a channel can send it, else by mail to the address given; where neither can, none is asked for.
Only SMS proves a phone, so only then is a code required.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from paidan.aftersales.portal.errors import CodeWrong, NoCodeChannel
from paidan.aftersales.portal.guarding import CODES_BY_PHONE, count_hit
from paidan.aftersales.portal.phones import read_phone
from paidan.aftersales.portal.signing import Secret
from paidan.aftersales.portal.tables import codes
from paidan.kernel.database import Tx
from paidan.kernel.product import Product
from paidan.platform.notifications.channel import MessageChannel
from paidan.platform.notifications.outbound import send_message
from paidan.platform.notifications.templates import EMAIL, SMS

PROOF = "phone"
CODE_LASTS = timedelta(minutes=10)
PROOF_LASTS = timedelta(hours=1)
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class CodeChannel:
    """How codes travel here; `name` None: not at all."""

    name: str | None

    @property
    def is_required(self) -> bool:
        """Whether a report needs a checked phone."""
        return self.name == SMS


def code_channel(product: Product) -> CodeChannel:
    """Return how codes travel in this installation."""
    channels = product.registry.all(MessageChannel)  # type: ignore[type-abstract]
    able = {one.name for one in channels if one.missing(product) is None}
    return CodeChannel(SMS if SMS in able else EMAIL if EMAIL in able else None)


def send_code(tx: Tx, secret: Secret, *, channel: CodeChannel, phone: str, email: str, language: str) -> None:
    """Send a fresh code, which replaces an earlier one. Raises NoCodeChannel, TooManyReports, AddressInvalid."""
    number = read_phone(tx, phone)
    if channel.name is None:
        raise NoCodeChannel
    key = secret.digest(f"code {number}")
    count_hit(tx, key, CODES_BY_PHONE)
    code = f"{secrets.randbelow(1_000_000):06}"
    tx.delete(codes, {"key": key})
    tx.insert(codes, {"key": key, "digest": secret.digest(f"{key} {code}"), "sent_at": tx.now, "attempts": 0})
    address = number if channel.name == SMS else email
    send_message(tx, channel.name, address, "portal.code", {"code": code}, language=language)


def check_code(tx: Tx, secret: Secret, *, phone: str, code: str) -> str | None:
    """Return a proof that the phone was checked, or None for a wrong code, which is counted."""
    number = read_phone(tx, phone)
    key = secret.digest(f"code {number}")
    row = tx.first(sa.select(codes.c.digest, codes.c.sent_at, codes.c.attempts).where(codes.c.key == key))
    if row is None or row[1] < tx.now - CODE_LASTS or row[2] >= MOST_ATTEMPTS:
        return None
    if not secrets.compare_digest(row[0], secret.digest(f"{key} {code}")):
        tx.execute(sa.update(codes).where(codes.c.key == key).values(attempts=codes.c.attempts + 1))
        return None
    tx.delete(codes, {"key": key})
    return secret.sign(PROOF, tx.now, number)


def is_proven(tx: Tx, secret: Secret, number: str, proof: str) -> bool:
    """Whether a proof is for this number."""
    note = secret.open(proof, PROOF, tx.now, lasts=PROOF_LASTS)
    return note is not None and note.payload == number


def require_right(proof: str | None) -> str:
    """Return the proof. Raises CodeWrong; apart from `check_code`, whose count must stay."""
    if proof is None:
        raise CodeWrong
    return proof
