"""Functions of texts.

An empty text is a blank, and a blank is read as an empty text: LEN of nothing is 0. A position or count is a number that
is rounded down. UPPER and LOWER change only the letters A–Z. Lengths are in Unicode code points.
"""

from __future__ import annotations

from paidan.builder.expressions import numbers
from paidan.builder.expressions.registry import MANY, Function, register
from paidan.builder.expressions.rules import plain
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, joined, sql
from paidan.builder.expressions.typed import Operation
from paidan.builder.expressions.types import NUMBER, TEXT

MOST_TEXT = 32_767
SPACES = " \t\r\n\u00a0\u3000"

_UPPER = str.maketrans({chr(code): chr(code - 32) for code in range(ord("a"), ord("z") + 1)})
_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


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


def join_texts(separator: str | None, *texts: str | None) -> str | None:
    return (separator or "").join(text for text in texts if text is not None) or None


def count_to_integer(build: SqlBuilder, x: Fragment) -> Fragment:
    """A count as an integer of moderate size; x is at least 1."""
    return sql("CAST({0} AS INTEGER)", build.say.at_most(x, build.say.literal(float(MOST_TEXT))))


def _left(build: SqlBuilder, text: Fragment, count: Fragment | None = None) -> Fragment:
    count = build.whole(count) if count else build.constant(1.0)
    cut = build.bind(
        count, to=lambda n: sql("CASE WHEN {1} >= 1 THEN SUBSTR({0}, 1, {2}) END", text, n, count_to_integer(build, n))
    )
    return build.text_or_blank(cut)


def _right(build: SqlBuilder, text: Fragment, count: Fragment | None = None) -> Fragment:
    def cut(text: Fragment, n: Fragment) -> Fragment:
        start = build.say.largest([sql("1"), sql("LENGTH({0}) + 1 - {1}", text, count_to_integer(build, n))])
        return sql("CASE WHEN {1} >= 1 THEN SUBSTR({0}, {2}) END", text, n, start)

    return build.text_or_blank(build.bind(text, build.whole(count) if count else build.constant(1.0), to=cut))


def _middle(build: SqlBuilder, text: Fragment, start: Fragment, count: Fragment) -> Fragment:
    def cut(n: Fragment, m: Fragment) -> Fragment:
        first, length = count_to_integer(build, n), count_to_integer(build, m)
        return sql("CASE WHEN {1} >= 1 AND {2} >= 1 THEN SUBSTR({0}, {3}, {4}) END", text, n, m, first, length)

    return build.text_or_blank(build.bind(build.whole(start), build.whole(count), to=cut))


def _join_texts(build: SqlBuilder, separator: Fragment, *texts: Fragment) -> Fragment:
    return build.text_or_blank(sql("CONCAT_WS({0}, {1})", build.or_empty(separator), joined(", ", texts)))


def _concat(build: SqlBuilder, *texts: Fragment) -> Fragment:
    return build.text_or_blank(sql("({0})", joined(" || ", [build.or_empty(text) for text in texts])))


def trimmed(build: SqlBuilder, text: Fragment) -> Fragment:
    function = "TRIM" if build.say.name == "sqlite" else "BTRIM"
    return sql(f"{function}({{0}}, {{1}})", text, build.say.text(SPACES))


def _trim(build: SqlBuilder, text: Fragment) -> Fragment:
    return build.text_or_blank(trimmed(build, text))


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
    ]
)
