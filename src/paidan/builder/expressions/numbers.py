"""Numbers: the arithmetic that every back end repeats to the last bit.

Numbers are IEEE 754 doubles. Only +, -, *, /, floor, ceil and abs are used to build the rest, in an order that the SQL
templates of `sql/numbers.py` and the browser copy exactly. Three rules keep the back ends together:

- A result of 10^15 or more, either sign, is blank: beyond it whole numbers and cents are no longer exact, and
  PostgreSQL would raise an error on overflow.
- A result closer to zero than about 10^-84 becomes zero, because PostgreSQL raises an error on underflow.
- Numbers are equal when they differ by less than 5·10^-7, half of the last digit that is stored.

Rounding, INT, MOD and whole-number arguments forgive an error in the last two bits, so that ROUND(2.675, 2) is 2.68 and
INT(0.29*100) is 29, as people expect of the decimal numbers they typed.
"""

from __future__ import annotations

import math
from collections.abc import Callable

LIMIT = 1e15
TINY = 2.0**-280
TOLERANCE = 5e-7
SLACK = 2.0**-50
MAX_SLACK = 0.25
EXACT = 2.0**52
"""From here on doubles have no digits after the point, so there is nothing to round."""

MAX_SECONDS = 10**11
"""Durations from here on, either sign, are blank (some 3,000 years)."""


def within_limit(x: float) -> float | None:
    """Blank when too large (or not a number)."""
    return x if -LIMIT < x < LIMIT else None


def settle(x: float) -> float | None:
    """Make a product or quotient a number of the language: blank when too large, zero when too small."""
    return within_limit((x + TINY) - TINY)


def multiply(a: float, b: float) -> float | None:
    return settle(a * b)


def divide(a: float, b: float) -> float | None:
    """Blank when b is zero."""
    return settle(a / b) if b else None


def power(a: float, b: float) -> float | None:
    """Blank where there is no real result: 0 to 0 or less, negative numbers to broken powers."""
    if a == 0:
        return 0.0 if b > 0 else None
    if a < 0 and b != math.floor(b):
        return None
    size = b * math.log(abs(a))
    if size > 36:
        return None
    return 0.0 if size < -190 else settle(math.pow(a, b))


def square_root(x: float) -> float | None:
    return math.sqrt(x) if x >= 0 else None


def slack(x: float) -> float:
    """How much of a not-quite-whole number is forgiven."""
    return min(abs(x) * SLACK, MAX_SLACK)


def whole(x: float) -> float:
    """The largest whole number not above x."""
    return float(math.floor(x + slack(x)))


def round_half_away(x: float, digits: int = 0) -> float | None:
    return _rounded(x, digits, round_half_away_size)


def round_up(x: float, digits: int = 0) -> float | None:
    """Round away from zero."""
    return _rounded(x, digits, lambda size: float(math.ceil(size - slack(size))))


def round_down(x: float, digits: int = 0) -> float | None:
    """Round towards zero."""
    return _rounded(x, digits, whole)


def remainder(x: float, y: float) -> float | None:
    """What is left of x after taking y as often as it fits; has the sign of y. Blank when y is zero."""
    quotient = divide(x, y)
    if quotient is None:
        return None
    taken = multiply(y, whole(quotient))
    return None if taken is None else within_limit(x - taken)


def to_seconds(x: float) -> int | None:
    """A length in whole seconds, halves away from zero."""
    seconds = int(round_half_away_size(abs(x)))
    if seconds >= MAX_SECONDS:
        return None
    return -seconds if x < 0 else seconds


def round_half_away_size(size: float) -> float:
    """Round a number that is not negative to a whole one."""
    return float(math.floor(size + slack(size) + 0.5))


def _rounded(x: float, digits: int, rounding: Callable[[float], float]) -> float | None:
    factor = 10.0 ** abs(digits)
    scaled = abs(x) * factor if digits >= 0 else abs(x) / factor
    if scaled >= EXACT:
        return within_limit(x)
    size = rounding(scaled) / factor if digits >= 0 else rounding(scaled) * factor
    return within_limit(-size if x < 0 else size)
