"""Random formulas give the same results in Python, on SQLite and on PostgreSQL.

PAIDAN_EXPRESSION_EXAMPLES sets how many formulas are tried; the long run takes 20,000 and needs
`-o faulthandler_timeout=0`, because it lasts longer than a test may.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import booleans
from tests.builder.expressions.conftest import open_postgres, open_sqlite
from tests.builder.expressions.random_formulas import formulas, random_rows
from tests.builder.expressions.world import Tables, World, load

from paidan.builder.expressions import Checked, Node, check, compile_python, from_json, parse, to_json, to_text
from paidan.builder.expressions.errors import TooLong

EXAMPLES = int(os.environ.get("PAIDAN_EXPRESSION_EXAMPLES", "120"))
ROWS = 12

many_formulas = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def wide_world() -> World:
    """Many random records under the names of vectors.json, at a place whose clocks never changed, as SQLite needs."""
    world = load()
    context = replace(world.context, zone=ZoneInfo("Etc/GMT-8"))
    return World(world.scope, context, random_rows(world, ROWS), [])


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def tables(request: pytest.FixtureRequest, wide_world: World) -> Iterator[Tables]:
    """The random records in a database."""
    with (open_sqlite if request.param == "sqlite" else open_postgres)(wide_world) as opened:
        yield opened


def in_python(checked: Checked, world: World) -> dict[str, Any]:
    formula = compile_python(checked)
    return {name: formula(row, world.context) for name, row in world.rows.items()}


def agree(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=5e-7)
    return type(a) is type(b) and a == b


@many_formulas
@given(formulas(), booleans())
def test_a_database_agrees_with_python(wide_world: World, tables: Tables, tree: Node, fold: bool) -> None:
    checked = check(tree, wide_world.scope)
    expected, found = in_python(checked, wide_world), tables.evaluate(checked, fold_constants=fold)
    differing = {name: (expected[name], found[name]) for name in expected if not agree(expected[name], found[name])}
    assert differing == {}, to_text(tree, wide_world.scope, "en")


@many_formulas
@given(formulas())
def test_a_formula_is_the_same_after_storing_and_after_reading_its_text(wide_world: World, tree: Node) -> None:
    checked = check(tree, wide_world.scope)
    assert from_json(to_json(checked.tree)) == checked.tree
    for language in ("zh-CN", "en"):
        text = to_text(checked.tree, wide_world.scope, language)
        try:
            again = parse(text)
        except TooLong:
            continue
        assert check(again, wide_world.scope).tree == checked.tree
