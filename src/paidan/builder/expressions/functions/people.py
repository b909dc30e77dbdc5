"""Who asks, and fixed people and records.

ME, MYTEAM, MYTEAMS and TEAMMATES are answered by the context; where it knows nobody they are blank or empty. PERSON and
RECORD name people and records by id, as filters do; with several ids they are a list for IN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paidan.builder.expressions.context import Context
from paidan.builder.expressions.errors import BadIdentity
from paidan.builder.expressions.parts import Asks, Part
from paidan.builder.expressions.registry import MANY, Function, Rule, register
from paidan.builder.expressions.rules import surroundings
from paidan.builder.expressions.sql.builder import SqlBuilder
from paidan.builder.expressions.sql.fragment import Fragment
from paidan.builder.expressions.tree import Call, Number
from paidan.builder.expressions.typed import Const, Operation
from paidan.builder.expressions.types import PERSON, RECORD, TEAM, Kind, ValueType

LARGEST_ID = 2**53 - 1


def _one(name: str, read: Callable[[Context], int | None]) -> Operation:
    def to_sql(build: SqlBuilder) -> Fragment:
        found = read(build.context)
        return build.blank(Kind.RECORD) if found is None else build.say.whole_number(found)

    return Operation(name, read, to_sql, takes_context=True)


def _many(name: str, read: Callable[[Context], tuple[int, ...]]) -> Operation:
    """A list; the SQL back end asks `python` for its ids."""
    return Operation(name, read, None, takes_context=True)


def _list_of(value_type: ValueType) -> ValueType:
    return ValueType(value_type.kind, many=True, object=value_type.object)


def _fixed(value_type: ValueType) -> Rule:
    def rule(_checker: Asks, call: Call, _wanted: ValueType | None) -> Part:
        ids: list[Any] = []
        for node in call.args:
            if not isinstance(node, Number) or node.value != int(node.value) or not 0 < node.value <= LARGEST_ID:
                raise BadIdentity(node.at, function=call.name)
            ids.append(int(node.value))
        if len(ids) == 1:
            return Part(call, Const(ids[0], value_type))
        return Part(call, Const(tuple(ids), _list_of(value_type)))

    return rule


_ME = _one("me", lambda context: context.me)
_MY_TEAM = _one("my_team", lambda context: context.my_team)
_MY_TEAMS = _many("my_teams", lambda context: context.my_teams)
_TEAMMATES = _many("teammates", lambda context: context.teammates)

register(
    [
        Function("ME", ("本人",), "ME()", "people", surroundings(PERSON, _ME), 0, 0, volatile=True),
        Function("MYTEAM", ("本团队",), "MYTEAM()", "people", surroundings(TEAM, _MY_TEAM), 0, 0, volatile=True),
        Function(
            "MYTEAMS",
            ("本人团队",),
            "MYTEAMS()",
            "people",
            surroundings(_list_of(TEAM), _MY_TEAMS),
            0,
            0,
            volatile=True,
        ),
        Function(
            "TEAMMATES",
            ("团队成员",),
            "TEAMMATES()",
            "people",
            surroundings(_list_of(PERSON), _TEAMMATES),
            0,
            0,
            volatile=True,
        ),
        Function("PERSON", ("人员",), "PERSON(id, …)", "people", _fixed(PERSON), 1, MANY),
        Function("RECORD", ("记录",), "RECORD(id, …)", "people", _fixed(RECORD), 1, MANY),
    ]
)
