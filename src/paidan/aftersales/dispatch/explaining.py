"""A decision in sentences, in the reader's language.

Everything said here is read off the stored decision; nothing is worked out anew. Moments are shown on the local clock of
the policy. Names of skills and regions come from the caller, since they change and the decision keeps only their ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from paidan.aftersales.dispatch.decision import Decision, TermDifference
from paidan.aftersales.dispatch.relaxing import Relaxation
from paidan.aftersales.dispatch.scoring import TERMS
from paidan.aftersales.dispatch.spans import moment_of
from paidan.kernel.i18n import Label, translate

_UNITS = {
    "travel": "minutes", "load": "percent", "lateness": "minutes", "window": "minutes", "overtime": "minutes",
    "same_engineer": "yes_no", "known_engineer": "yes_no", "surplus": "levels", "fairness": "minutes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What skills and regions are called, by id; those that are missing are shown by number."""

    skills: Mapping[int, Label | str] = field(default_factory=dict)
    regions: Mapping[int, Label | str] = field(default_factory=dict)


NO_NAMES = Names()


def explain(decision: Decision, language: str) -> list[str]:
    """Say who goes and at what cost, who is next, and how many each rule removed; or why nobody can and what would help."""
    lines = _winner(decision, language) if len(decision.ranking) else _nobody(decision, language)
    for rule, count in decision.removed().items():
        lines.append(translate("dispatch.explain.removed", language, rule=_rule(rule, language), count=count))
    if not len(decision.ranking):
        lines += [_way_out(decision, one, language) for one in decision.relaxations]
        if not decision.relaxations:
            lines.append(translate("dispatch.explain.no_way_out", language))
    return lines


def explain_engineer(decision: Decision, engineer_id: int, language: str, names: Names = NO_NAMES) -> list[str]:
    """Answer "why not this one?": the rule that removed them, or term by term what the winner does better.

    Raises NoSuchCandidate.
    """
    place = decision.place(engineer_id)
    name = decision.names[decision.row(engineer_id)]
    if place is None:
        return [_reason(decision, engineer_id, name, language, names)]
    if place == 0:
        return [translate("dispatch.explain.chosen", language, name=name)]
    winner_id = int(decision.ids[decision.ranking[0]])
    more = int(decision.cost[place] - decision.cost[0])
    winner = decision.names[decision.ranking[0]]
    lines = [
        translate(
            "dispatch.explain.not_chosen", language, name=name, place=place + 1, winner=winner, points=_points(more)
        )
    ]
    return lines + [_difference(one, language) for one in decision.compare(engineer_id, winner_id)]


def _winner(decision: Decision, language: str) -> list[str]:
    name = decision.names[decision.ranking[0]]
    start, finish = _clock(decision, int(decision.start[0])), _clock(decision, int(decision.finish[0]))
    points = _points(int(decision.cost[0]))
    lines = [translate("dispatch.explain.winner", language, name=name, start=start, finish=finish, points=points)]
    for term, units, amount in zip(
        TERMS, decision.units[:, 0].tolist(), decision.amounts()[:, 0].tolist(), strict=True
    ):
        if units and amount:
            lines.append(
                translate(
                    "dispatch.explain.term",
                    language,
                    term=_term(term, language),
                    units=_units(term, units, language),
                    points=_points(amount),
                )
            )
    return lines + _runner_up(decision, language)


def _runner_up(decision: Decision, language: str) -> list[str]:
    if len(decision.ranking) < 2:
        return []
    name = decision.names[decision.ranking[1]]
    more = int(decision.cost[1] - decision.cost[0])
    if not more:
        return [translate("dispatch.explain.tie", language, name=name)]
    first, second = decision.ranked_ids[:2]
    main = decision.compare(second, first)[0]
    return [
        translate(
            "dispatch.explain.runner_up",
            language,
            name=name,
            points=_points(more),
            term=_term(main.term, language),
            units=_units(main.term, main.units, language),
            other=_units(main.term, main.other_units, language),
        )
    ]


def _nobody(decision: Decision, language: str) -> list[str]:
    return [translate("dispatch.explain.nobody", language, count=len(decision.ids))]


def _way_out(decision: Decision, one: Relaxation, language: str) -> str:
    way = translate(f"dispatch.relax.{one.rule}", language, name=one.name, amount=one.amount)
    points = _points(one.cost + one.penalty)
    return translate("dispatch.explain.relax", language, way=way, start=_clock(decision, one.start), points=points)


def _difference(one: TermDifference, language: str) -> str:
    return translate(
        "dispatch.explain.difference",
        language,
        term=_term(one.term, language),
        units=_units(one.term, one.units, language),
        other=_units(one.term, one.other_units, language),
        points=f"+{_points(one.difference)}" if one.difference > 0 else _points(one.difference),
    )


def _reason(decision: Decision, engineer_id: int, name: str, language: str, names: Names) -> str:
    broken = decision.broken_rule(engineer_id)
    if broken is None:
        return translate("dispatch.explain.chosen", language, name=name)
    rule, (a, b, c) = broken
    key = f"dispatch.reason.{rule}"
    if rule == "skill":
        key += "" if c else ".none"
        return translate(key, language, name=name, skill=_skill(names, a, language), needed=b, had=c)
    if rule == "certificate":
        until, day = date.fromordinal(b), date.fromordinal(c)
        return translate(key, language, name=name, skill=_skill(names, a, language), until=until, day=day)
    if rule == "region":
        region = names.regions.get(a) or translate("dispatch.label.region", language, id=a)
        return translate(key, language, name=name, region=region)
    if rule == "leave":
        return translate(key, language, name=name, start=_clock(decision, a), end=_clock(decision, b))
    if rule == "roster":
        return translate(key + (".none" if a < 0 else ""), language, name=name, minutes=a, allowed=b)
    if rule == "window":
        start, latest = _clock(decision, a), _clock(decision, b)
        return translate(key, language, name=name, start=start, latest=latest, minutes=c)
    return translate(key, language, name=name, has=a, cap=b)


def _skill(names: Names, skill_id: int, language: str) -> Label | str:
    return names.skills.get(skill_id) or translate("dispatch.label.skill", language, id=skill_id)


def _rule(rule: str, language: str) -> str:
    return translate(f"dispatch.rule.{rule}", language)


def _term(term: str, language: str) -> str:
    return translate(f"dispatch.term.{term}", language)


def _units(term: str, units: int, language: str) -> str:
    kind = _UNITS[term]
    if kind == "yes_no":
        return translate("dispatch.unit.yes" if units else "dispatch.unit.no", language)
    return translate(f"dispatch.unit.{kind}", language, n=units // 10 if kind == "percent" else units)


def _points(milli: int) -> str:
    """Write milli-points as points, without needless zeros: 12500 → "12.5"."""
    sign, whole = "-" if milli < 0 else "", abs(milli)
    return f"{sign}{whole // 1_000}.{whole % 1_000:03d}".rstrip("0").rstrip(".")


def _clock(decision: Decision, minute: int) -> str:
    local = moment_of(minute) + timedelta(minutes=decision.utc_offset_minutes)
    return f"{local:%m-%d %H:%M}"
