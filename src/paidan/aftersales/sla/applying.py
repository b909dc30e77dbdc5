"""Applying policies to a record: which fits, and why, in words of every language."""

from __future__ import annotations

from typing import Any

import orjson

from paidan.aftersales.sla.choosing import Answer, Choice, Verdict, choose_policy
from paidan.aftersales.sla.keeping import check_condition, policies_for
from paidan.builder.expressions import Checked, ExpressionError, compile_python_condition, explain
from paidan.builder.objects.loading import model_of
from paidan.builder.records.finishing import plain_context
from paidan.builder.records.formulas import RecordReader
from paidan.builder.records.reading import Stored
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError
from paidan.kernel.i18n import LANGUAGES, Label, load_catalogue


def choose_for(tx: Tx, stored: Stored) -> Choice:
    """Return the policy that applies to a record, or None, and those that were tried."""
    return choose_policy(tx.read(policies_for(stored.object.key)), lambda condition: _answer(tx, stored, condition))


def tell_why(tx: Tx, stored: Stored, choice: Choice) -> list[dict[str, Any]]:
    """Return the trace of a choice, JSON-able: each policy that was tried, its answer, and why per language."""
    conditions = {policy.id: policy.condition for policy in tx.read(policies_for(stored.object.key))}
    return [
        {
            "policy": one.policy_id,
            "version": one.policy_version,
            "name": dict(one.policy_name),
            "answer": one.answer.value,
            "because": _because(tx, stored, conditions[one.policy_id], one.answer),
        }
        for one in choice.trace
    ]


def _checked(tx: Tx, stored: Stored, condition: Any) -> tuple[Checked, Any]:
    model = model_of(tx)
    key = ("sla condition", stored.object.key, orjson.dumps(condition, option=orjson.OPT_SORT_KEYS))
    found: tuple[Checked, Any] | None = model.memory.get(key)
    if found is None:
        checked = check_condition(model, stored.object.key, condition)
        found = model.memory[key] = checked, compile_python_condition(checked)
    return found


def _answer(tx: Tx, stored: Stored, condition: Any) -> Verdict:
    try:
        run = _checked(tx, stored, condition)[1]
    except (ExpressionError, AppError, KeyError) as error:  # a field it speaks of is gone
        return Verdict(Answer.BROKEN, str(error))
    return Verdict(Answer.HOLDS if run(_reader(tx, stored), plain_context(tx)) else Answer.FAILS)


def _because(tx: Tx, stored: Stored, condition: Any, answer: Answer) -> Label:
    if condition is None:
        return load_catalogue()["sla.why.always"]
    if answer is Answer.BROKEN:
        return load_catalogue()["sla.why.broken"]
    checked = _checked(tx, stored, condition)[0]
    return {one: _in_words(tx, stored, checked, one) for one in LANGUAGES}


def _in_words(tx: Tx, stored: Stored, checked: Checked, language: str) -> str:
    finding = explain(checked, _reader(tx, stored), plain_context(tx), language)
    seen = ", ".join(f"{one.label}: {one.value or '—'}" for one in finding.seen)
    return f"{finding.text} ({seen})" if seen else finding.text


def _reader(tx: Tx, stored: Stored) -> RecordReader:
    return RecordReader(tx, stored.object, stored.id, stored.values)
