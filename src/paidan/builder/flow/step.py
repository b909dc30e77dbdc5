"""One step of the engine: a command goes in, rows, events and effects come out. Nothing else is read or touched.

The service applies a step in one transaction: the instance row by compare-and-set on its `rev`, each task by
compare-and-set on the state it had (`RowChange.was`), then the events, then the effects in order. If another step was
quicker, nothing is written, and the command is tried again on what is there now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from paidan.builder.flow import (
    acting,
    commands,
    errors,
    firing,
    handing,
    outcomes,
    returning,
    ruling,
    signers,
    urging,
)
from paidan.builder.flow.effects import Effect
from paidan.builder.flow.events import FlowEvent
from paidan.builder.flow.permitting import open_task
from paidan.builder.flow.plan import FlowVersion
from paidan.builder.flow.ports import Ports, RecordView
from paidan.builder.flow.state import FlowState, Instance, Row, SignGroup, Task, Token
from paidan.builder.flow.walking import walk
from paidan.builder.flow.work import Work


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row to write. `was` is the row as the step saw it, None for a new one; `close` ends a row that was live."""

    op: Literal["insert", "update", "close"]
    row: Row
    was: Row | None = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step asks to be written, told and done. `state` is the given state with the changes made.

    A command that was void (a late timer, a note already taken) has no changes, events or effects.
    """

    changes: tuple[RowChange, ...]
    events: tuple[FlowEvent, ...]
    effects: tuple[Effect, ...]
    state: FlowState


HANDLERS: Mapping[type[commands.Command], Callable[[Work, Any], None]] = {
    commands.Claim: acting.claim,
    commands.Release: acting.put_back,
    commands.See: acting.see,
    commands.SaveDraft: acting.save_draft,
    commands.Complete: acting.act,
    commands.Agree: acting.act,
    commands.Reject: acting.act,
    commands.ReturnTo: returning.return_to,
    commands.TakeBack: returning.take_back,
    commands.Transfer: handing.transfer,
    commands.Delegate: handing.delegate,
    commands.Reassign: handing.reassign,
    commands.PersonLeft: handing.person_left,
    commands.AddSigner: signers.add_signer,
    commands.RemoveSigner: signers.remove_signer,
    commands.Urge: urging.urge,
    commands.Withdraw: ruling.withdraw,
    commands.Suspend: ruling.suspend,
    commands.Unsuspend: ruling.unsuspend,
    commands.Terminate: ruling.terminate,
    commands.Jump: ruling.jump,
    commands.TimerFired: firing.timer_fired,
    commands.ExternalOutcome: outcomes.external_outcome,
    commands.RecordChanged: outcomes.record_changed,
}

WHILE_HALTED = (
    commands.Unsuspend,
    commands.Terminate,
    commands.Jump,
    commands.Reassign,
    commands.PersonLeft,
    commands.TimerFired,
)
"""Commands that a suspended or stopped instance takes; a timer is then void and armed again on resuming."""

VOID_WHEN_ENDED = (commands.TimerFired, commands.RecordChanged, commands.PersonLeft)


def step(
    version: FlowVersion,
    state: FlowState | None,
    record: RecordView,
    command: commands.Command,
    now: datetime,
    ports: Ports,
) -> StepResult:
    """Carry out one command on an instance.

    state: the rows named in `FlowState`; None for `Start` alone. now: UTC.
    Raises: the refusals of `errors`; nothing is changed then.
    """
    if isinstance(command, commands.Start):
        work = _begin(version, state, record, command, now, ports)
    else:
        if state is None:
            raise errors.NotActive(state="none")
        work = Work(version, state, record, now, ports, command.actor)
        if _is_void(work, command):
            return StepResult((), (), (), state)
        HANDLERS[type(command)](work, command)
    return complete(work, new=state is None)


def complete(work: Work, *, new: bool = False) -> StepResult:
    """Let every token that is on its way come to rest, and return what has become of the rows."""
    walk(work)
    return _result(work, new=new)


def _begin(
    version: FlowVersion,
    state: FlowState | None,
    record: RecordView,
    command: commands.Start,
    now: datetime,
    ports: Ports,
) -> Work:
    if state is not None:
        raise errors.AlreadyStarted()
    instance = Instance(
        id=command.instance_id,
        version_id=version.id,
        record_id=record.id,
        initiator=command.initiator,
        started_at=now,
    )
    work = Work(version, FlowState(instance), record, now, ports, command.actor)
    token = Token(
        id=ports.new_id(),
        instance_id=instance.id,
        node=version.start,
        scope="",
        epoch=work.next_epoch(),
        entered_at=now,
        clock_from=now,
    )
    work.put(token)
    work.happened("started", initiator=command.initiator, version=version.id)
    work.send(token, version.first, "start")
    return work


def _is_void(work: Work, command: commands.Command) -> bool:
    """Whether a command means nothing now. Raises: NotActive for one that would have meant something."""
    state = work.instance.state
    if state == "active":
        return False
    if state in ("suspended", "stopped"):
        if isinstance(command, commands.RecordChanged):
            return True
        if isinstance(command, WHILE_HALTED):
            return False
    elif isinstance(command, VOID_WHEN_ENDED):
        return True
    elif isinstance(command, commands.TaskCommand) and not isinstance(command, commands.TakeBack):
        open_task(work, command.task_id)
    raise errors.NotActive(state=state, note=work.instance.note)


def _result(work: Work, *, new: bool) -> StepResult:
    before = work.before
    changes = [
        *_compare(before.tokens, work.tokens.values()),
        *_compare(before.groups, work.groups.values()),
        *_compare(before.tasks, work.tasks.values()),
    ]
    if not (changes or work.events or work.effects or work.instance != before.instance):
        return StepResult((), (), (), before)
    instance = work.instance if new else replace(work.instance, rev=before.instance.rev + 1)
    first = RowChange("insert", instance) if new else RowChange("update", instance, before.instance)
    state = FlowState(instance, tuple(work.tokens.values()), tuple(work.groups.values()), tuple(work.tasks.values()))
    return StepResult((first, *changes), tuple(work.events), tuple(work.effects), state)


def _compare(
    before: Iterable[Token | SignGroup | Task], after: Iterable[Token | SignGroup | Task]
) -> Iterable[RowChange]:
    known = {row.id: row for row in before}
    for row in after:
        was = known.get(row.id)
        if was is None:
            yield RowChange("insert", row)
        elif row is not was and row != was:
            yield RowChange("close" if _live(was) and not _live(row) else "update", row, was)


def _live(row: Token | SignGroup | Task) -> bool:
    if isinstance(row, Token):
        return row.open
    return row.is_live if isinstance(row, Task) else row.state == "open"
