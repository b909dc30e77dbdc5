"""Functions of texts.

An empty text is a blank, and a blank is read as an empty text: LEN of nothing is 0. A position or count is a number that
is rounded down. CONTAINS, STARTSWITH and ENDSWITH pass over the case of the letters A–Z, as does no other function; UPPER and
LOWER change only these letters. Lengths are in Unicode code points. SUBSTITUTE works on the first 32,767 characters.
"""

from __future__ import annotations

import re

from paidan.builder.expressions import numbers
from paidan.builder.expressions.registry import MANY, Function, register
from paidan.builder.expressions.rules import plain
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, joined, sql
from paidan.builder.expressions.typed import Operation
from paidan.builder.expressions.types import BOOL, NUMBER, TEXT

MOST_TEXT = 32_767
MOST_NEW_TEXT = 255
SPACES = " \t\r\n\u00a0\u3000"

_UPPER = str.maketrans({chr(code): chr(code - 32) for code in range(ord("a"), ord("z") + 1)})
_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
_DECIMAL = re.compile(r"[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)")


def lower(text: str) -> str:
    return text.translate(_LOWER)


def left(text: str, count: float = 1.0) -> str | None:
    whole = numbers.whole(count)
    return (text[: int(min(whole, MOST_TEXT))] if whole >= 1 else "") or None


def right(text: str, count: float = 1.0) -> str | None:
    whole = numbers.whole(count)
    return text[-int(min(whole, MOST_TEXT)) :] if whole >= 1 else None


def middle(text: str, start: float, count: float) -> str | None:
    first, length = numbers.whole(start), numbers.whole(count)
    if first < 1 or length < 1:
        return None
    begin = int(min(first, MOST_TEXT)) - 1
    return text[begin : begin + int(min(length, MOST_TEXT))] or None


def find(wanted: str, text: str, start: float = 1.0) -> float | None:
    first = numbers.whole(start)
    if first < 1:
        return None
    found = text.find(wanted, int(min(first, MOST_TEXT)) - 1)
    return float(found + 1) if found >= 0 else None


def substitute(text: str | None, old: str | None, new: str | None) -> str | None:
    if text is None or old is None:
        return text
    return text[:MOST_TEXT].replace(old, (new or "")[:MOST_NEW_TEXT])[:MOST_TEXT] or None


def join_texts(separator: str | None, *texts: str | None) -> str | None:
    return (separator or "").join(text for text in texts if text is not None) or None


def number_in(text: str) -> float | None:
    """The number a text writes, with or without commas between thousands and a percent sign after."""
    plain_text = text.strip(SPACES).replace(",", "")
    percent = plain_text.endswith("%")
    digits = plain_text.removesuffix("%")
    if len(digits) > 17 or not _DECIMAL.fullmatch(digits):
        return None
    return numbers.settle(float(digits) / 100.0 if percent else float(digits))


def _count(build: SqlBuilder, x: Fragment) -> Fragment:
    """A count as an integer of moderate size; x is at least 1."""
    return build.integer(build.say.at_most(x, build.say.literal(float(MOST_TEXT))))


def _four(count: Fragment) -> Fragment:
    return sql("CAST({0} AS INTEGER)", count)


def _left(build: SqlBuilder, text: Fragment, count: Fragment | None = None) -> Fragment:
    count = build.whole(count) if count else build.constant(1.0)
    cut = build.bind(
        count, to=lambda n: sql("CASE WHEN {1} >= 1 THEN SUBSTR({0}, 1, {2}) END", text, n, _four(_count(build, n)))
    )
    return build.text_or_blank(cut)


def _right(build: SqlBuilder, text: Fragment, count: Fragment | None = None) -> Fragment:
    def cut(text: Fragment, n: Fragment) -> Fragment:
        start = build.say.largest([sql("1"), sql("LENGTH({0}) + 1 - {1}", text, _four(_count(build, n)))])
        return sql("CASE WHEN {1} >= 1 THEN SUBSTR({0}, {2}) END", text, n, start)

    return build.text_or_blank(build.bind(text, build.whole(count) if count else build.constant(1.0), to=cut))


