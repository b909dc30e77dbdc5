"""Fields that hold text: plain, long, rich, phone, e-mail, web link, serial number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import nh3
import phonenumbers
from pydantic import Field as Setting
from pydantic import field_validator

from paidan.builder.expressions.types import Kind
from paidan.builder.objects.field_types.base import CommonSettings, FieldType, Lookup, Shape, refuse
from paidan.builder.objects.storage import Storage
from paidan.kernel.i18n import Label

if TYPE_CHECKING:
    from paidan.builder.objects.model import Field

SHORT, LONG, RICH = 500, 20_000, 200_000
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"]+@[^@\s<>()\[\],;:\"]+\.[^@\s<>()\[\],;:\".]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RICH_TAGS = {
    "p", "br", "strong", "em", "u", "s", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4", "a", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class TextSettings(CommonSettings):
    """max_length in characters; pattern is a regular expression that the whole text must match, with a message of its own."""

    max_length: int | None = Setting(None, ge=1, le=RICH)
    pattern: str | None = Setting(None, max_length=500)
    pattern_message: Label | None = None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            re.compile(pattern)
        return pattern


class SerialSettings(CommonSettings):
    """template such as `WO-{yyyyMMdd}-{0000}`: date parts of the company's local day, and the counter's width."""

    template: str = Setting("{yyyy}-{000000}", max_length=60)

    @field_validator("template")
    @classmethod
    def _counts(cls, template: str) -> str:
        if len(re.findall(r"\{0+\}", template)) != 1:
            raise ValueError("the template needs one counter such as {0000}")
        return template


class UrlSettings(CommonSettings):
    """Web links need nothing more."""


def _text(limit: int) -> Any:
    def parse(raw: Any, field: Field, _: Lookup) -> str | None:
        text = _plain_text(raw, field).strip()
        _check_length(text, field, limit)
        pattern = field.settings.get("pattern")
        if pattern and text and not re.fullmatch(pattern, text):
            raise refuse(
                "value.pattern",
                field,
                message=field.settings.get("pattern_message") or {"zh-CN": "格式不对", "en": "wrong format"},
            )
        return text or None

    return parse


def _plain_text(raw: Any, field: Field) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise refuse("value.wrong_type", field)
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return _CONTROL.sub("", str(raw).replace("\r\n", "\n"))


def _check_length(text: str, field: Field, limit: int) -> None:
    most = min(field.settings.get("max_length") or limit, limit)
    if len(text) > most:
        raise refuse("value.too_long", field, limit=most, length=len(text))


def _rich_text(raw: Any, field: Field, _: Lookup) -> str | None:
    if not isinstance(raw, str):
        raise refuse("value.wrong_type", field)
    _check_length(raw, field, RICH)
    return nh3.clean(raw, tags=_RICH_TAGS, url_schemes={"http", "https", "mailto", "tel"}).strip() or None


def _email(raw: Any, field: Field, _: Lookup) -> str:
    text = _plain_text(raw, field).strip()
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise refuse("value.bad_email", field)
    return text


def _phone(raw: Any, field: Field, _: Lookup) -> str:
    """Numbers are kept as E.164 where the country is known to be right, else as digits; China is the default country."""
    text = _plain_text(raw, field).strip()
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise refuse("value.bad_phone", field) from None
    if not phonenumbers.is_possible_number(number):
        raise refuse("value.bad_phone", field)
    if number.country_code == 86 and not number.extension:
        national = phonenumbers.national_significant_number(number)
        return national if len(national) == 11 and national.startswith("1") else f"0{national}"
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _url(raw: Any, field: Field, _: Lookup) -> str:
    text = _plain_text(raw, field).strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or len(text) > 2000
        or any(c.isspace() for c in text)
    ):
        raise refuse("value.bad_url", field)
    return parts.geturl()


def _serial(_: Any, field: Field, __: Lookup) -> None:
    raise refuse("value.computed", field)


_TEXT: dict[str, Any] = {"storage": Storage.TEXT, "shape": Shape.PLAIN, "value": Kind.TEXT}

TYPES = (
    FieldType(key="text", parse=_text(SHORT), settings=TextSettings, text_in_search=True, can_be_unique=True, **_TEXT),
    FieldType(key="long_text", parse=_text(LONG), settings=TextSettings, text_in_search=True, groupable=False, **_TEXT),
    FieldType(
        key="rich_text",
        parse=_rich_text,
        settings=TextSettings,
        text_in_search=True,
        groupable=False,
        sortable=False,
        **_TEXT,
    ),
    FieldType(key="email", parse=_email, mask="email", text_in_search=True, can_be_unique=True, **_TEXT),
    FieldType(key="phone", parse=_phone, mask="phone", text_in_search=True, can_be_unique=True, **_TEXT),
    FieldType(key="url", parse=_url, settings=UrlSettings, text_in_search=True, **_TEXT),
    FieldType(
        key="serial",
        parse=_serial,
        settings=SerialSettings,
        text_in_search=True,
        can_be_unique=True,
        computed=True,
        groupable=False,
        **_TEXT,
    ),
)
