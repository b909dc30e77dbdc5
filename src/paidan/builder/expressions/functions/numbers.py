"""Functions of numbers. What they compute stands in `expressions/numbers.py`; here are their names and their SQL."""

from __future__ import annotations

from collections.abc import Callable

from paidan.builder.expressions import arithmetic, numbers
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import Function, Rule, register
from paidan.builder.expressions.rules import argument, literal_number, plain
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment, sql
from paidan.builder.expressions.tree import Call
from paidan.builder.expressions.typed import Apply, Operation
from paidan.builder.expressions.types import NUMBER, ValueType

MOST_DIGITS = 9

Rounding = Callable[[SqlBuilder, Fragment], Fragment]


def _half_away(build: SqlBuilder, scaled: Fragment) -> Fragment:
    return build.round_half_away_size(scaled)


def _up(build: SqlBuilder, scaled: Fragment) -> Fragment:
    return sql("CEIL({0} - {1})", scaled, build.slack(scaled))


def _down(build: SqlBuilder, scaled: Fragment) -> Fragment:
    return build.whole(scaled)


def _rounded(rounding: Rounding) -> Callable[[SqlBuilder, Fragment, int], Fragment]:
    def to_sql(build: SqlBuilder, x: Fragment, digits: int) -> Fragment:
        factor, exact = build.say.literal(10.0 ** abs(digits)), build.say.literal(numbers.EXACT)
        there, back = ("*", "/") if digits >= 0 else ("/", "*")

        def scaled(x: Fragment) -> Fragment:
            return build.bind(sql(f"(ABS({{0}}) {there} {factor})", x), to=lambda size: signed(x, size))

        def signed(x: Fragment, size: Fragment) -> Fragment:
            template = f"CASE WHEN {{1}} >= {exact} THEN {{0}} ELSE SIGN({{0}}) * ({{2}} {back} {factor}) END"
            return sql(template, x, size, rounding(build, size))

        return build.within_limit(build.bind(x, to=scaled))

    return to_sql


ROUND = Operation("round", numbers.round_half_away, _rounded(_half_away))
ROUND_UP = Operation("round_up", numbers.round_up, _rounded(_up))
ROUND_DOWN = Operation("round_down", numbers.round_down, _rounded(_down))


def _rounding(operation: Operation) -> Rule:
    def rule(checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
        number = argument(checker, call, 0, "number")
        digits = literal_number(call, 1, -MOST_DIGITS, MOST_DIGITS) if len(call.args) > 1 else 0
        rebuilt = Call(call.name, (number.node, *call.args[1:]), call.at)
        return Part(rebuilt, Apply(operation, (number.typed,), NUMBER, (digits,)))

    return rule


def _remainder(build: SqlBuilder, x: Fragment, y: Fragment) -> Fragment:
    def taken(x: Fragment, y: Fragment) -> Fragment:
        quotient = build.settle(sql("({0} / NULLIF({1}, 0))", x, y))
        multiple = build.settle(sql("({0} * {1})", y, build.whole(quotient)))
        return build.within_limit(sql("({0} - {1})", x, multiple))

    return build.bind(x, y, to=taken)


def _square_root(build: SqlBuilder, x: Fragment) -> Fragment:
    return build.bind(x, to=lambda x: sql("CASE WHEN {0} >= 0 THEN SQRT({0}) END", x))


ABS = Operation("abs", abs, lambda _build, x: sql("ABS({0})", x))
INT = Operation("whole", numbers.whole, lambda build, x: build.whole(x))
MOD = Operation("remainder", numbers.remainder, _remainder)
SQRT = Operation("square_root", numbers.square_root, _square_root)

register(
    [
        Function("ABS", ("绝对值",), "ABS(number)", "number", plain("number", NUMBER, ABS), 1, 1),
        Function("ROUND", ("四舍五入",), "ROUND(number, [digits])", "number", _rounding(ROUND), 1, 2),
        Function("ROUNDUP", ("向上舍入",), "ROUNDUP(number, [digits])", "number", _rounding(ROUND_UP), 1, 2),
        Function("ROUNDDOWN", ("向下舍入",), "ROUNDDOWN(number, [digits])", "number", _rounding(ROUND_DOWN), 1, 2),
        Function("INT", ("取整",), "INT(number)", "number", plain("number", NUMBER, INT), 1, 1),
        Function("MOD", ("取余",), "MOD(number, divisor)", "number", plain("number", NUMBER, MOD), 2, 2),
        Function(
            "POWER", ("乘方",), "POWER(number, exponent)", "number", plain("number", NUMBER, arithmetic.POWER), 2, 2
        ),
        Function("SQRT", ("平方根",), "SQRT(number)", "number", plain("number", NUMBER, SQRT), 1, 1),
    ]
)
