"""Filters of lists become the same trees as formulas."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builder.expressions.world import Tables, World

from paidan.builder.expressions import (
    ExpressionError,
    Kind,
    check,
    compile_python_condition,
    operators_for,
    parse,
    tree_of_filter,
)

CASES: list[tuple[Any, set[str]]] = [
    ({"all": []}, {"full", "empty", "minus"}),
    ({"any": []}, set()),
    ({"field": "priority", "op": "eq", "value": "high"}, {"full"}),
    ({"field": "priority", "op": "eq", "value": 101}, {"minus"}),
    ({"field": "priority", "op": "ne", "value": "high"}, {"empty", "minus"}),
    ({"field": "priority", "op": "in", "value": ["low", "high"]}, {"full", "minus"}),
    ({"field": "priority", "op": "not_in", "value": ["low"]}, {"full", "empty"}),
    ({"field": "priority", "op": "under", "value": [103, 102]}, {"full"}),
    ({"field": "priority", "op": "blank"}, {"empty"}),
    ({"field": "priority", "op": "not_blank"}, {"full", "minus"}),
    ({"field": "tags", "op": "contains", "value": "vip"}, {"full"}),
    ({"field": "tags", "op": "in", "value": ["noisy", "repeat"]}, {"full", "minus"}),
    ({"field": "tags", "op": "not_contains", "value": ["noisy"]}, {"full", "empty"}),
    ({"field": "tags", "op": "blank"}, {"empty"}),
    ({"field": "amount", "op": "lt", "value": 0}, {"minus"}),
    ({"field": "amount", "op": "eq", "value": -7.25}, {"minus"}),
    ({"field": "amount", "op": "ge", "value": 250.5}, {"full"}),
    ({"field": "amount", "op": "between", "value": [-10, 300]}, {"full", "minus"}),
    ({"field": "title", "op": "contains", "value": "LEAK"}, {"full"}),
    ({"field": "title", "op": "not_contains", "value": "leak"}, {"empty", "minus"}),
    ({"field": "title", "op": "starts_with", "value": "pump"}, {"full"}),
    ({"field": "title", "op": "blank"}, {"empty", "minus"}),
    ({"field": "note", "op": "in", "value": ["a,b;c", "x"]}, {"minus"}),
    ({"field": "urgent", "op": "eq", "value": False}, {"minus"}),
    ({"field": "urgent", "op": "ne", "value": True}, {"empty", "minus"}),
    ({"field": "owner", "op": "is_me"}, {"full"}),
    ({"field": "watchers", "op": "is_me"}, {"full"}),
    ({"field": "owner", "op": "in_my_team"}, {"full", "minus"}),
    ({"field": "team", "op": "in_my_team"}, {"full", "minus"}),
    ({"field": "owner", "op": "in", "value": [8, 9]}, {"minus"}),
    ({"field": "team", "op": "under", "value": [21]}, {"full"}),
    ({"field": "customer", "op": "eq", "value": 5}, {"full"}),
    ({"field": "customer.level", "op": "eq", "value": "gold"}, {"full"}),
    ({"field": ["customer", "region", "name"], "op": "eq", "value": "East"}, {"full"}),
    ({"field": "due", "op": "eq", "value": "2026-11-30"}, {"full"}),
    ({"field": "due", "op": "between", "value": ["2024-01-01", "2024-12-31"]}, {"minus"}),
    ({"field": "due", "op": "within", "value": "this_month"}, {"full"}),
    ({"field": "created", "op": "within", "value": "today"}, {"minus"}),
    ({"field": "created", "op": "within", "value": {"period": "last_n_days", "n": 3}}, {"full", "minus"}),
    ({"field": "created", "op": "eq", "value": "2026-11-20"}, {"full"}),
    ({"field": "created", "op": "le", "value": "2026-11-20"}, {"full"}),
    ({"field": "created", "op": "gt", "value": "2026-11-21T00:00:00Z"}, {"minus"}),
    ({"field": "spent", "op": "gt", "value": 3600}, {"full"}),
    ({"field": "parts", "op": "not_blank"}, {"full", "minus"}),
    ({"formula": "{amount} > 0"}, {"full"}),
    ({"not": {"formula": "{amount} > 0"}}, {"empty", "minus"}),
    (
        {"all": [{"field": "priority", "op": "not_blank"}, {"any": [{"formula": "{urgent}"}, {"field": "count", "op": "eq", "value": 0}]}]},
        {"full", "minus"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), CASES)
def test_a_filter_lets_the_right_records_through(
    world: World, sqlite_tables: Tables, data: Any, expected: set[str]
) -> None:
    checked = check(tree_of_filter(data, world.scope), world.scope, gives=Kind.BOOL)
    holds = compile_python_condition(checked)
    assert {name for name, row in world.rows.items() if holds(row, world.context)} == expected
    assert sqlite_tables.where(checked) == expected


@pytest.mark.postgres
@pytest.mark.parametrize(("data", "expected"), CASES)
def test_a_filter_lets_the_right_records_through_in_postgresql(
    world: World, postgres_tables: Tables, data: Any, expected: set[str]
) -> None:
    assert postgres_tables.where(check(tree_of_filter(data, world.scope), world.scope, gives=Kind.BOOL)) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "filter.unreadable"),
        ({}, "filter.unreadable"),
        ({"all": [], "any": []}, "filter.unreadable"),
        ({"field": "amount"}, "filter.unreadable"),
        ({"field": "", "op": "blank"}, "filter.unreadable"),
        ({"field": "nothing", "op": "blank"}, "expression.unknown_field"),
        ({"field": "amount", "op": "like", "value": 1}, "filter.unknown_operator"),
        ({"field": "amount", "op": "contains", "value": "1"}, "filter.operator_does_not_fit"),
        ({"field": "priority", "op": "lt", "value": "high"}, "filter.operator_does_not_fit"),
        ({"field": "title", "op": "within", "value": "today"}, "filter.operator_does_not_fit"),
        ({"field": "customer", "op": "is_me"}, "filter.operator_does_not_fit"),
        ({"field": "customer", "op": "in_my_team"}, "filter.operator_does_not_fit"),
        ({"field": "tags", "op": "eq", "value": "vip"}, "filter.operator_does_not_fit"),
        ({"field": "parts.price", "op": "eq", "value": 1}, "filter.operator_does_not_fit"),
        ({"field": "amount", "op": "eq", "value": "1"}, "filter.bad_value"),
        ({"field": "amount", "op": "eq", "value": True}, "filter.bad_value"),
        ({"field": "amount", "op": "eq", "value": float("inf")}, "filter.bad_value"),
        ({"field": "title", "op": "eq", "value": ""}, "filter.bad_value"),
        ({"field": "title", "op": "eq", "value": "a\0b"}, "filter.bad_value"),
        ({"field": "title", "op": "contains", "value": "\ud800"}, "filter.bad_value"),
        ({"formula": '{title} = "a\0b"'}, "expression.unexpected"),
        ({"field": "due", "op": "eq", "value": "2026-02-30"}, "filter.bad_value"),
        ({"field": "created", "op": "eq", "value": "2026-02-03T04:05:06"}, "filter.bad_value"),
        ({"field": "due", "op": "within", "value": "sometime"}, "filter.bad_value"),
        ({"field": "due", "op": "within", "value": {"period": "last_n_days", "n": 0}}, "filter.bad_value"),
        ({"field": "amount", "op": "between", "value": [1]}, "filter.bad_value"),
        ({"field": "priority", "op": "in", "value": []}, "filter.bad_value"),
        ({"field": "owner", "op": "eq", "value": -1}, "filter.bad_value"),
        ({"field": "priority", "op": "eq", "value": "urgent"}, "expression.unknown_choice"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(world: World, data: Any, code: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        check(tree_of_filter(data, world.scope), world.scope)
    assert refused.value.code == code
    assert "{" not in refused.value.sentence("en") + refused.value.sentence("zh-CN")


def test_a_filter_that_is_nested_without_end_is_refused(world: World) -> None:
    data: Any = {"formula": "TRUE"}
    for _ in range(3000):
        data = {"not": data}
    with pytest.raises(ExpressionError) as refused:
        tree_of_filter(data, world.scope)
    assert refused.value.code == "expression.too_deep"


def test_the_editor_learns_which_operators_fit(world: World) -> None:
    assert operators_for(world.scope.resolve(("priority",))) == (
        "eq", "ne", "in", "not_in", "under", "blank", "not_blank",
    )  # fmt: skip
    assert "is_me" in operators_for(world.scope.resolve(("watchers",)))
    assert operators_for(world.scope.resolve(("parts", "price"))) == ()


def test_a_filter_is_shown_and_stored_like_a_formula(world: World) -> None:
    tree = tree_of_filter({"field": "priority", "op": "in", "value": ["low", 103]}, world.scope)
    assert check(tree, world.scope).tree == check(parse('IN({优先级}, "低", "高")'), world.scope).tree
