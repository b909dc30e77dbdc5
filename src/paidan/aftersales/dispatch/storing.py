"""A decision as JSON and back.

Columns, not rows: 1,000 candidates share one set of keys. A column whose values are all the same is written as that one
value; minutes are written relative to the moment of the decision; rules and terms are written by name, so that old decisions
stay readable when rules are added. Terms are not stored as amounts: units × prices give them, and reading checks the sum.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import orjson

from paidan.aftersales.dispatch.decision import Decision
from paidan.aftersales.dispatch.errors import DecisionDoesNotAddUp
from paidan.aftersales.dispatch.relaxing import Relaxation
from paidan.aftersales.dispatch.rules import RULES
from paidan.aftersales.dispatch.scoring import TERMS
from paidan.aftersales.dispatch.spans import Ints

FORMAT = 1


def to_json(decision: Decision) -> bytes:
    """Write a decision. The result is stored as it is."""
    at = decision.at
    document = {
        "format": FORMAT,
        "order_id": decision.order_id,
        "ruleset": [decision.ruleset_key, decision.ruleset_version],
        "at": at,
        "seed": decision.seed,
        "utc_offset_minutes": decision.utc_offset_minutes,
        "rules": RULES,
        "ids": decision.ids.tolist(),
        "names": decision.names,
        "first": _packed(decision.first),
        "figures": [_packed(row) for row in decision.figures],
        "ranking": decision.ranking.tolist(),
        "prices": dict(zip(TERMS, decision.prices.tolist(), strict=True)),
        "units": {name: _packed(row) for name, row in zip(TERMS, decision.units, strict=True)},
        "cost": _packed(decision.cost),
        "sets_off": _packed(decision.sets_off - at),
        "start": _packed(decision.start - at),
        "finish": _packed(decision.finish - at),
        "relaxations": [asdict(one) for one in decision.relaxations],
    }
    return orjson.dumps(document)


def from_json(stored: bytes | str) -> Decision:
    """Read a decision. Raises DecisionDoesNotAddUp if its terms no longer give its costs."""
    document: dict[str, Any] = orjson.loads(stored)
    at, ids = document["at"], _ints(document["ids"])
    ranked, units, prices = len(document["ranking"]), document["units"], document["prices"]
    decision = Decision(
        order_id=document["order_id"],
        ruleset_key=document["ruleset"][0],
        ruleset_version=document["ruleset"][1],
        at=at,
        seed=document["seed"],
        utc_offset_minutes=document["utc_offset_minutes"],
        ids=ids,
        names=tuple(document["names"]),
        first=_renumbered(_unpacked(document["first"], len(ids)), document["rules"]),
        figures=np.stack([_unpacked(row, len(ids)) for row in document["figures"]]),
        ranking=_ints(document["ranking"]),
        units=np.stack([_unpacked(units.get(name, 0), ranked) for name in TERMS]),
        prices=_ints([prices.get(name, 0) for name in TERMS]),
        cost=_unpacked(document["cost"], ranked),
        sets_off=_unpacked(document["sets_off"], ranked) + at,
        start=_unpacked(document["start"], ranked) + at,
        finish=_unpacked(document["finish"], ranked) + at,
        relaxations=tuple(Relaxation(**one) for one in document["relaxations"]),
    )
    if not decision.adds_up():
        raise DecisionDoesNotAddUp(order=decision.order_id)
    return decision


def _packed(column: Ints) -> int | list[int]:
    if len(column) and (column == column[0]).all():
        return int(column[0])
    values: list[int] = column.tolist()
    return values


def _unpacked(stored: int | list[int], length: int) -> Ints:
    return np.full(length, stored, dtype=np.int64) if isinstance(stored, int) else _ints(stored)


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _renumbered(first: Ints, names: list[str]) -> Ints:
    """Turn numbers of the stored list of rules into those of today's."""
    numbers = _ints([*(RULES.index(name) for name in names), -1])
    return numbers[first]
