"""Formulas are read as people type them, and what is wrong is told with its place."""

from __future__ import annotations

import pytest

from paidan.builder.expressions import ExpressionError, from_json, parse, to_json
from paidan.builder.expressions.errors import StoredFormUnreadable, TooDeep, TooManyParts
from paidan.builder.expressions.parser import MAX_TEXT
from paidan.builder.expressions.tree import MAX_DEPTH, MAX_NODES, Field, Unary, dependencies


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1+2*3", "1 + (2 * 3)"),
        ("2^3^2", "(2 ^ 3) ^ 2"),
        ("-2^2", "(-2) ^ 2"),
        ("1 & 2 + 3 = 4", "(1 & (2 + 3)) = 4"),
        ("=1+1", "1 + 1"),
        ("（1＋2）×3÷4－5", "(1+2)*3/4-5"),
        ("{a}≥1", "{a} >= 1"),
        ("{a}≠1", "{a} <> 1"),
        ("{a} != 1", "{a} <> 1"),
        ("f(1，2)", "f(1, 2)"),
        ("“文字”", '"文字"'),
        ("｛a｝", "{a}"),
        ("{ 客户 . 等级 }", "{客户.等级}"),
        ("TRUE", "真"),
        ("50％", "50%"),
    ],
)
def test_two_ways_of_writing_mean_the_same(one: str, other: str) -> None:
    assert parse(one) == parse(other)


@pytest.mark.parametrize(
    ("formula", "code", "position"),
    [
        ("", "expression.empty", 0),
        ("  = ", "expression.empty", 0),
        ("1 +", "expression.unfinished", 3),
        ("SUM(1, 2", "expression.unfinished", 8),
        ("(1 + 2))", "expression.unexpected", 7),
        ("1 2", "expression.unexpected", 2),
        ("1 + # 2", "expression.unexpected", 4),
        ('"abc', "expression.unclosed_text", 0),
        ("1 + {amount", "expression.unclosed_field", 4),
        ("{a..b}", "expression.unexpected", 0),
        ("10 % 3", "expression.percent_is_not_remainder", 3),
        ("高 & 1", "expression.unknown_word", 0),
        ("1E5", "expression.unexpected", 1),
        ("1" * (MAX_TEXT + 1), "expression.too_long", MAX_TEXT),
    ],
)
def test_a_formula_that_cannot_be_read_is_refused_with_the_place(formula: str, code: str, position: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(formula)
    assert refused.value.code == code
    assert refused.value.data() == {"position": position}
    assert refused.value.sentence("zh-CN") != refused.value.sentence("en")


@pytest.mark.parametrize("formula", ["1" + "+1" * 2000, "-" * 4000 + "1", "ABS(" * 900 + "1" + ")" * 900])
def test_a_formula_that_is_too_deep_is_refused_before_anything_recurses(formula: str) -> None:
    with pytest.raises(TooDeep):
        parse(formula)


def test_brackets_alone_do_not_count_as_depth() -> None:
    assert parse("(" * 2000 + "1" + ")" * 2000) == parse("1")


def test_a_stored_tree_of_another_shape_or_version_is_refused() -> None:
    good = to_json(parse("1 + {a}"))
    assert from_json(good) == parse("1 + {a}")
    for bad in (
        None,
        {},
        {**good, "version": 99},
        {"version": 1, "tree": {"field": []}},
        {"version": 1, "tree": {"number": True}},
    ):
        with pytest.raises(StoredFormUnreadable):
            from_json(bad)


def test_a_stored_tree_that_is_too_deep_or_too_large_is_refused() -> None:
    deep: dict[str, object] = {"number": 1}
    for _ in range(5000):
        deep = {"sign": "-", "args": [deep]}
    with pytest.raises(TooDeep):
        from_json({"version": 1, "tree": deep})
    with pytest.raises(TooManyParts):
        from_json({"version": 1, "tree": {"call": "SUM", "args": [{"number": 1}] * MAX_NODES}})


def test_the_deepest_tree_is_still_accepted() -> None:
    node = parse("{a}")
    for _ in range(MAX_DEPTH - 1):
        node = Unary("-", node)
    assert from_json(to_json(node)) == node


def test_a_formula_tells_which_fields_it_reads() -> None:
    tree = parse("IF({a} > 1, SUM({rows.x} * {b.c}), {a})")
    assert dependencies(tree) == {("a",), ("rows", "x"), ("b", "c")}


def test_positions_are_neither_compared_nor_stored() -> None:
    assert parse("  {a}") == parse("{a}")
    assert to_json(parse("  {a}")) == to_json(Field(("a",)))
