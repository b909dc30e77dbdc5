"""The functions of the formula language, by subject.

Importing this package fills the table in `registry.py`; get the table from here, so that it is full.
"""

from paidan.builder.expressions.functions import (
    date_parts,
    date_steps,
    dates,
    durations,
    formats,
    logic,
    membership,
    numbers,
    people,
    periods,
    reading,
    rows,
    searching,
    texts,
    working_time,
)
from paidan.builder.expressions.registry import FUNCTIONS, MANY, Function, find_function

__all__ = [
    "FUNCTIONS",
    "MANY",
    "Function",
    "date_parts",
    "date_steps",
    "dates",
    "durations",
    "find_function",
    "formats",
    "logic",
    "membership",
    "numbers",
    "people",
    "periods",
    "reading",
    "rows",
    "searching",
    "texts",
    "working_time",
]