def _middle(build: SqlBuilder, text: Fragment, start: Fragment, count: Fragment) -> Fragment:
    def cut(n: Fragment, m: Fragment) -> Fragment:
        first, length = _four(_count(build, n)), _four(_count(build, m))
        return sql("CASE WHEN {1} >= 1 AND {2} >= 1 THEN SUBSTR({0}, {3}, {4}) END", text, n, m, first, length)

    return build.text_or_blank(build.bind(build.whole(start), build.whole(count), to=cut))


def _find(build: SqlBuilder, wanted: Fragment, text: Fragment, start: Fragment | None = None) -> Fragment:
    def search(wanted: Fragment, text: Fragment, n: Fragment) -> Fragment:
        first = _four(_count(build, n))
        found = build.say.position(sql("SUBSTR({0}, {1})", text, first), wanted)
        at = sql("(NULLIF({0}, 0) + {1} - 1)", found, first)
        return build.real(sql("CASE WHEN {0} >= 1 THEN {1} END", n, at))

    return build.bind(wanted, text, build.whole(start) if start else build.constant(1.0), to=search)


def _substitute(build: SqlBuilder, text: Fragment, old: Fragment, new: Fragment) -> Fragment:
    def replaced(text: Fragment, old: Fragment) -> Fragment:
        by = sql(f"SUBSTR({{0}}, 1, {MOST_NEW_TEXT})", build.or_empty(new))
        result = sql(f"SUBSTR(REPLACE(SUBSTR({{0}}, 1, {MOST_TEXT}), {{1}}, {{2}}), 1, {MOST_TEXT})", text, old, by)
        return sql("CASE WHEN {1} IS NULL THEN {0} ELSE {2} END", text, old, result)

    return build.text_or_blank(build.bind(text, old, to=replaced))


def _join_texts(build: SqlBuilder, separator: Fragment, *texts: Fragment) -> Fragment:
    return build.text_or_blank(sql("CONCAT_WS({0}, {1})", build.or_empty(separator), joined(", ", texts)))


def _concat(build: SqlBuilder, *texts: Fragment) -> Fragment:
    return build.text_or_blank(sql("({0})", joined(" || ", [build.or_empty(text) for text in texts])))


def _contains(build: SqlBuilder, text: Fragment, wanted: Fragment) -> Fragment:
    return sql("{0} > 0", build.say.position(build.say.lower(text), build.say.lower(wanted)))


def _starts(build: SqlBuilder, text: Fragment, wanted: Fragment) -> Fragment:
    def begins(wanted: Fragment) -> Fragment:
        return sql("SUBSTR({0}, 1, LENGTH({1})) = {1}", build.say.lower(text), wanted)

    return build.bind(build.say.lower(wanted), to=begins)


def _ends(build: SqlBuilder, text: Fragment, wanted: Fragment) -> Fragment:
    def ends(text: Fragment, wanted: Fragment) -> Fragment:
        enough = "LENGTH({0}) >= LENGTH({1})"
        return sql(
            f"CASE WHEN {enough} THEN SUBSTR({{0}}, LENGTH({{0}}) - LENGTH({{1}}) + 1) = {{1}} END", text, wanted
        )

    return build.bind(build.say.lower(text), build.say.lower(wanted), to=ends)


def _number_in(build: SqlBuilder, text: Fragment) -> Fragment:
    percent, hundred, one = build.say.text("%"), build.constant(100.0), build.constant(1.0)

    def split(written: Fragment) -> Fragment:
        is_percent = sql("SUBSTR({0}, LENGTH({0}), 1) = {1}", written, percent)
        digits = sql("CASE WHEN {1} THEN SUBSTR({0}, 1, LENGTH({0}) - 1) ELSE {0} END", written, is_percent)
        divisor = sql("CASE WHEN {0} THEN {1} ELSE {2} END", is_percent, hundred, one)
        return build.bind(digits, to=lambda digits: parsed(digits, divisor))

    def parsed(digits: Fragment, divisor: Fragment) -> Fragment:
        return sql("CASE WHEN {0} THEN {1} / {2} END", build.say.is_decimal(digits), build.real(digits), divisor)

    return build.settle(build.bind(sql("REPLACE({0}, ',', '')", _trimmed(build, text)), to=split))


