"""From assignee rules to people: asking the rules, then applying the node's policies to what they found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paidan.builder.flow.plan import Place
from paidan.builder.flow.ports import Asking
from paidan.builder.flow.settings.assignees import AssigneeRule, ByField, ByInitiator, ByLastHandler, ByPerson
from paidan.builder.flow.settings.human import HumanSettings
from paidan.builder.flow.state import PersonId
from paidan.builder.flow.work import Work


@dataclass(frozen=True, slots=True)
class Found:
    """One person for a slot. passes: why the slot counts as agreed without being asked."""

    person: PersonId
    origin: str = "assigned"
    on_behalf_of: PersonId | None = None
    passes: str = ""


def find_people(work: Work, rules: Iterable[AssigneeRule], node: str) -> tuple[PersonId, ...]:
    """Return everybody whom the rules name, each once, in the order of the rules."""
    asking = Asking(work.record, work.instance, node)
    found: dict[PersonId, None] = {}
    for rule in rules:
        found.update(dict.fromkeys(_ask(work, rule, asking)))
    return tuple(found)


def _ask(work: Work, rule: AssigneeRule, asking: Asking) -> Sequence[PersonId]:
    match rule:
        case ByPerson():
            return rule.people
        case ByInitiator():
            initiator = work.instance.initiator
            return () if initiator is None else (initiator,)
        case ByField():
            value = work.record.get(rule.field)
            return () if value is None else tuple(value) if isinstance(value, list | tuple) else (value,)
        case ByLastHandler():
            handled = work.instance.handled.get(rule.node)
            return handled.people if handled else ()
        case _:
            return work.ports.people.find(rule, asking)


def seat_people(work: Work, place: Place, people: Sequence[PersonId]) -> list[Found]:
    """Apply the node's policies to the people found: accounts closed, people away, initiator, same person."""
    settings: HumanSettings = place.settings
    found: dict[PersonId, Found] = {}
    for person in people:
        for candidate in _present(work, settings, person):
            final = _own_case(work, place, candidate)
            found.setdefault(final.person, final)
    return list(found.values())


def _present(work: Work, settings: HumanSettings, person: PersonId) -> list[Found]:
    standing = work.ports.people.standing(person)
    if standing.state == "active":
        return [Found(person)]
    if standing.state == "disabled":
        return substitutes(work, settings.policies.disabled, person)
    if standing.deputy is not None and is_active(work, standing.deputy):
        return [Found(standing.deputy, "deputy", person)]
    return substitutes(work, settings.policies.away, person)


def substitutes(work: Work, policy: str, person: PersonId) -> list[Found]:
    """Return who acts instead of somebody unsuitable; nobody with the policy `drop` or where nobody is there."""
    if policy == "ask":
        return [Found(person)]
    if policy == "leader":
        leader = leader_of(work, person)
        return [] if leader is None else [Found(leader, "leader", person)]
    if policy == "administrator":
        return [Found(p, "administrator", person) for p in administrators(work)[:1]]
    return []


def leader_of(work: Work, person: PersonId) -> PersonId | None:
    """Return the nearest leader above a person who is active; ten steps up at most."""
    leader = work.ports.people.leader_of(person)
    for _ in range(10):
        if leader is None or is_active(work, leader):
            return leader
        leader = work.ports.people.leader_of(leader)
    return None


def is_active(work: Work, person: PersonId) -> bool:
    """Whether a person can act today."""
    return work.ports.people.standing(person).state == "active"


def administrators(work: Work) -> tuple[PersonId, ...]:
    """Return the administrators who can act."""
    return tuple(p for p in work.ports.people.administrators() if is_active(work, p))


def _own_case(work: Work, place: Place, found: Found) -> Found:
    policies = place.settings.policies
    initiator = work.instance.initiator
    if found.person == initiator and place.id != work.version.start:
        if policies.initiator == "pass":
            return Found(found.person, found.origin, found.on_behalf_of, passes="initiator")
        leader = leader_of(work, found.person) if policies.initiator == "leader" else None
        if leader is not None:
            return Found(leader, "leader", found.person)
    if policies.same_person == "pass" and _agreed_before(work, place.id, found.person):
        return Found(found.person, found.origin, found.on_behalf_of, passes="same_person")
    return found


def _agreed_before(work: Work, node: str, person: PersonId) -> bool:
    start = work.version.start
    return any(h.counts and person in h.people for n, h in work.instance.handled.items() if n not in (node, start))
