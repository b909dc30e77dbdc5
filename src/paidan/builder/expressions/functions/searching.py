"""Functions that look into texts, and one that replaces what it finds.

CONTAINS, STARTSWITH and ENDSWITH pass over the case of the letters A–Z; FIND and SUBSTITUTE do not. SUBSTITUTE works on
the first 32,767 characters and puts in 255 at most, so that no formula can make a text without end.
"""

from __future__ import annotations

from paidan.builder.expressions import numbers
from paidan.builder.expressions.functions.texts import MOST_TEXT, count_to_integer, lower
from paidan.builder.expressions.registry import Function, register
from paidan.builder.expressions.rules import plain
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.typed import Operation
from paidan.builder.expressions.types import BOOL, NUMBER, TEXT

MOST_NEW_TEXT = 255


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


def _find(build: SqlBuilder, wanted: Fragment, text: Fragment, start: Fragment | None = None) -> Fragment:
    def search(wanted: Fragment, text: Fragment, n: Fragment) -> Fragment:
        first = count_to_integer(build, n)
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


CONTAINS_TEXT = Operation("contains", lambda text, wanted: lower(wanted) in lower(text), _contains)
_STARTS = Operation("starts_with", lambda text, wanted: lower(text).startswith(lower(wanted)), _starts)
_ENDS = Operation("ends_with", lambda text, wanted: lower(text).endswith(lower(wanted)), _ends)
_SUBSTITUTE = Operation("substitute", substitute, _substitute, takes_blank=True)
_FIND = Operation("find", find, _find)

register(
    [
        Function("STARTSWITH", ("开头是",), "STARTSWITH(text, beginning)", "text", plain("words", BOOL, _STARTS), 2, 2),
        Function("ENDSWITH", ("结尾是",), "ENDSWITH(text, ending)", "text", plain("words", BOOL, _ENDS), 2, 2),
        Function(
            "SUBSTITUTE", ("替换",), "SUBSTITUTE(text, old, new)", "text", plain("words", TEXT, _SUBSTITUTE), 3, 3
        ),
        Function(
            "FIND", ("查找",), "FIND(wanted, text, [start])", "text", plain("words words number", NUMBER, _FIND), 2, 3
        ),
    ]
)
