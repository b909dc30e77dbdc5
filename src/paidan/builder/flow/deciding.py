"""After every act on a group: is it decided, and what follows."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow.groups import close_group, open_next, seats, verdict, vote_of
from paidan.builder.flow.leaving import finish, go_to, leave, remember
from paidan.builder.flow.places import encloses
from paidan.builder.flow.settings.human import EndRejected, RejectTo
from paidan.builder.flow.state import CameFrom, RowId, SignGroup, Stood, Task, Token
from paidan.builder.flow.votes import votes_needed
from paidan.builder.flow.work import Work


def settle(work: Work, group_id: RowId, by: Task | None, stood: tuple[Stood, ...] = ()) -> None:
    """Close the group if its votes decide it now, and move its token; else ask the next in a sequence.

    by: the act; stood: how the other slots stood before it.
    """
    group = work.groups[group_id]
    result = verdict(work, group)
    if result == "open":
        open_next(work, group, by)
        return
    close_group(work, group, result, "decided", by)
    _tell(work, group, result, by)
    token = came_from(work, work.tokens[group.token_id], by, stood)
    if result == "passed":
        remember(work, group)
        leave(work, token, work.place_of(token))
    else:
        _rejected(work, token, by)


def _tell(work: Work, group: SignGroup, result: str, by: Task | None) -> None:
    votes = [vote_of(work, seat) for seat in seats(work, group)]
    work.happened(
        "group_decided",
        group.node,
        result=result,
        mode=group.mode,
        asked=len(votes),
        agreed=votes.count("agree"),
        rejected=votes.count("reject"),
        needed=votes_needed(len(votes), group.percent) if group.mode == "vote" else None,
        by_task=by.id if by else None,
    )


def _rejected(work: Work, token: Token, by: Task | None) -> None:
    rule = work.human(token).on_reject
    if isinstance(rule, EndRejected):
        work.set_status(work.version.graph.status_when.rejected, token.node)
        finish(work, "rejected", by=by)
    elif isinstance(rule, RejectTo):
        go_to(work, token, rule.node, "rejected", by=by)
    else:
        go_to(work, token, work.version.start, "rejected", by=by)


def came_from(work: Work, token: Token, by: Task | None, stood: tuple[Stood, ...]) -> Token:
    """Note on a token which act moves it now."""
    act = CameFrom(by.id, token.node, stood, token.resume) if by else None
    token = replace(token, came_from=act)
    work.put(token)
    return token


def touch(work: Work, task: Task) -> None:
    """Note that somebody has acted: from now on, acts before the block around it cannot be taken back."""
    scope = work.token_of(task).scope
    for token in list(work.tokens.values()):
        around = token.open and token.scope != scope and encloses(token.scope, scope)
        if around and token.came_from and token.came_from.touched_by is None:
            work.put(replace(token, came_from=replace(token.came_from, touched_by=work.actor)))
    if task.node != work.version.start and not work.instance.acted:
        work.put(replace(work.instance, acted=True))
