"""Which policy applies to an order: the first whose condition holds, and why the ones before it do not.

Conditions are evaluated by whoever knows the order; a condition that cannot be evaluated is a visible error in the trace,
never a silent no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from paidan.aftersales.sla.policies import SlaPolicy
from paidan.kernel.i18n import Label


class Answer(StrEnum):
    """What a condition said about an order."""

    HOLDS = "holds"
    FAILS = "fails"
    BROKEN = "broken"  # it could not be evaluated


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer and, for people, the part of the condition that decided it."""

    answer: Answer
    because: str = ""


@dataclass(frozen=True, slots=True)
class Considered:
    """One policy that was looked at, and what came of it."""

    policy_id: int
    policy_version: int
    policy_name: Label
    answer: Answer
    because: str


class Choice(NamedTuple):
    """The policy that applies, or None, and every policy considered in order, the chosen one last."""

    policy: SlaPolicy | None
    trace: tuple[Considered, ...]


def choose_policy(policies: Iterable[SlaPolicy], evaluate_condition: Callable[[Any], Verdict | bool]) -> Choice:
    """Return the first policy whose condition holds. One without a condition always applies and is not evaluated."""
    trace: list[Considered] = []
    for policy in policies:
        verdict = _verdict(policy, evaluate_condition)
        trace.append(Considered(policy.id, policy.version, policy.name, verdict.answer, verdict.because))
        if verdict.answer is Answer.HOLDS:
            return Choice(policy, tuple(trace))
    return Choice(None, tuple(trace))


def _verdict(policy: SlaPolicy, evaluate_condition: Callable[[Any], Verdict | bool]) -> Verdict:
    if policy.condition is None:
        return Verdict(Answer.HOLDS)
    verdict = evaluate_condition(policy.condition)
    return Verdict(Answer.HOLDS if verdict else Answer.FAILS) if isinstance(verdict, bool) else verdict
