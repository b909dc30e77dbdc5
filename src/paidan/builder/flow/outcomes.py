"""What arrives from outside while a token rests: an outcome of what was handed over, or a change of the record."""

from __future__ import annotations

from dataclasses import replace

from paidan.builder.flow import commands, errors, timing
from paidan.builder.flow.decisions import Hold
from paidan.builder.flow.plan import Place
from paidan.builder.flow.state import RowId, Token
from paidan.builder.flow.walking import carry_out, visit
from paidan.builder.flow.work import Work


def live_token(work: Work, token_id: RowId, epoch: int) -> Token | None:
    """Return the token that a timer or a hand-over names, None once it has moved on."""
    token = work.tokens.get(token_id)
    return token if token and token.open and token.epoch == epoch else None


def external_outcome(work: Work, command: commands.ExternalOutcome) -> None:
    """Let the node's type decide what an outcome means. Raises: NoLongerWaiting, OutcomeUnknown."""
    token = live_token(work, command.token_id, command.epoch)
    if token is None or token.waits not in ("external", "event"):
        raise errors.NoLongerWaiting(outcome=command.outcome)
    place = work.place_of(token)
    shown = visit(work, place, "forward")
    token = _acted_outside(work, token)
    decision = place.type.outcome(shown, command.outcome, command.sets)
    work.happened("outcome", place.id, outcome=command.outcome, fields=sorted(command.sets))
    if not isinstance(decision, Hold):
        carry_out(work, token, place, decision)


def _acted_outside(work: Work, token: Token) -> Token:
    """Note that somebody outside has acted, so that the act which brought the token here cannot be taken back."""
    came = token.came_from
    if came is not None and came.touched_by is None:
        came = None if work.actor is None else replace(came, touched_by=work.actor)
        token = replace(token, came_from=came)
        work.put(token)
    return token


def time_reached(work: Work, token: Token, place: Place) -> None:
    """Let a node go on whose time has come."""
    shown = visit(work, place, "forward")
    carry_out(work, token, place, place.type.outcome(shown, "time_reached", {}))


def record_changed(work: Work, command: commands.RecordChanged) -> None:
    """Arm timers around changed date fields again, and let waiting nodes look at the record."""
    for token in [t for t in work.tokens.values() if t.open]:
        timing.arm(work, token, work.place_of(token), fields=command.fields)
    look_at_record(work)


def look_at_record(work: Work) -> None:
    """Let nodes that wait for the record to fit look at it."""
    for token_id in [t.id for t in work.tokens.values() if t.waits == "event"]:
        token = work.tokens[token_id]
        if not token.open:
            continue
        place = work.place_of(token)
        decision = place.type.record_changed(visit(work, place, "forward"))
        if decision is not None:
            carry_out(work, token, place, decision)
