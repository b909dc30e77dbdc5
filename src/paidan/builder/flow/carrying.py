"""Carrying out what a step asks for: writes to the record, notices, timers, hand-overs, and whom the record is open to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from paidan.builder.actions.telling import tell, touch_inboxes
from paidan.builder.flow import effects
from paidan.builder.flow.happening import (
    FlowActionsDue,
    FlowHandedOver,
    FlowInstanceChanged,
    FlowRecalled,
    kind_of,
    plain,
)
from paidan.builder.flow.plan import FlowVersion
from paidan.builder.flow.settings.human import HumanSettings
from paidan.builder.flow.staffing import Staff
from paidan.builder.flow.state import RowId, Task
from paidan.builder.flow.step import StepResult
from paidan.builder.flow.timing_rows import keep_timer, share_due
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.loading import model_of
from paidan.builder.records.reading import record_values
from paidan.builder.records.writing import WriteOptions, update_record
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.events.announcing import MAX_DEPTH
from paidan.kernel.timers.arming import arm
from paidan.platform.permissions.access import ALL, ANY, FieldRight, Grant, access_of
from paidan.platform.permissions.opening import grant_record_access, revoke_record_access

ACTIONS = "flow.actions"
"""A timer by which actions run that would be one reaction too many in a chain of events: a long row of automation
nodes is no loop, the checks before publishing have seen to that."""


class OwnChanges:
    """Fields of the record that a flow changed itself, until it looks at them."""

    def __init__(self) -> None:
        self.fields: set[str] = set()

    def take(self) -> frozenset[str]:
        """Return what changed and forget it."""
        found = frozenset(self.fields)
        self.fields.clear()
        return found


class Carrier:
    """Carries out one step."""

    def __init__(
        self,
        tx: Tx,
        object_key: str,
        record_id: RowId,
        instance_id: RowId,
        flow_key: str,
        version: FlowVersion,
        result: StepResult,
    ) -> None:
        self.tx, self.version, self.result = tx, version, result
        self.object, self.record, self.instance = object_key, record_id, instance_id
        self.flow_key = flow_key
        self.about: dict[str, Any] = {"object": object_key, "record": record_id, "instance": instance_id}

    def open_and_close(self) -> None:
        """Open the record to whoever holds an open task, and close it when the task is no longer theirs."""
        touched: set[int] = set()
        for change in self.result.changes:
            if not isinstance(change.row, Task):
                continue
            reason = f"task:{change.row.id}"
            before, after = _holders(change.was), _holders(change.row)
            for person in sorted(after - before):
                grant_record_access(
                    self.tx, object_key=self.object, record_id=self.record, person_id=person, reason=reason
                )
            for person in sorted(before - after):
                revoke_record_access(self.tx, record_id=self.record, reason=reason, person_id=person)
            touched |= before | after
        touch_inboxes(self.tx, sorted(touched))

    def carry_out(self) -> None:
        """Do every effect, in order; writes that follow each other are one write."""
        timed = False
        for effect in _merged(self.result.effects):
            timed = timed or isinstance(effect, effects.ArmTimer)
            self._do(effect)
        if timed:
            share_due(self.tx, self.instance)

    def _do(self, effect: effects.Effect) -> None:
        match effect:
            case effects.SetFields():
                self._set_fields(effect)
            case effects.Notify():
                self._tell(effect.people, effect.message, effect.node, dict(effect.params))
            case effects.CarbonCopy():
                self._copy(effect)
            case effects.NobodyFound():
                people = effect.people or tuple(Staff(self.tx, self.object).administrators())
                label = self.version.label(effect.node) if effect.node else {}
                self._tell(people, "flow.notice.nobody_found", effect.node, {"node": label, "reason": effect.reason})
            case effects.ArmTimer():
                keep_timer(self.tx, effect, object_key=self.object, record_id=self.record, instance_id=self.instance)
            case effects.RunActions():
                self._run_actions(effect)
            case effects.HandOver():
                given = FlowHandedOver(
                    **self.about,
                    token=effect.token_id,
                    epoch=effect.epoch,
                    node=effect.node,
                    to=effect.kind,
                    settings=plain(dict(effect.settings)),
                )
                self.tx.announce(given)
            case effects.Recall():
                recalled = FlowRecalled(**self.about, token=effect.token_id, epoch=effect.epoch, node=effect.node)
                self.tx.announce(recalled)
            case effects.InstanceChanged():
                changed = FlowInstanceChanged(**self.about, flow=self.flow_key, state=effect.state, note=effect.note)
                self.tx.announce(changed)

    def _set_fields(self, effect: effects.SetFields) -> None:
        if effect.source == "form":
            options = WriteOptions(field_rights=self._opened(effect.node), reach_opened=True)
            with filling_rows(self.tx, self.object, effect.values):
                update_record(self.tx, self.object, self.record, effect.values, options=options)
            return
        with acting_as_flow(self.tx):
            options = WriteOptions(check_required=False)
            update_record(self.tx, self.object, self.record, effect.values, options=options)

    def _opened(self, node: str) -> dict[str, FieldRight]:
        settings = self.version.place(node).settings
        assert isinstance(settings, HumanSettings)
        fields = set(settings.form.fields)
        if settings.form.others in ("edit", "required"):
            fields |= {key for e in self.result.effects if isinstance(e, effects.SetFields) for key in e.values}
        return {key: FieldRight.EDIT for key in fields if settings.form.may_edit(key)}

    def _tell(self, people: tuple[int, ...], message: str, node: str, params: dict[str, Any]) -> None:
        shown = plain({"instance": self.instance, "at": node, **self._called(), **params})
        tell(self.tx, people, message, shown, object_key=self.object, record_id=self.record)

    def _called(self) -> dict[str, str]:
        """Number and title of the record, for the words of notices."""
        stored = record_values(self.tx, self.object, self.record)
        return {"number": stored["number"] or "", "title": stored["title"] or ""}

    def _copy(self, effect: effects.CarbonCopy) -> None:
        for person in effect.people:
            grant_record_access(
                self.tx,
                object_key=self.object,
                record_id=self.record,
                person_id=person,
                reason=f"copy:{self.instance}",
            )
        label = self.version.label(effect.node)
        facts = {"people": list(effect.people)}
        self.tx.announce(kind_of("copied")(**self.about, node=effect.node, label=label, facts=facts))
        self._tell(effect.people, "flow.notice.copied", effect.node, {"node": label})

    def _run_actions(self, effect: effects.RunActions) -> None:
        due = FlowActionsDue(
            **self.about,
            token=effect.token_id,
            epoch=effect.epoch,
            node=effect.node,
            initiator=self.result.state.instance.initiator,
            actions=[dict(action) for action in effect.actions],
            wait=effect.wait,
        )
        if self.tx.cause is not None and self.tx.cause.depth + 1 >= MAX_DEPTH:
            arm(self.tx, ACTIONS, self.tx.now, object=self.object, record=self.record, payload=due.data())
        else:
            self.tx.announce(due)


def _holders(row: Any) -> frozenset[int]:
    return frozenset(row.holders) if isinstance(row, Task) and row.state == "open" else frozenset()


def _merged(found: tuple[effects.Effect, ...]) -> Iterator[effects.Effect]:
    """Yield effects, those that set fields for the same reason put together where nothing lies between them."""
    held: effects.SetFields | None = None
    for effect in found:
        if isinstance(effect, effects.SetFields):
            same = held and held.source == effect.source and (effect.source == "flow" or held.node == effect.node)
            if held is not None and not same:
                yield held
                held = None
            values = {**held.values, **effect.values} if held else effect.values
            held = effects.SetFields(values, effect.source, effect.node)
            continue
        if held is not None:
            yield held
            held = None
        yield effect
    if held is not None:
        yield held


@contextmanager
def filling_rows(tx: Tx, object_key: str, fields: Iterable[str]) -> Iterator[None]:
    """Let the actor write the rows of subforms that a form has opened to him, whatever his roles say of them."""
    own = model_of(tx).object(object_key).fields
    children = [str(own[key].linked_object) for key in fields if key in own and own[key].type.shape is Shape.CHILDREN]
    actor = tx.actor
    if children and actor.kind == "person":
        access = access_of(actor)
        rows = {child: (Grant(child, frozenset({ANY}), ALL, FieldRight.EDIT),) for child in children}
        tx.actor = replace(actor, access=replace(access, grants={**access.grants, **rows}))
    try:
        yield
    finally:
        tx.actor = actor


@contextmanager
def acting_as_flow(tx: Tx) -> Iterator[None]:
    """Let the flow itself act, with every right, for a moment."""
    actor = tx.actor
    tx.actor = Actor(kind="service", name="flow", source="flow", language=actor.language)
    try:
        yield
    finally:
        tx.actor = actor
