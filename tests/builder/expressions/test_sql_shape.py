"""The SQL of formulas is safe, flat, and leaves indexes their use."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text
from tests.builder.expressions.world import ROOT, RootColumns, Tables, World

from paidan.builder.expressions import Columns, Kind, check, compile_python, compile_sql_condition, parse
from paidan.builder.expressions.tree import MAX_DEPTH, Binary, Bool, Call, Field, Node, Number, Text, Unary

BOTH = pytest.mark.parametrize(
    "database", ["sqlite_tables", pytest.param("postgres_tables", marks=pytest.mark.postgres)]
)


def chain(make: Any) -> Node:
    node: Node = Field(("amount",))
    while True:
        try:
            longer = make(node)
            _require_shallow(longer)
        except OverflowError:
            return node
        node = longer


def _require_shallow(node: Node) -> None:
    depth, level = 0, [node]
    while level:
        depth += 1
        level = [child for each in level for child in getattr(each, "args", ()) or _operands(each)]
    if depth > MAX_DEPTH:
        raise OverflowError


def _operands(node: Node) -> tuple[Node, ...]:
    return (node.operand,) if isinstance(node, Unary) else (node.left, node.right) if isinstance(node, Binary) else ()


DEEP: dict[str, Any] = {
    "plus": lambda node: Binary("+", node, Number(1.0)),
    "times": lambda node: Binary("*", node, Number(1.01)),
    "power": lambda node: Binary("^", node, Number(1.0)),
    "minus": lambda node: Unary("-", node),
    "percent": lambda node: Unary("%", node),
    "round": lambda node: Call("ROUND", (node, Number(2.0))),
    "mod": lambda node: Call("MOD", (node, Number(1000.0))),
    "mod by": lambda node: Call("MOD", (Number(1000.0), node)),
    "max": lambda node: Call("MAX", (node, Number(2.0))),
    "average": lambda node: Call("AVG", (node, Number(2.0))),
    "text": lambda node: Call("LEN", (node,)),
    "if": lambda node: Call("IF", (Binary(">", node, Number(1.0)), Number(250.5), Number(3.0))),
    "switch": lambda node: Call("SWITCH", (node, Number(250.5), Number(7.0), Number(1.0))),
    "format": lambda node: Call("LEN", (Call("TEXT", (node, Text("#,##0.00"))),)),
    "value": lambda node: Call("VALUE", (Call("TEXT", (node,)),)),
    "seconds": lambda node: Call("INSECONDS", (Call("SECONDS", (node,)),)),
    "find": lambda node: Call("FIND", (Text("a"), Text("banana"), node)),
    "left": lambda node: Call("LEN", (Call("LEFT", (Text("abc"), node)),)),
    "right": lambda node: Call("LEN", (Call("RIGHT", (Text("abc"), node)),)),
    "xor": lambda node: Call(
        "IF", (Call("XOR", (Binary(">", node, Number(1.0)), Bool(True))), Number(1.0), Number(2.0))
    ),
    "hour": lambda node: Call("HOUR", (Call("DATEADD", (Field(("created",)), node, Text("month"))),)),
    "in": lambda node: Call("IF", (Call("IN", (node, Number(1.0), Number(2.0))), Number(250.5), Number(2.0))),
    "date": lambda node: Call("DAY", (Call("DATE", (Number(2026.0), node, Number(1.0))),)),
    "second": lambda node: Call("SECOND", (Call("DATETIME", (*[Number(2026.0)] * 5, node)),)),
    "difference": lambda node: Call(
        "DATEDIF", (Binary("+", Field(("due",)), node), Field(("visited",)), Text("month"))
    ),
    "end": lambda node: Call("DAY", (Call("EOMONTH", (Field(("due",)), node)),)),
    "replaced": lambda node: Call("LEN", (Call("SUBSTITUTE", (Binary("&", node, Text("1")), Text("1"), Text("22"))),)),
    "years": lambda node: Call("YEAR", (Call("DATEADD", (Field(("due",)), node, Text("year"))),)),
    "weeks": lambda node: Call("WEEKDAY", (Call("DATEADD", (Field(("created",)), node, Text("week"))),)),
    "duration": lambda node: Call("LEN", (Call("TEXT", (Binary("*", node, Field(("spent",))),)),)),
    "written": lambda node: Call("LEN", (Call("TEXT", (Binary("+", Field(("due",)), node), Text("yyyy-m-d"))),)),
    "month": lambda node: Call("MONTH", (Call("EDATE", (Field(("due",)), node)),)),
}


@BOTH
@pytest.mark.parametrize("name", DEEP)
def test_the_deepest_formulas_run_and_do_not_explode(
    request: pytest.FixtureRequest, world: World, database: str, name: str
) -> None:
    tables: Tables = request.getfixturevalue(database)
    checked = check(chain(DEEP[name]), world.scope)
    formula = compile_python(checked)
    expected = {row_name: formula(row, world.context) for row_name, row in world.rows.items()}
    assert tables.evaluate(checked) == pytest.approx(expected)


@BOTH
def test_a_condition_is_never_null(request: pytest.FixtureRequest, world: World, database: str) -> None:
    tables: Tables = request.getfixturevalue(database)
    formulas = ["{amount} > 1", '{title} = "x"', '{priority} = "high"', "{urgent}", "IF({amount} > 1, {urgent})"]
    formulas += ['CONTAINS({title}, "x")', "IN({amount}, 1)", "IFBLANK({urgent}, {urgent})", '{due} > "2026-01-01"']
    formulas += ['WITHIN({created}, "today")', "IN({owner}, ME(), {owner})", "CONTAINS({parts.name}, {title})"]
    for formula in formulas:
        checked = check(parse(formula), world.scope, gives=Kind.BOOL)
        holds, fails = tables.where(checked), tables.where(checked, negated=True)
        assert holds | fails == set(world.rows), formula
        assert not holds & fails, formula


def test_plain_conditions_use_an_index(world: World, sqlite_tables: Tables) -> None:
    root = sqlite_tables.tables[ROOT]
    for column in ("priority", "owner", "due", "created", "title", "urgent"):
        sqlite_tables.connection.execute(text(f"CREATE INDEX IF NOT EXISTS by_{column} ON work_order ({column})"))
    formulas = ['{priority} = "high"', "{owner} = ME()", 'WITHIN({due}, "this_month")', 'WITHIN({created}, "today")']
    formulas += [
        '{title} = "x"',
        '{due} >= "2026-01-01"',
        'IN({priority}, "low", "high")',
        "{urgent}",
        "{created} > NOW()",
    ]
    for formula in formulas:
        checked = check(parse(formula), world.scope)
        where = compile_sql_condition(checked, RootColumns(sqlite_tables, root), world.context, "sqlite")
        query = select(root.c.id).where(where)
        compiled = query.compile(sqlite_tables.connection)
        plan = sqlite_tables.connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}", tuple(compiled.params[name] for name in compiled.positiontup or ())
        ).all()
        assert "USING INDEX" in str(plan) or "USING COVERING INDEX" in str(plan), (formula, plan)


def test_texts_in_formulas_cannot_leave_their_quotes(world: World, sqlite_tables: Tables) -> None:
    nasty = '\'; DROP TABLE work_order; -- "" %s :x ? {0}'
    found = sqlite_tables.evaluate(check(parse('"' + nasty.replace('"', '""') + '" & LEFT({title}, 1)'), world.scope))
    assert found["full"] == nasty + "P"


@pytest.mark.postgres
def test_texts_in_formulas_cannot_leave_their_quotes_in_postgresql(world: World, postgres_tables: Tables) -> None:
    nasty = '\'; DROP TABLE work_order; -- "" %s %(x)s :x ? {0} 100%'
    found = postgres_tables.evaluate(check(parse('"' + nasty.replace('"', '""') + '" & LEFT({title}, 1)'), world.scope))
    assert found["full"] == nasty + "P"


def test_compiled_statements_are_cached_by_shape_and_not_by_values(world: World, sqlite_tables: Tables) -> None:
    def key(formula: str) -> Any:
        columns: Columns = RootColumns(sqlite_tables, sqlite_tables.tables[ROOT])
        where = compile_sql_condition(check(parse(formula), world.scope), columns, world.context, "sqlite")
        return select(sqlite_tables.tables[ROOT].c.id).where(where)._generate_cache_key()

    assert key("{amount} > 1") == key("{amount} > 2")
    assert key("{amount} > 1") != key("{amount} < 1")
