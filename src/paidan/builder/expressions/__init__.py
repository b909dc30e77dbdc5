"""The formula language of Paidan: spreadsheet-like, typed, the same on every back end.

    tree = parse('IF({priority} = "high", {amount} * 2, BLANK())')      text → tree
    checked = check(tree, scope, allow_volatile=False)                  names and types; `checked.tree` is stored
    value = compile_python(checked)(row, context)                       in Python
    column = compile_sql(checked, columns, context, "postgresql")       in SQL

Filters of lists, conditions of flows, row scopes and stored fields are all such trees. The room is pure: it knows no
database and no clock; names come from a `Scope`, columns from the record store's `Columns`, everything else from the
`Context`.

The rule of blanks, the same everywhere:

- Blank spreads: arithmetic and functions with a blank argument give a blank. x/0 is blank.
- A blank reads as "" in & and in the functions that join or change texts; an empty text is itself a blank.
- A comparison with a blank is FALSE, also <>. Only ISBLANK tells. CONTAINS, IN and WITHIN of a blank are FALSE.
- A blank condition counts as FALSE: in AND, OR, XOR, IF; NOT of it is TRUE.
- SUM, COUNT, MIN, MAX, AVG, TEXTJOIN pass blanks over; IFBLANK replaces them.

Numbers are IEEE doubles, equal when they differ by less than 5·10^-7, blank from 10^15 on (`numbers.py`). Dates run from
1900 to 2999 (`days.py`). Texts compare letter by letter, case and all.
"""

from paidan.builder.expressions.checker import Checked, check
from paidan.builder.expressions.context import Context, WorkingTime
from paidan.builder.expressions.errors import ExpressionError, NotInSql
from paidan.builder.expressions.explain import Finding, Seen, explain
from paidan.builder.expressions.filter import tree_of_filter
from paidan.builder.expressions.filter_operators import operators_for
from paidan.builder.expressions.functions import FUNCTIONS, Function
from paidan.builder.expressions.into_sql.compiling import compile_sql, compile_sql_condition
from paidan.builder.expressions.parser import parse
from paidan.builder.expressions.printer import to_text
from paidan.builder.expressions.python_backend import Row, compile_python, compile_python_condition
from paidan.builder.expressions.scope import FieldRef, FieldShape, ObjectShape, Scope, ShapeScope
from paidan.builder.expressions.sql.columns import Columns
from paidan.builder.expressions.tree import Node, Path, dependencies, from_json, to_json
from paidan.builder.expressions.types import Kind, Option, ValueType
from paidan.builder.expressions.values import read_value

__all__ = [
    "FUNCTIONS",
    "Checked",
    "Columns",
    "Context",
    "ExpressionError",
    "FieldRef",
    "FieldShape",
    "Finding",
    "Function",
    "Kind",
    "Node",
    "NotInSql",
    "ObjectShape",
    "Option",
    "Path",
    "Row",
    "Scope",
    "Seen",
    "ShapeScope",
    "ValueType",
    "WorkingTime",
    "check",
    "compile_python",
    "compile_python_condition",
    "compile_sql",
    "compile_sql_condition",
    "dependencies",
    "explain",
    "from_json",
    "operators_for",
    "parse",
    "read_value",
    "to_json",
    "to_text",
    "tree_of_filter",
]
