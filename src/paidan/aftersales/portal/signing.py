"""Signed notes that the server gives away and gets back, so that it need not remember them.

A note is `kind.id.issued.payload.signature`; the key is made once and lies in the data folder. Pure but for the key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paidan.kernel.product import Product

KEY_FILE = "secret.key"
_BITS = 48


@dataclass(frozen=True, slots=True)
class Note:
    """What came back. `id` is random; `issued_at` UTC."""

    kind: str
    id: str
    issued_at: datetime
    payload: str

    @property
    def uploader(self) -> int:
        """The id under which files come in with this note: negative, so that it is never a record's."""
        return -int(self.id, 16) - 1


@dataclass(frozen=True, slots=True)
class Secret:
    """The key of this installation."""

    key: bytes

    def sign(self, kind: str, now: datetime, payload: str = "") -> str:
        """Return a fresh note."""
        packed = urlsafe_b64encode(payload.encode()).decode()
        text = f"{kind}.{secrets.token_hex(_BITS // 8)}.{int(now.timestamp() * 1000)}.{packed}"
        return f"{text}.{self.digest(text)}"

    def open(self, token: str, kind: str, now: datetime, *, lasts: timedelta) -> Note | None:
        """Return a note of this kind that we gave away and that is not over; else None."""
        text, _, signature = token.rpartition(".")
        if not hmac.compare_digest(self.digest(text).encode(), signature.encode("utf-8", "replace")):
            return None
        found_kind, note_id, issued, packed = text.split(".")
        issued_at = datetime.fromtimestamp(int(issued) / 1000, UTC)
        if found_kind != kind or now - issued_at > lasts:
            return None
        try:
            return Note(kind, note_id, issued_at, urlsafe_b64decode(packed).decode())
        except (Error, UnicodeDecodeError):
            return None

    def digest(self, text: str) -> str:
        """Return a keyed digest (HMAC-SHA-256, hexadecimal)."""
        return hmac.new(self.key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def secret_of(product: Product) -> Secret:
    """Return the installation's key, made at first use."""
    found: Secret | None = product.services.get(Secret)
    if found is None:
        found = Secret(_read_or_make(product.settings.data / KEY_FILE))
        product.provide(found)
    return found


def _read_or_make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        try:
            os.link(fresh, path)  # whoever comes second keeps the key of the first
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
