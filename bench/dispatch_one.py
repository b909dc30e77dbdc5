"""One order against 1,000 engineers: how long a decision takes, reasons included.

Run: python bench/dispatch_one.py [engineers]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from paidan.aftersales.dispatch.building import Engineer, Skill, build_pool
from paidan.aftersales.dispatch.decision import decide
from paidan.aftersales.dispatch.explaining import explain
from paidan.aftersales.dispatch.problem import Job, SkillNeed
from paidan.aftersales.dispatch.ruleset import RuleSet
from paidan.aftersales.dispatch.storing import from_json, to_json

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def an_engineer(number: int, dice: random.Random) -> Engineer:
    shifts = (
        (DAY + timedelta(hours=1), DAY + timedelta(hours=4)),
        (DAY + timedelta(hours=5), DAY + timedelta(hours=10)),
    )
    away = ((DAY + timedelta(hours=dice.randint(0, 6)), DAY + timedelta(hours=12)),)
    return Engineer(
        id=number,
        name=f"Engineer {number}",
        lat=31.2 + dice.uniform(-0.4, 0.4),
        lng=121.4 + dice.uniform(-0.4, 0.4),
        skills=tuple(
            Skill(skill, dice.randint(1, 4), dice.choice([None, None, date(2026, 11, 1)]))
            for skill in dice.sample(range(8), 5)
        ),
        region_ids=tuple(dice.sample(range(6), 4)),
        shifts=shifts,
        leave=away if dice.random() < 0.1 else (),
        free_from=DAY + timedelta(minutes=dice.randint(60, 480)),
        planned_count=dice.randint(0, 6),
        daily_cap=7,
        open_count=dice.randint(0, 8),
        open_cap=9,
        planned_minutes=dice.randint(0, 400),
        week_minutes=dice.randint(600, 2400),
    )


def timed(name: str, call: Callable[[], Any], rounds: int = 400) -> Any:
    result = call()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        result = call()
        taken.append((time.perf_counter() - begun) * 1_000)
    taken.sort()
    print(f"{name:<44} median {statistics.median(taken):7.3f} ms   p95 {taken[int(rounds * 0.95)]:7.3f} ms")
    return result


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    dice = random.Random(7)
    pool = build_pool([an_engineer(number, dice) for number in range(1, count + 1)])
    job = Job(
        order_id=88, planned_on=date(2026, 11, 23), minutes=60, needs=(SkillNeed(2, 2), SkillNeed(5, 1)), region_id=3,
        lat=31.23, lng=121.47, window_from=DAY + timedelta(hours=6), window_until=DAY + timedelta(hours=8),
        deadline=DAY + timedelta(hours=9), last_engineer_id=17, banned_ids=frozenset({5}), refused_ids=frozenset({9}),
    )  # fmt: skip
    policy, now = RuleSet(version=1), DAY + timedelta(hours=1)
    anyone = replace(job, needs=(), region_id=None, window_until=None)
    nobody = replace(job, needs=(SkillNeed(2, 5),))
    too_late = replace(job, window_from=DAY + timedelta(hours=11), window_until=DAY + timedelta(hours=12))
    print(f"{count} engineers")
    chosen = timed("decide, many rules bite", lambda: decide(pool, job, policy, at=now))
    free = timed("decide, almost everybody may go", lambda: decide(pool, anyone, policy, at=now))
    timed("decide, nobody may go (skill), ways out found", lambda: decide(pool, nobody, policy, at=now))
    timed("decide, nobody may go (time), ways out found", lambda: decide(pool, too_late, policy, at=now))
    timed("explain", lambda: explain(chosen, "zh-CN"))
    stored = timed("write JSON", lambda: to_json(free))
    timed("read JSON", lambda: from_json(stored))
    print(
        f"candidates left: {len(chosen.ranking)} and {len(free.ranking)}; JSON {len(to_json(chosen)):,} and {len(stored):,} bytes"
    )


if __name__ == "__main__":
    main()
