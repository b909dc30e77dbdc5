"""A company's dispatch policy as data: which rules hold, with which parameters, and what each thing costs.

The shapes here are what is stored, edited and exchanged as JSON. Prices are whole milli-points, so that every cost is a sum
of integers; 1,000 milli-points are shown as one point. `relax_price` is what it costs to break a hard rule by one unit when
nobody else is left; None means that this is never proposed. Units stand beside each rule.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Price = int


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Part):
    """A hard rule without parameters."""

    enabled: bool = True
    relax_price: Price | None = Field(default=None, ge=0)


class RegionRule(Rule):
    """unlisted_serve_all: engineers for whom no region is recorded may go everywhere."""

    unlisted_serve_all: bool = True


class RosterRule(Rule):
    """overtime_minutes: how far the visit may run past the end of a shift; priced by `Weights.overtime`."""

    overtime_minutes: int = Field(default=0, ge=0)


class WindowRule(Rule):
    """grace_minutes: how late an arrival still keeps the appointment; priced by `Weights.window`."""

    grace_minutes: int = Field(default=0, ge=0)


class HardRules(_Part):
    """The "must" rules. Their order is fixed in `rules.RULES` and is no choice of the company."""

    active: Rule = Rule()
    skill: Rule = Rule(relax_price=40_000)  # per missing level
    certificate: Rule = Rule(relax_price=60_000)  # per lapsed certificate
    region: RegionRule = RegionRule(relax_price=20_000)  # once
    banned: Rule = Rule()
    leave: Rule = Rule(relax_price=1_000)  # per minute of leave
    roster: RosterRule = RosterRule(relax_price=1_000)  # per minute outside the roster
    window: WindowRule = WindowRule(relax_price=800)  # per minute late
    daily_cap: Rule = Rule(relax_price=15_000)  # per visit over the cap
    refused: Rule = Rule(relax_price=50_000)  # once
    open_cap: Rule = Rule(relax_price=15_000)  # per order over the cap


class Weights(_Part):
    """Prices of the soft goals, in milli-points per unit.

    travel: minute on the road. load: 100 % of the day planned (squared: half a day costs a quarter).
    lateness: minute past the deadline, times `priority_permille`. window: minute after the arrival window. overtime: minute.
    same_engineer, known_engineer: a bonus, once. surplus: level above the need. fairness: squared hour over the team's mean.
    """

    travel: Price = Field(default=1_000, ge=0)
    load: Price = Field(default=30_000, ge=0)
    lateness: Price = Field(default=2_000, ge=0)
    window: Price = Field(default=3_000, ge=0)
    overtime: Price = Field(default=1_500, ge=0)
    same_engineer: Price = Field(default=15_000, ge=0)
    known_engineer: Price = Field(default=5_000, ge=0)
    surplus: Price = Field(default=2_000, ge=0)
    fairness: Price = Field(default=300, ge=0)
    priority_permille: tuple[int, ...] = Field(default=(4_000, 2_000, 1_000, 500), min_length=1)


class Travel(_Part):
    """How long a way takes: great circle × road factor ÷ speed of the local hour.

    road_factor_permille: road per 1,000 m of straight line. speed_kmh: 24 speeds, one per local hour.
    utc_offset_minutes: the local clock. unknown_minutes: when either end has no coordinates.
    """

    road_factor_permille: int = Field(default=1_350, ge=1_000)
    speed_kmh: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(45,) * 6 + (38, 26, 22, 26, 30, 30, 30, 30, 30, 30, 28, 22, 22, 26, 32, 36, 40, 45),
        min_length=24,
        max_length=24,
    )
    utc_offset_minutes: int = Field(default=480, ge=-720, le=840)
    unknown_minutes: int = Field(default=45, ge=0)


class RuleSet(_Part):
    """One published version of a named policy. `RuleSet.model_validate_json` and `.model_dump_json` are its edge."""

    version: int = Field(ge=1)
    key: str = "normal"
    rules: HardRules = HardRules()
    weights: Weights = Weights()
    travel: Travel = Travel()

    def changed(self, rule: str, **settings: object) -> RuleSet:
        """Return the same policy with one rule's settings changed, for trying things out."""
        changed = getattr(self.rules, rule).model_copy(update=settings)
        return self.model_copy(update={"rules": self.rules.model_copy(update={rule: changed})})
