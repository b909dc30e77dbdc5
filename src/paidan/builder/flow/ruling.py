"""What the initiator or an administrator does to a whole instance: withdraw, suspend, resume, terminate, jump."""

from __future__ import annotations

from paidan.builder.flow import commands, errors, halting
from paidan.builder.flow.leaving import finish, go_to
from paidan.builder.flow.outcomes import look_at_record
from paidan.builder.flow.permitting import reason_given
from paidan.builder.flow.settings.human import HumanSettings
from paidan.builder.flow.work import Work


def withdraw(work: Work, command: commands.Withdraw) -> None:
    """Call the instance off, as its initiator, before anybody has acted or while the nodes allow it.

    Raises: NotInitiator, WithdrawTooLate, ReasonRequired.
    """
    reason_given(command.reason)
    if command.actor is None or command.actor != work.instance.initiator:
        raise errors.NotInitiator()
    if work.instance.acted and not _withdrawal_allowed(work):
        raise errors.WithdrawTooLate()
    work.happened("withdrawn", reason=command.reason)
    work.set_status(work.version.graph.status_when.withdrawn, "")
    finish(work, "withdrawn", command.reason)


def _withdrawal_allowed(work: Work) -> bool:
    """Whether work stands only at nodes that allow it; the initiator's own start node always does."""
    settings = [(t.node, work.place_of(t).settings) for t in work.tokens.values() if t.open and t.waits != "arms"]
    return all(node == work.version.start or (isinstance(s, HumanSettings) and s.may_withdraw) for node, s in settings)


def suspend(work: Work, command: commands.Suspend) -> None:
    """Hold the instance; its timers stand still. Raises: ReasonRequired."""
    reason_given(command.reason)
    work.happened("suspended", reason=command.reason, open_tasks=[t.id for t in work.to_do()])
    halting.halt(work, "suspended", command.reason)


def unsuspend(work: Work, command: commands.Unsuspend) -> None:
    """Let a suspended or stopped instance go on. Raises: NotSuspended, ReasonRequired."""
    reason_given(command.reason)
    if work.instance.state not in ("suspended", "stopped"):
        raise errors.NotSuspended(state=work.instance.state)
    work.happened("resumed", reason=command.reason, was=work.instance.state)
    halting.go_on(work)
    look_at_record(work)


def terminate(work: Work, command: commands.Terminate) -> None:
    """End the instance now; clocks, stock and dispatch hear of it. Raises: ReasonRequired."""
    reason_given(command.reason)
    work.happened("terminated", reason=command.reason, open_tasks=[t.id for t in work.to_do()])
    work.set_status(work.version.graph.status_when.terminated, "")
    finish(work, "terminated", command.reason)


def jump(work: Work, command: commands.Jump) -> None:
    """Move the instance to a node; what it leaves is cancelled. A suspended or stopped instance goes on by it.

    The node must lie in a scope where a token stands: an arm of a parallel block cannot be entered from outside, since
    its sisters would be missing. Raises: ReasonRequired, IllegalTarget.
    """
    reason_given(command.reason)
    place = work.version.place(command.node)
    token = work.token_in(place.scope)
    if token is None:
        raise errors.IllegalTarget(node=work.version.label(command.node))
    work.happened("jumped", token.node, reason=command.reason, to=command.node)
    go_to(work, token, command.node, "jumped")
    if work.instance.state != "active":
        halting.go_on(work)
        look_at_record(work)
