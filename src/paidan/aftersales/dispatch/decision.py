"""Choosing an engineer for one order, and keeping the reasons.

    decide(pool, job, ruleset, at=…, seed=…) -> Decision

The lowest cost wins. Equal costs go to whoever has waited longest since the last dispatch, then to the lower of two numbers
drawn from seed, order and engineer, then to the lower id; nothing depends on the order in which engineers are listed.
A decision holds all that is needed to explain it, to compare any two candidates and to add every cost up again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from paidan.aftersales.dispatch.errors import NoSuchCandidate
from paidan.aftersales.dispatch.problem import EngineerPool, Job
from paidan.aftersales.dispatch.relaxing import Relaxation, relaxations
from paidan.aftersales.dispatch.rules import RULES, ask, judge
from paidan.aftersales.dispatch.ruleset import RuleSet
from paidan.aftersales.dispatch.scoring import TERMS, amounts, score
from paidan.aftersales.dispatch.spans import Ints, minute_of
from paidan.aftersales.dispatch.ties import in_order


@dataclass(frozen=True, slots=True)
class TermDifference:
    """By how much one term makes a candidate dearer (milli-points) than another, with both sides' units."""

    term: str
    units: int
    other_units: int
    difference: int


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """Who goes, who could have gone at what cost, and why everybody else could not.

    Candidates are columns in the order of the pool: ids, names, first (number of the first broken rule in RULES, or -1) and
    figures (3 × candidates, meaning stated in `rules`). `ranking` holds the rows of those who may go, best first; units
    (terms × ranked), cost, sets_off, start and finish stand in that order. Minutes since 1970 UTC, costs in milli-points.
    `relaxations`: if nobody may go, the cheapest way to loosen each rule, cheapest first.
    """

    order_id: int
    ruleset_key: str
    ruleset_version: int
    at: int
    seed: int
    utc_offset_minutes: int
    ids: Ints
    names: tuple[str, ...]
    first: Ints
    figures: Ints
    ranking: Ints
    units: Ints
    prices: Ints
    cost: Ints
    sets_off: Ints
    start: Ints
    finish: Ints
    relaxations: tuple[Relaxation, ...]

    @property
    def winner_id(self) -> int | None:
        """The engineer to send, None if nobody can."""
        return int(self.ids[self.ranking[0]]) if len(self.ranking) else None

    @property
    def ranked_ids(self) -> list[int]:
        """Everybody who may go, best first."""
        return [int(key) for key in self.ids[self.ranking]]

    def row(self, engineer_id: int) -> int:
        """Return a candidate's row. Raises NoSuchCandidate."""
        found = np.flatnonzero(self.ids == engineer_id)
        if not len(found):
            raise NoSuchCandidate(engineer=engineer_id)
        return int(found[0])

    def place(self, engineer_id: int) -> int | None:
        """Return a candidate's place in the ranking, 0 is best, None if removed by a rule. Raises NoSuchCandidate."""
        found = np.flatnonzero(self.ranking == self.row(engineer_id))
        return int(found[0]) if len(found) else None

    def broken_rule(self, engineer_id: int) -> tuple[str, tuple[int, int, int]] | None:
        """Return the first rule that removed a candidate with its figures. Raises NoSuchCandidate."""
        row = self.row(engineer_id)
        if self.first[row] < 0:
            return None
        a, b, c = self.figures[:, row].tolist()
        return RULES[self.first[row]], (a, b, c)

    def removed(self) -> dict[str, int]:
        """Count the candidates each rule removed first, in the order of the rules."""
        counts = Counter(self.first.tolist())
        return {name: counts[number] for number, name in enumerate(RULES) if counts[number]}

    def amounts(self) -> Ints:
        """Return every term of every ranked candidate in milli-points (terms × ranked)."""
        return amounts(self.units, self.prices)

    def adds_up(self) -> bool:
        """Whether the terms give exactly the costs stated, and the ranking is in the order of cost."""
        return bool((self.amounts().sum(axis=0) == self.cost).all() and (np.diff(self.cost) >= 0).all())

    def compare(self, engineer_id: int, other_id: int) -> list[TermDifference]:
        """Return what makes one ranked candidate dearer than another, largest first; the differences sum to that of the costs.

        Raises NoSuchCandidate, also for a candidate whom a rule removed.
        """
        mine, theirs = self.place(engineer_id), self.place(other_id)
        if mine is None or theirs is None:
            raise NoSuchCandidate(engineer=engineer_id if mine is None else other_id)
        gap = self.amounts()[:, mine] - self.amounts()[:, theirs]
        return [
            TermDifference(TERMS[term], int(self.units[term, mine]), int(self.units[term, theirs]), int(gap[term]))
            for term in np.argsort(-gap, kind="stable")
            if gap[term]
        ]


def decide(pool: EngineerPool, job: Job, ruleset: RuleSet, *, at: datetime, seed: int = 0) -> Decision:
    """Choose the engineer for one order. `at` is the moment from which travel and work may begin (UTC, aware)."""
    question = ask(pool, job, ruleset, minute_of(at))
    verdict = judge(question)
    rows = verdict.allowed
    schedule = verdict.schedule.take(rows)
    points = score(question, schedule, rows)
    order = in_order(pool, rows, points.cost, seed=seed, order_id=job.order_id)
    ways_out = relaxations(question, verdict, seed=seed) if not len(rows) else ()
    return Decision(
        order_id=job.order_id,
        ruleset_key=ruleset.key,
        ruleset_version=ruleset.version,
        at=question.limits.now,
        seed=seed,
        utc_offset_minutes=ruleset.travel.utc_offset_minutes,
        ids=pool.ids,
        names=pool.names,
        first=verdict.first,
        figures=verdict.figures,
        ranking=rows[order],
        units=points.units[:, order],
        prices=points.prices,
        cost=points.cost[order],
        sets_off=schedule.sets_off[order],
        start=schedule.start[order],
        finish=schedule.finish[order],
        relaxations=ways_out,
    )
