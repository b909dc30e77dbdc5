"""What dispatch tests share: one working day in Shanghai, and builders of valid engineers, jobs and policies."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from paidan.aftersales.dispatch.building import Engineer, build_pool
from paidan.aftersales.dispatch.decision import Decision, decide
from paidan.aftersales.dispatch.problem import Job
from paidan.aftersales.dispatch.ruleset import RuleSet

DAY = date(2026, 11, 23)


def local(clock: str) -> datetime:
    """Return "09:30" on the day, in Shanghai, as a UTC moment; 24:00 and more is the next day."""
    hours, minutes = clock.split(":")
    return datetime(2026, 11, 22, 16, tzinfo=UTC) + timedelta(hours=int(hours), minutes=int(minutes))


class Make:
    day = DAY

    @staticmethod
    def at(clock: str) -> datetime:
        return local(clock)

    @staticmethod
    def span(start: str, end: str) -> tuple[datetime, datetime]:
        return local(start), local(end)

    def engineer(self, number: int = 1, **changes: Any) -> Engineer:
        usual: dict[str, Any] = {
            "name": f"E{number}",
            "lat": 31.23,
            "lng": 121.47,
            "shifts": (self.span("09:00", "18:00"),),
        }
        return Engineer(id=number, **(usual | changes))

    def job(self, **changes: Any) -> Job:
        usual: dict[str, Any] = {"order_id": 88, "planned_on": DAY, "minutes": 60, "lat": 31.23, "lng": 121.47}
        return Job(**(usual | changes))

    def policy(self, **rules: dict[str, Any]) -> RuleSet:
        policy = RuleSet(version=3)
        for rule, settings in rules.items():
            policy = policy.changed(rule, **settings)
        return policy

    def decision(
        self, engineers: list[Engineer], job: Job | None = None, policy: RuleSet | None = None, at: str = "09:00"
    ) -> Decision:
        return decide(build_pool(engineers), job or self.job(), policy or self.policy(), at=local(at))


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()
