"""Random formulas that make sense, and random records to try them on."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from tests.builder.expressions.world import ROOT, World, flatten

from paidan.builder.expressions.tree import Binary, Bool, Call, Choice, Field, Node, Number, Text, Unary

Draw = Callable[..., Any]

_TEXTS = (
    "Pump leaks",
    "a",
    "A",
    "ab",
    "泵 漏水",
    "100%",
    "a_b",
    'o\'Neil "B"',
    "12.5",
    "-3",
    "1,234",
    "2026-05-01",
    " x ",
    "é中",
)
_NUMBERS = (0.0, 1.0, 2.0, 3.0, 0.5, 0.1, 0.3, 2.675, 7.25, 12.0, 100.0, 0.000001, 1234.5678, 99999999.99, 3e11, 1e14)
_DAYS = ("1999-12-31", "2000-02-29", "2024-02-29", "2024-01-31", "2026-02-28", "2026-11-22", "2026-11-30", "2031-07-04")

_FIELDS = {
    "number": ["amount", "rate", "count", "customer.discount", "customer.region.code"],
    "text": ["title", "note", "customer.name", "owner.name"],
    "bool": ["urgent"],
    "date": ["due", "visited", "customer.since"],
    "moment": ["created", "closed"],
    "duration": ["spent", "allowed"],
}
_ROW_FIELDS = {
    "number": ["parts.price", "parts.qty"],
    "text": ["parts.name"],
    "bool": ["parts.covered"],
    "date": ["parts.used_on"],
    "moment": ["parts.used_at"],
    "duration": ["parts.time"],
}
_ORDERED = ("number", "text", "date", "moment", "duration")


def call(name: str, *args: Node) -> Node:
    return Call(name, args)


class Maker:
    """Draws one formula; `in_row` formulas are about the rows of parts."""

    def __init__(self, draw: Draw, in_row: bool = False) -> None:
        self.draw = draw
        self.in_row = in_row

    def pick(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def make(self, kind: str, depth: int) -> Node:
        if depth <= 0 or self.draw(st.integers(0, 5)) == 0:
            return self.leaf(kind)
        if self.draw(st.integers(0, 6)) == 0:
            return self.any_kind(kind, depth - 1)
        node: Node = getattr(self, f"make_{kind}")(depth - 1)
        return node

    def leaf(self, kind: str) -> Node:
        if self.draw(st.booleans()):
            fields = _FIELDS[kind] + (_ROW_FIELDS[kind] * 3 if self.in_row else [])
            return Field(tuple(self.pick(fields).split(".")))
        match kind:
            case "number":
                number = Number(self.pick(_NUMBERS))
                return Unary("-", number) if self.draw(st.integers(0, 3)) == 0 else number
            case "text":
                return Text(self.pick(_TEXTS))
            case "bool":
                return Bool(self.draw(st.booleans()))
            case "date":
                return call("DATEVALUE", Text(self.pick(_DAYS)))
            case "moment":
                return call("NOW")
        return call(
            self.pick(("HOURS", "MINUTES", "DAYS", "SECONDS")), Number(self.pick((0.0, 1.0, 1.5, 90.0, 2.4999)))
        )

    def any_kind(self, kind: str, depth: int) -> Node:
        """What any kind of value can come from."""
        way = self.pick(("if", "if_short", "ifs", "switch", "if_blank", "blank"))
        make = lambda: self.make(kind, depth)  # noqa: E731
        match way:
            case "if":
                return call("IF", self.make("bool", depth), make(), make())
            case "if_short":
                return call("IF", self.make("bool", depth), make())
            case "ifs":
                return call("IFS", self.make("bool", depth), make(), self.make("bool", depth), make())
            case "switch":
                by = self.pick(_ORDERED)
                return call("SWITCH", self.make(by, depth), self.leaf(by), make(), self.leaf(by), make(), make())
            case "blank":
                return call("IF", self.make("bool", depth), call("BLANK"), make())
        return call("IFBLANK", make(), make())

    def make_number(self, depth: int) -> Node:
        number = lambda: self.make("number", depth)  # noqa: E731
        match self.pick(
            ("sign", "unary", "round", "two", "many", "text", "find", "date", "time", "length", "count", "rows")
        ):
            case "sign":
                return Binary(self.pick("+-*/^"), number(), number())
            case "unary":
                return Unary(self.pick("-%"), number())
            case "round":
                name = self.pick(("ROUND", "ROUNDUP", "ROUNDDOWN"))
                return call(name, number(), Number(float(self.draw(st.integers(0, 4)))))
            case "two":
                return call(self.pick(("MOD", "POWER")), number(), number())
            case "many":
                return call(self.pick(("MIN", "MAX", "SUM", "AVG")), number(), number(), number())
            case "text":
                return call(self.pick(("LEN", "VALUE")), self.make("text", depth))
            case "find":
                return call("FIND", self.make("text", depth), self.make("text", depth), number())
            case "date":
                name = self.pick(("YEAR", "MONTH", "DAY", "WEEKDAY", "HOUR", "MINUTE", "SECOND"))
                return call(name, self.make(self.pick(("date", "moment")), depth))
            case "time":
                return self._time_number(depth)
            case "length":
                return call(self.pick(("ABS", "INT", "SQRT")), number())
            case "count":
                return call("COUNT", self.make("text", depth), self.make("date", depth), number())
        return number() if self.in_row else self._rows("number", depth)

    def _time_number(self, depth: int) -> Node:
        a, b = (self.make(self.pick(("date", "moment")), depth) for _ in range(2))
        match self.pick(("between", "datedif", "in", "ratio", "days")):
            case "between":
                return call(self.pick(("DAYSBETWEEN", "HOURSBETWEEN", "MINUTESBETWEEN")), a, b)
            case "datedif":
                return call("DATEDIF", a, b, Text(self.pick(("year", "month", "day"))))
            case "in":
                return call(self.pick(("INHOURS", "INMINUTES", "INDAYS")), self.make("duration", depth))
            case "ratio":
                return Binary("/", self.make("duration", depth), self.make("duration", depth))
        return Binary("-", self.make("date", depth), self.make("date", depth))

    def _rows(self, kind: str, depth: int) -> Node:
        """One value of the rows of parts."""
        row = Maker(self.draw, in_row=True)
        value = Binary("+", row.make(kind, depth), Field(("parts", {"number": "qty", "duration": "time"}[kind])))
        condition = row.make("bool", depth)
        match self.pick(("SUM", "AVG", "MIN", "MAX", "SUMIF", "AVGIF", "COUNTIF", "COUNT")):
            case "SUMIF" | "AVGIF" as name:
                return call(name, value, condition)
            case "COUNTIF" if kind == "number":
                return call("COUNTIF", Field(("parts",)), condition)
            case "COUNT" if kind == "number":
                return call("COUNT", value)
            case "SUM" | "AVG" | "MIN" | "MAX" as name:
                return call(name, value)
        return call("SUM", value)

    def make_text(self, depth: int) -> Node:
        text = lambda: self.make("text", depth)  # noqa: E731
        number = lambda: self.make("number", depth)  # noqa: E731
        match self.pick(("join", "cut", "mid", "case", "many", "substitute", "write", "format", "date", "rows")):
            case "join":
                return Binary("&", text(), self.make(self.pick((*_ORDERED, "bool")), depth))
            case "cut":
                return call(self.pick(("LEFT", "RIGHT")), text(), number())
            case "mid":
                return call("MID", text(), number(), number())
            case "case":
                return call(self.pick(("UPPER", "LOWER", "TRIM")), text())
            case "many":
                return call("TEXTJOIN", Text(self.pick((", ", "-", ""))), text(), number(), text())
            case "substitute":
                return call("SUBSTITUTE", text(), text(), text())
            case "write":
                return call("TEXT", self.make(self.pick((*_ORDERED, "bool")), depth))
            case "format":
                return call("TEXT", number(), Text(self.pick(("0", "0.00", "#,##0.0", "0%", "0.000"))))
            case "date":
                day = self.make(self.pick(("date", "moment")), depth)
                return call("TEXT", day, Text(self.pick(("yyyy-mm-dd hh:mm:ss", "yy年m月d日", "h:mm", "dd/mm"))))
        if self.in_row:
            return text()
        row = Maker(self.draw, in_row=True).make("text", depth)
        return call("TEXTJOIN", Text("/"), Binary("&", row, Field(("parts", "name"))))

    def make_bool(self, depth: int) -> Node:
        ways = ["compare", "compare", "logic", "not", "blank", "text", "in", "choice", "within", "mixed"]
        match self.pick(ways if self.in_row else [*ways, "list"]):
            case "compare":
                kind = self.pick(_ORDERED)
                sign = self.pick(("=", "<>", "<", "<=", ">", ">="))
                return Binary(sign, self.make(kind, depth), self.make(kind, depth))
            case "logic":
                name = self.pick(("AND", "OR", "XOR"))
                return call(name, *(self.make("bool", depth) for _ in range(self.draw(st.integers(1, 3)))))
            case "not":
                return call("NOT", self.make("bool", depth))
            case "blank":
                return call("ISBLANK", self.make(self.pick((*_ORDERED, "bool")), depth))
            case "text":
                name = self.pick(("CONTAINS", "STARTSWITH", "ENDSWITH"))
                return call(name, self.make("text", depth), self.make("text", depth))
            case "in":
                kind = self.pick(_ORDERED)
                return call("IN", self.make(kind, depth), *(self.make(kind, depth) for _ in range(3)))
            case "within":
                period = self.pick(("today", "this_week", "last_month", "this_quarter", "this_year"))
                return call("WITHIN", self.make(self.pick(("date", "moment")), depth), Text(period))
            case "mixed":
                sign = self.pick(("=", "<>", "<", "<=", ">", ">="))
                return Binary(sign, self.make("date", depth), self.make("moment", depth))
            case "list":
                return self._list_bool(depth)
        sign = self.pick(("=", "<>"))
        return Binary(sign, Field(("priority",)), Choice(("priority",), self.pick(("low", "medium", "high"))))

    def _list_bool(self, depth: int) -> Node:
        match self.pick(("tags", "in", "empty", "people")):
            case "tags":
                return call("CONTAINS", Field(("tags",)), Choice(("tags",), self.pick(("vip", "repeat", "noisy"))))
            case "in":
                return call("IN", self.make("number", depth), Field(("parts", "qty")), self.leaf("number"))
            case "empty":
                return call("ISBLANK", Field(self.pick((("tags",), ("parts",), ("watchers",), ("parts", "name")))))
        return call("CONTAINS", Field(("watchers",)), call("ME"))

    def make_date(self, depth: int) -> Node:
        day, number = lambda: self.make("date", depth), lambda: self.make("number", depth)
        match self.pick(("step", "shift", "make", "months", "end", "of", "add", "read", "least")):
            case "step":
                return Binary(self.pick("+-"), day(), number())
            case "shift":
                return Binary(self.pick("+-"), day(), self.make("duration", depth))
            case "make":
                return call("DATE", Binary("+", Number(2020.0), number()), number(), number())
            case "months":
                return call("EDATE", day(), number())
            case "end":
                return call("EOMONTH", day(), number())
            case "of":
                return call("DATEVALUE", self.make("moment", depth))
            case "add":
                return call("DATEADD", day(), number(), Text(self.pick(("day", "week", "month", "year"))))
            case "read":
                return call("DATEVALUE", self.make("text", depth))
        return call(self.pick(("MIN", "MAX")), day(), day())

    def make_moment(self, depth: int) -> Node:
        moment, number = lambda: self.make("moment", depth), lambda: self.make("number", depth)
        match self.pick(("move", "add", "make", "least")):
            case "move":
                return Binary(self.pick("+-"), moment(), self.make("duration", depth))
            case "add":
                units = ("minute", "hour", "day", "week", "month", "year")
                return call("DATEADD", moment(), number(), Text(self.pick(units)))
            case "make":
                years = Binary("+", Number(2020.0), number())
                return call("DATETIME", years, number(), number(), number(), number())
        return call(self.pick(("MIN", "MAX")), moment(), moment())

    def make_duration(self, depth: int) -> Node:
        duration, number = lambda: self.make("duration", depth), lambda: self.make("number", depth)
        match self.pick(("between", "add", "scale", "unit", "many", "negate", "rows")):
            case "between":
                return Binary("-", self.make("moment", depth), self.make("moment", depth))
            case "add":
                return Binary(self.pick("+-"), duration(), duration())
            case "scale":
                return Binary(self.pick("*/"), duration(), number())
            case "unit":
                return call(self.pick(("HOURS", "MINUTES", "DAYS", "SECONDS")), number())
            case "many":
                return call(self.pick(("MIN", "MAX", "SUM", "AVG")), duration(), duration())
            case "negate":
                return Unary("-", duration())
        return duration() if self.in_row else self._rows("duration", depth)


@st.composite
def formulas(draw: Draw) -> Node:
    """A formula of any kind, up to four levels deep."""
    kind = draw(st.sampled_from((*_ORDERED, "bool", "number", "bool")))
    return Maker(draw).make(kind, draw(st.integers(1, 4)))


def random_rows(world: World, count: int) -> dict[str, dict[tuple[str, ...], Any]]:
    """Records with all sorts of values and blanks, always the same ones."""
    chance = random.Random(20261122)
    return {f"row {number}": flatten(dict(world.scope.objects), ROOT, _row(chance, number)) for number in range(count)}


def _row(chance: random.Random, number: int) -> dict[str, Any]:
    def some(make: Callable[[], Any]) -> Any:
        return None if chance.random() < 0.25 else make()

    def text() -> str:
        return chance.choice(("", *_TEXTS))

    def amount() -> float:
        return round(chance.choice((1, -1)) * chance.choice((0, 1, 3, chance.random() * 10, chance.random() * 1e6)), 6)

    def day() -> str:
        return (date(1995, 1, 1) + timedelta(days=chance.randrange(20_000))).isoformat()

    def moment() -> str:
        at = datetime(1995, 1, 1, tzinfo=UTC) + timedelta(milliseconds=chance.randrange(10**12))
        return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def line(position: int) -> dict[str, Any]:
        return {
            "id": 10_000 + number * 10 + position,
            "name": some(text),
            "price": some(amount),
            "qty": some(amount),
            "kind": some(lambda: chance.choice(("material", "labour"))),
            "used_on": some(day),
            "used_at": some(moment),
            "time": some(lambda: chance.randrange(-10_000, 100_000)),
            "covered": some(lambda: chance.random() < 0.5),
        }

    customer = {"id": 5000 + number, "name": text(), "since": some(day), "discount": some(amount)}
    return {
        "title": some(text),
        "note": some(text),
        "amount": some(amount),
        "rate": some(amount),
        "count": some(lambda: float(chance.randrange(5))),
        "urgent": some(lambda: chance.random() < 0.5),
        "priority": some(lambda: chance.choice(("low", "medium", "high"))),
        "tags": chance.sample(("vip", "repeat", "noisy"), chance.randrange(3)),
        "watchers": chance.sample((7, 8, 9), chance.randrange(3)),
        "customer": some(lambda: customer),
        "due": some(day),
        "visited": some(day),
        "created": some(moment),
        "closed": some(moment),
        "spent": some(lambda: chance.randrange(-10_000, 1_000_000)),
        "allowed": some(lambda: chance.choice((0, 60, 86_400))),
        "parts": [line(position) for position in range(chance.randrange(4))],
    }