def _trimmed(build: SqlBuilder, text: Fragment) -> Fragment:
    function = "TRIM" if build.say.name == "sqlite" else "BTRIM"
    return sql(f"{function}({{0}}, {{1}})", text, build.say.text(SPACES))


def _trim(build: SqlBuilder, text: Fragment) -> Fragment:
    return build.text_or_blank(_trimmed(build, text))


def _length(build: SqlBuilder, text: Fragment) -> Fragment:
    return build.real(sql("COALESCE(LENGTH({0}), 0)", text))


_LEN = Operation("length", lambda text: float(len(text or "")), _length, takes_blank=True)
_LEFT = Operation("left", left, _left)
_RIGHT = Operation("right", right, _right)
_MID = Operation("middle", middle, _middle)
_UPPER_CASE = Operation("upper", lambda text: text.translate(_UPPER), lambda build, text: build.say.upper(text))
_LOWER_CASE = Operation("lower", lower, lambda build, text: build.say.lower(text))
_TRIM = Operation("trim", lambda text: text.strip(SPACES) or None, _trim)
_CONCAT = Operation("concat", lambda *texts: "".join(filter(None, texts)) or None, _concat, takes_blank=True)
_SUBSTITUTE = Operation("substitute", substitute, _substitute, takes_blank=True)
_FIND = Operation("find", find, _find)
_VALUE = Operation("number_in", number_in, _number_in)
CONTAINS_TEXT = Operation("contains", lambda text, wanted: lower(wanted) in lower(text), _contains)
_STARTS = Operation("starts_with", lambda text, wanted: lower(text).startswith(lower(wanted)), _starts)
_ENDS = Operation("ends_with", lambda text, wanted: lower(text).endswith(lower(wanted)), _ends)
JOIN_TEXTS = Operation("join_texts", join_texts, _join_texts, takes_blank=True)

register(
    [
        Function("LEN", ("长度",), "LEN(text)", "text", plain("words", NUMBER, _LEN), 1, 1),
        Function("LEFT", ("左取",), "LEFT(text, [count])", "text", plain("words number", TEXT, _LEFT), 1, 2),
        Function("RIGHT", ("右取",), "RIGHT(text, [count])", "text", plain("words number", TEXT, _RIGHT), 1, 2),
        Function("MID", ("截取",), "MID(text, start, count)", "text", plain("words number", TEXT, _MID), 3, 3),
        Function("UPPER", ("大写",), "UPPER(text)", "text", plain("words", TEXT, _UPPER_CASE), 1, 1),
        Function("LOWER", ("小写",), "LOWER(text)", "text", plain("words", TEXT, _LOWER_CASE), 1, 1),
        Function("TRIM", ("去空格",), "TRIM(text)", "text", plain("words", TEXT, _TRIM), 1, 1),
        Function(
            "CONCAT",
            ("连接",),
            "CONCAT(value, …)",
            "text",
            plain("words", TEXT, _CONCAT),
            1,
            MANY,
            aliases=("CONCATENATE",),
        ),
        Function("STARTSWITH", ("开头是",), "STARTSWITH(text, beginning)", "text", plain("words", BOOL, _STARTS), 2, 2),
        Function("ENDSWITH", ("结尾是",), "ENDSWITH(text, ending)", "text", plain("words", BOOL, _ENDS), 2, 2),
        Function(
            "SUBSTITUTE", ("替换",), "SUBSTITUTE(text, old, new)", "text", plain("words", TEXT, _SUBSTITUTE), 3, 3
        ),
        Function(
            "FIND", ("查找",), "FIND(wanted, text, [start])", "text", plain("words words number", NUMBER, _FIND), 2, 3
        ),
        Function("VALUE", ("转数字",), "VALUE(text)", "text", plain("text", NUMBER, _VALUE), 1, 1),
    ]
)
