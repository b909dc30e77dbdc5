"""Addresses: what a message can be sent to without anybody slipping a header or a second recipient in."""

from __future__ import annotations

import re

from paidan.platform.notifications.errors import AddressInvalid

_EMAIL = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]{1,64}@(?=.{1,255}$)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*"
)
_PHONE = re.compile(r"\+?[0-9][0-9 -]{4,20}")
_OTHER = re.compile(r"[\x21-\x7e]{1,200}")


def check_address(channel: str, address: str) -> str:
    """Return an address without the space around it. Raises AddressInvalid."""
    pattern = {"email": _EMAIL, "sms": _PHONE}.get(channel, _OTHER)
    trimmed = address.strip(" ")
    if not pattern.fullmatch(trimmed):
        raise AddressInvalid(address=address[:200])
    return trimmed


def is_address(channel: str, address: str) -> bool:
    """Whether a message can be sent there."""
    try:
        check_address(channel, address)
    except AddressInvalid:
        return False
    return True
