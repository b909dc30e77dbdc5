"""Masking: what is shown of a value to who may know that it is there but not what it is. Pure.

Each kind of value keeps just enough to tell two of them apart on the phone: 138****1234, z***@example.com, 张**.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

STARS = "****"
_NOT_DIGIT = re.compile(r"\D")
_CHINA = re.compile(r"(?:\+|00)?86(?=1\d{10}$)")
_DISTRICT = re.compile(r"^(?:[^\s省市区县旗州盟]{1,12}?(?:特别行政区|自治区|自治州|自治县|省|市|区|县|旗|州|盟)){1,3}")


def mask(kind: str, value: Any) -> Any:
    """Return what may be shown of a value of a kind: phone, email, name, id_number, address, or any other.

    None and "" stay as they are, because that there is nothing is no secret worth a row of stars. A value that is not
    text becomes stars.
    """
    if value is None or value == "":
        return value
    if not isinstance(value, str):
        return STARS
    return _RULES.get(kind, mask_text)(value)


def mask_phone(phone: str) -> str:
    """138****1234; a landline keeps its last four digits, a short number nothing."""
    compact = re.sub(r"[\s\-()]", "", phone)
    prefix = "+86 " if _CHINA.match(compact) else ""
    digits = _NOT_DIGIT.sub("", _CHINA.sub("", compact))
    if len(digits) >= 11:
        return f"{prefix}{digits[:3]}{STARS}{digits[-4:]}"
    return STARS + digits[-4:] if len(digits) >= 7 else STARS


def mask_email(email: str) -> str:
    """z***@example.com: the first letter and the domain."""
    name, at, domain = email.rpartition("@")
    if not at:
        return mask_text(email)
    return f"{name[:1] if len(name) > 1 else ''}***@{domain}"


def mask_name(name: str) -> str:
    """张** and J*** S***: the first sign of the name, or of each of its words."""
    words = name.split()
    if len(words) == 1 and not name.isascii():
        return name[0] + "*" * (len(name) - 1) if len(name) > 1 else "*"
    return " ".join(f"{word[0]}***" if len(word) > 1 else "*" for word in words)


def mask_id_number(number: str) -> str:
    """110*************34: the first three signs, which tell a province, and the last two."""
    compact = number.strip()
    if len(compact) < 8:
        return STARS
    return compact[:3] + "*" * (len(compact) - 5) + compact[-2:]


def mask_address(address: str) -> str:
    """上海市浦东新区****: what the district says; of other addresses what stands behind the first comma."""
    district = _DISTRICT.match(address.strip())
    if district and district.group() != address.strip():
        return district.group() + STARS
    _, comma, place = address.partition(",")
    return f"{STARS},{place}" if comma and place.strip() else STARS


def mask_text(text: str) -> str:
    """First and last sign of six or more; else nothing."""
    return f"{text[0]}{STARS}{text[-1]}" if len(text) >= 6 else STARS


_RULES: dict[str, Callable[[str], str]] = {
    "phone": mask_phone,
    "email": mask_email,
    "name": mask_name,
    "id_number": mask_id_number,
    "address": mask_address,
}
