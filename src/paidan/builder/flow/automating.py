"""Running a node's actions after its step is committed, all or none, and reporting to the node that waits for them.

An action that is refused undoes those before it; the node's settings say what follows, or an administrator is told.
What fails for another reason is tried again by the outbox.
"""

from __future__ import annotations

from paidan.builder.actions.action_type import ActionContext, run_action
from paidan.builder.actions.telling import tell
from paidan.builder.flow import commands, errors
from paidan.builder.flow.carrying import ACTIONS
from paidan.builder.flow.happening import FlowActionsDue, FlowActionsFailed
from paidan.builder.flow.running import run_command
from paidan.builder.flow.staffing import Staff
from paidan.kernel.database import Tx
from paidan.kernel.errors import AppError
from paidan.kernel.i18n import LANGUAGES, translate
from paidan.kernel.timers.timer import Timer, TimerKind


def run_actions(tx: Tx, event: FlowActionsDue) -> None:
    """Run the actions of a node, then report `done` or `failed` if it waits for them."""
    failed = _run(tx, event)
    if failed is not None:
        tx.announce(failed)
        if not event.wait:
            _tell_administrators(tx, event, failed)
    if event.wait:
        outcome = "done" if failed is None else "failed"
        command = commands.ExternalOutcome(token_id=event.token, epoch=event.epoch, outcome=outcome)
        try:
            run_command(tx, command, event.instance)
        except (errors.NoLongerWaiting, errors.NotActive):
            return  # the flow has moved on meanwhile; what the actions did stands


def _run(tx: Tx, event: FlowActionsDue) -> FlowActionsFailed | None:
    context = ActionContext(event.object or "", event.record or 0, event.initiator, "flow")
    name = ""
    try:
        with tx.savepoint():
            for action in event.actions:
                name = str(action.get("type"))
                run_action(tx, context, name, action.get("settings") or {})
    except AppError as error:
        problem = {one: translate(f"error.{error.code}", one, **error.params) for one in LANGUAGES}
        return FlowActionsFailed(
            object=event.object,
            record=event.record,
            instance=event.instance,
            node=event.node,
            action=name,
            code=error.code,
            problem=problem,
        )
    return None


def _tell_administrators(tx: Tx, event: FlowActionsDue, failed: FlowActionsFailed) -> None:
    people = Staff(tx, event.object or "").administrators()
    params = {"instance": event.instance, "at": event.node, "node": event.node, "reason": failed.code}
    tell(tx, people, "flow.notice.nobody_found", params, object_key=event.object, record_id=event.record)


def run_later(tx: Tx, timer: Timer) -> None:
    """Run actions that a timer carries."""
    run_actions(tx, FlowActionsDue.of(timer.object, timer.record, timer.payload))


ACTIONS_TIMER = TimerKind(ACTIONS, run_later)
