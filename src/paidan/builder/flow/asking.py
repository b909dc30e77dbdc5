"""Opening a sign group when a token enters a human node."""

from __future__ import annotations

from collections.abc import Sequence

from paidan.builder.flow.assigning import Found, administrators, find_people, leader_of, seat_people
from paidan.builder.flow.effects import NobodyFound
from paidan.builder.flow.groups import announce
from paidan.builder.flow.plan import Place
from paidan.builder.flow.settings.human import HumanSettings
from paidan.builder.flow.state import PersonId, SignGroup, Task, Token
from paidan.builder.flow.work import Work


def open_group(work: Work, token: Token, place: Place, people: Sequence[PersonId] | None) -> SignGroup | None:
    """Open the group of a human node and return it; None when nobody was found and the node is skipped.

    people: exactly these instead of the node's rules.
    """
    settings: HumanSettings = place.settings
    named = find_people(work, settings.assignees, place.id) if people is None else people
    found = seat_people(work, place, named)
    if not found:
        return _nobody(work, token, place, settings)
    group = _group(work, token, settings)
    asked = [f for f in found if not f.passes]
    if settings.open_as == "pool" and people is None and len(found) > 1:
        announce(work, [_pool(work, group, tuple(f.person for f in found), "assigned")])
        return group
    announce(work, [_slot(work, group, f, seq, asked) for seq, f in enumerate(found)])
    for passed in (f for f in found if f.passes):
        work.happened("passed_over", place.id, person=passed.person, why=passed.passes)
    return group


def _nobody(work: Work, token: Token, place: Place, settings: HumanSettings) -> SignGroup | None:
    policy = settings.policies.nobody
    if policy == "skip":
        work.happened("skipped", place.id, why="nobody_found")
        return None
    leader = None
    if policy == "team_leader" and work.instance.initiator is not None:
        leader = leader_of(work, work.instance.initiator)
    people = administrators(work) if leader is None else (leader,)
    work.happened("nobody_found", place.id, people=list(people))
    work.effects.append(NobodyFound(place.id, people))
    group = _group(work, token, settings)
    announce(work, [_pool(work, group, people, "administrator" if leader is None else "leader")])
    return group


def _group(work: Work, token: Token, settings: HumanSettings) -> SignGroup:
    group = SignGroup(
        id=work.ports.new_id(),
        instance_id=work.instance.id,
        token_id=token.id,
        node=token.node,
        epoch=token.epoch,
        mode=settings.mode,
        percent=settings.percent,
        veto=settings.veto,
    )
    work.put(group)
    return group


def new_task(work: Work, group: SignGroup, **values: object) -> Task:
    """Keep and return a new task of a group; its own seat unless another is given."""
    id_ = work.ports.new_id()
    facts: dict[str, object] = {
        "id": id_,
        "instance_id": group.instance_id,
        "group_id": group.id,
        "token_id": group.token_id,
        "node": group.node,
        "epoch": group.epoch,
        "role": "seat",
        "seat": id_,
        "state": "open",
    }
    facts.update(values)
    if facts["state"] == "open":
        facts["opened_at"] = work.now
    task = Task(**facts)  # type: ignore[arg-type]
    work.put(task)
    return task


def _pool(work: Work, group: SignGroup, people: tuple[PersonId, ...], origin: str) -> Task:
    if len(people) == 1:
        return new_task(work, group, assignee=people[0], origin=origin)
    return new_task(work, group, candidates=people, origin=origin)


def _slot(work: Work, group: SignGroup, found: Found, seq: int, asked: list[Found]) -> Task:
    facts = {"assignee": found.person, "on_behalf_of": found.on_behalf_of, "origin": found.origin, "seq": seq}
    if found.passes:
        note = found.passes
        return new_task(work, group, **facts, state="done", vote="agree", closed_at=work.now, note=note)
    waits = group.mode == "sequence" and found is not asked[0]
    return new_task(work, group, **facts, state="waiting" if waits else "open")
