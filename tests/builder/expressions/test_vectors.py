"""Every formula of vectors.json gives the expected result in Python, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builder.expressions.world import Evaluate, Tables, World, as_json, load

from paidan.builder.expressions import FUNCTIONS, Checked, Kind, NotInSql, check, parse, to_json, to_text
from paidan.builder.expressions.tree import Call, from_json, walk

WORLD = load()
VECTORS = [pytest.param(vector, id=f"{vector['row']}: {vector['formula']}") for vector in WORLD.vectors]
IN_SQL = [
    pytest.param(vector, id=f"{vector['row']}: {vector['formula']}")
    for vector in WORLD.vectors
    if "sqlite" in vector.get("back_ends", ("sqlite",))
]


def checked(vector: dict[str, Any]) -> Checked:
    return check(parse(vector["formula"]), WORLD.scope)


def require(vector: dict[str, Any], value: Any) -> None:
    found = as_json(checked(vector).type, value)
    expected = vector["expected"]
    if isinstance(expected, (int, float)) and not isinstance(expected, bool) and found is not None:
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
        assert not isinstance(found, bool)
    else:
        assert found == expected
        assert type(found) is type(expected)


@pytest.mark.parametrize("vector", VECTORS)
def test_a_formula_gives_its_result_in_python(vector: dict[str, Any], in_python: Evaluate) -> None:
    require(vector, in_python(checked(vector))[vector["row"]])


@pytest.mark.parametrize("vector", IN_SQL)
def test_a_formula_gives_its_result_in_sqlite(vector: dict[str, Any], sqlite_tables: Tables) -> None:
    require(vector, sqlite_tables.evaluate(checked(vector))[vector["row"]])


@pytest.mark.postgres
@pytest.mark.parametrize("vector", IN_SQL)
def test_a_formula_gives_its_result_in_postgresql(vector: dict[str, Any], postgres_tables: Tables) -> None:
    require(vector, postgres_tables.evaluate(checked(vector))[vector["row"]])


@pytest.mark.parametrize("vector", VECTORS)
def test_a_formula_survives_being_stored_and_shown_in_either_language(vector: dict[str, Any]) -> None:
    tree = checked(vector).tree
    assert from_json(to_json(tree)) == tree
    for language in ("zh-CN", "en"):
        shown = to_text(tree, WORLD.scope, language, chinese_functions=language == "zh-CN")
        assert check(parse(shown), WORLD.scope).tree == tree


def test_formulas_about_working_time_are_refused_in_sql(sqlite_tables: Tables) -> None:
    with pytest.raises(NotInSql):
        sqlite_tables.evaluate(check(parse("WORKHOURS({created}, {closed})"), WORLD.scope))


def test_every_function_has_a_vector() -> None:
    called = {part.name for vector in WORLD.vectors for part in walk(checked(vector).tree) if isinstance(part, Call)}
    assert set(FUNCTIONS) - called == set()


def test_every_kind_of_result_is_tried() -> None:
    assert {checked(vector).type.kind for vector in WORLD.vectors} >= set(Kind) - {Kind.BLANK, Kind.RECORD}


def test_the_file_describes_a_world_that_loads(world: World) -> None:
    assert len(world.vectors) >= 250


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('{title} = MID("abc", 9, 1)', {"full": False, "empty": False, "minus": False}),
        ('NOT({title} = MID("abc", 9, 1))', {"full": True, "empty": True, "minus": True}),
        ('NOT(IN({title}, MID("abc", 9, 1), "x"))', {"full": True, "empty": True, "minus": True}),
        ('NOT(IN({priority}, IF(FALSE, "low"), "high"))', {"full": False, "empty": True, "minus": True}),
        ('NOT({due} > DATEVALUE("never"))', {"full": True, "empty": True, "minus": True}),
    ],
)
@pytest.mark.parametrize("fold_constants", [False, True])
def test_a_part_that_is_always_blank_makes_no_comparison_null(
    world: World,
    in_python: Evaluate,
    sqlite_tables: Tables,
    formula: str,
    expected: dict[str, bool],
    fold_constants: bool,
) -> None:
    condition = check(parse(formula), world.scope)
    assert in_python(condition) == expected
    assert sqlite_tables.evaluate(condition, fold_constants=fold_constants) == expected
    assert sqlite_tables.where(condition) == {name for name, holds in expected.items() if holds}
