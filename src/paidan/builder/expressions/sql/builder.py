"""The tools with which operations say themselves in SQL.

An argument that is not simple is written only once: `bind` gives it a name in a small subquery. Otherwise nested
formulas would grow, and be evaluated, exponentially.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from paidan.builder.expressions import days, numbers
from paidan.builder.expressions.context import Context
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.sql.dialects import Dialect
from paidan.builder.expressions.sql.fragment import Fragment, joined, sql
from paidan.builder.expressions.types import IDENTITIES, Kind


@dataclass(frozen=True, slots=True)
class SqlBuilder:
    """One compilation: where columns are, the surroundings, and the words of the database."""

    columns: Columns
    context: Context
    say: Dialect
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def inside(self, columns: Columns) -> SqlBuilder:
        """The same compilation among the rows of a list."""
        return replace(self, columns=columns)

    def bind(self, *args: Fragment, to: Callable[..., Fragment]) -> Fragment:
        """Use arguments several times: `to` gets names for those that are not simple.

        LIMIT and OFFSET keep both databases from dissolving the subquery, which would repeat its expressions.
        """
        complex_args = [arg for arg in args if not arg.simple]
        if not complex_args:
            return to(*args)
        table = f"f{next(self._numbers)}"
        names = iter([sql(f"{table}.v{number}", simple=True) for number in range(len(complex_args))])
        body = to(*(arg if arg.simple else next(names) for arg in args))
        values = joined(", ", [sql(f"{{0}} AS v{number}", arg) for number, arg in enumerate(complex_args)])
        return sql(f"(SELECT {{0}} FROM (SELECT {{1}} LIMIT 1 OFFSET 0) AS {table} LIMIT 1)", body, values)  # noqa: S608  # names of our own

    def blank(self, kind: Kind) -> Fragment:
        return sql(f"CAST(NULL AS {self.type_name(kind)})", simple=True)

    def type_name(self, kind: Kind) -> str:
        if kind is Kind.NUMBER:
            return self.say.real
        if kind in IDENTITIES or kind in (Kind.BOOL, Kind.DURATION):
            return self.say.integer
        return "timestamptz" if kind is Kind.MOMENT and self.say.name == "postgresql" else "TEXT"

    # Numbers, as in numbers.py

    def constant(self, x: float) -> Fragment:
        """A number that is written into the SQL text."""
        return sql(self.say.literal(x), simple=True)

    def real(self, x: Fragment) -> Fragment:
        return sql(f"CAST({{0}} AS {self.say.real})", x)

    def integer(self, x: Fragment) -> Fragment:
        """A whole double as an integer; the caller has made sure that it fits."""
        return sql(f"CAST({{0}} AS {self.say.integer})", x)

    def within_limit(self, x: Fragment) -> Fragment:
        return self.say.clamp(x, self.say.literal(numbers.LIMIT))

    def settle(self, x: Fragment) -> Fragment:
        tiny = self.say.literal(numbers.TINY)
        return self.within_limit(sql(f"(({{0}} + {tiny}) - {tiny})", x))

    def slack(self, x: Fragment) -> Fragment:
        part = sql(f"(ABS({{0}}) * {self.say.literal(numbers.SLACK)})", x)
        return self.say.at_most(part, self.say.literal(numbers.MAX_SLACK))

    def whole(self, x: Fragment) -> Fragment:
        return self.bind(x, to=lambda x: self.say.floor(sql("{0} + {1}", x, self.slack(x))))

    def round_half_away_size(self, size: Fragment) -> Fragment:
        """Round a double that is not negative to a whole one."""
        half = self.say.literal(0.5)
        return self.bind(size, to=lambda size: self.say.floor(sql(f"{{0}} + {{1}} + {half}", size, self.slack(size))))

    def to_seconds(self, x: Fragment) -> Fragment:
        def signed(x: Fragment) -> Fragment:
            return sql("(SIGN({0}) * {1})", x, self.round_half_away_size(sql("ABS({0})", x)))

        limit = self.say.literal(float(numbers.MAX_SECONDS))
        return self.integer(self.say.clamp(self.bind(x, to=signed), limit))

    def seconds_within_limit(self, n: Fragment) -> Fragment:
        return self.say.between(n, -numbers.MAX_SECONDS + 1, numbers.MAX_SECONDS - 1)

    def small_whole(self, x: Fragment) -> Fragment:
        """A number as an integer, blank when its size is FAR or more; as `whole_step` in Python."""
        return self.integer(self.say.clamp(self.whole(x), self.say.literal(days.FAR)))

    # Calendar, as in days.py

    def day_from_number(self, n: Fragment) -> Fragment:
        return self.say.day_text(self.say.between(n, days.FIRST_DAY, days.LAST_DAY))

    def moment_from_ms(self, n: Fragment) -> Fragment:
        return self.say.moment_from_ms(self.say.between(n, days.FIRST_MS, days.END_MS - 1))

    def local_day(self, moment: Fragment) -> Fragment:
        return sql("SUBSTR({0}, 1, 10)", self.say.local_text(moment))

    def month_number(self, day: Fragment) -> Fragment:
        """Months since the year 0; `day` is simple."""
        year, month = self.integer(sql("SUBSTR({0}, 1, 4)", day)), self.integer(sql("SUBSTR({0}, 6, 2)", day))
        return sql("({0} * 12 + {1} - 1)", year, month)

    # Texts

    def text_or_blank(self, text: Fragment) -> Fragment:
        """An empty text is a blank."""
        return sql("NULLIF({0}, '')", text)

    def or_empty(self, text: Fragment) -> Fragment:
        return sql("COALESCE({0}, '')", text)
