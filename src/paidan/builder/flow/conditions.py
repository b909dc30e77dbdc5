"""Conditions of flows in the formula language: checked when a flow is published, answered with reasons when it runs.

A condition is a formula as text, a filter as lists send it, or a checked tree. One that can no longer be understood
(its field was trashed) does not hold, and says so; the branch's default arm then stands.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import orjson

from paidan.builder.expressions import (
    Checked,
    ExpressionError,
    Kind,
    Node,
    ValueType,
    check,
    explain,
    from_json,
    parse,
    tree_of_filter,
)
from paidan.builder.flow.graph import Expression
from paidan.builder.flow.ports import RecordView, Verdict
from paidan.builder.flow.viewing import ViewReader
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Model
from paidan.builder.records.finishing import plain_context
from paidan.builder.records.scopes import scope_of
from paidan.kernel.database import Tx
from paidan.kernel.i18n import LANGUAGES, Label

_FILTER_WORDS = frozenset({"all", "any", "not", "field", "formula"})


def check_condition(model: Model, object_key: str, expression: Expression) -> Checked:
    """Check a condition; checked once per model. Raises ExpressionError."""
    key = ("flow condition", object_key, orjson.dumps(expression, option=orjson.OPT_SORT_KEYS))
    found: Checked | None = model.memory.get(key)
    if found is None:
        scope = scope_of(model, object_key)
        tree = _tree(expression, scope)
        found = model.memory[key] = check(tree, scope, gives=Kind.BOOL)
    return found


def _tree(expression: Expression, scope: Any) -> Node:
    if isinstance(expression, str):
        return parse(expression)
    return tree_of_filter(expression, scope) if _FILTER_WORDS & expression.keys() else from_json(expression)


def problems_of(model: Model, object_key: str, expression: Expression) -> list[Label]:
    """Return what is wrong with a condition, in every language; nothing when it can be used."""
    try:
        check_condition(model, object_key, expression)
    except ExpressionError as error:
        return [{language: error.sentence(language) for language in LANGUAGES}]
    except (ValueError, KeyError, TypeError) as error:
        return [dict.fromkeys(LANGUAGES, str(error))]
    return []


def evaluate(tx: Tx, object_key: str, expression: Expression, view: RecordView) -> Verdict:
    """Return whether a condition holds for a record, and why: per language a finding with its parts."""
    model = model_of(tx)
    problems = problems_of(model, object_key, expression)
    if problems:
        return Verdict(False, {language: {"text": problems[0][language], "holds": False} for language in LANGUAGES})
    checked = check_condition(model, object_key, expression)
    reader = ViewReader(tx, model.object(object_key), view)
    context, scope = plain_context(tx), scope_of(model, object_key)
    names = _Names(tx)
    found = {one: explain(checked, reader, context, one, scope=scope, name_of=names) for one in LANGUAGES}
    why = {language: asdict(finding) for language, finding in found.items()}
    return Verdict(found[LANGUAGES[0]].holds, why)


class _Names:
    """Names of people and records for explanations."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def __call__(self, value_type: ValueType, number: int) -> str:
        from paidan.builder.actions.wording import name_of_thing

        return name_of_thing(self._tx, value_type.kind is Kind.PERSON, value_type.object, number)
