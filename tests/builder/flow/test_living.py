"""Flows that are alive: started with records, claimed, handed in and decided, and seen by the record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from tests.builder.conftest import Hand
from tests.builder.flow.conftest import approve, branch, end, graph, handle, node, parallel, start
from tests.builder.flow.living import FORM, Company, drawing, hire

from paidan.builder.flow import commands as c
from paidan.builder.flow import errors
from paidan.builder.flow.rows import load_state, write_changes
from paidan.builder.flow.running import ports_for
from paidan.builder.flow.service import list_waiting, report_event, report_outcome, run_command
from paidan.builder.flow.step import step
from paidan.builder.flow.tables import candidates, flows, tasks, versions
from paidan.builder.flow.versions import version_of
from paidan.builder.flow.viewing import view_record
from paidan.builder.records import record_values, restore_record, trash_record, update_record
from paidan.kernel.clock import ManualClock
from paidan.kernel.database import Database
from paidan.kernel.errors import AppError
from paidan.kernel.events.tables import events
from paidan.kernel.product import Product
from paidan.kernel.settings import Settings
from paidan.kernel.timers.sweeping import Sweeper
from paidan.kernel.timers.tables import timers
from paidan.main import open_product
from paidan.platform.identity.people import disable_person
from paidan.platform.notifications.tables import notifications
from paidan.platform.permissions.tables import record_access


@pytest.fixture
def company(database: Database, make: Hand) -> Company:
    """Ann reports; Ben, Cai and Dan work; nothing is drawn yet."""
    return Company(database, database.write_now(lambda tx: hire(tx, "ann", "ben", "cai", "dan")))


@pytest.fixture
def office(company: Company) -> Company:
    """The same with the usual flow: work, then two signatures."""
    people = company.people
    company.draw(drawing(people["ben"], people["cai"], people["dan"]))
    return company


def signing(company: Company) -> int:
    """A thing that Cai and Dan are to sign."""
    thing = company.report("ann")
    task = company.task("ben", thing)
    company.do("ben", c.Claim(task_id=task))
    company.do("ben", c.Complete(task_id=task, fields={"hours": 1}))
    return thing


def both(company: Company, *acts: tuple[str, c.Command]) -> list[str]:
    """Let people act at the same moment; return the codes of what was refused."""

    def act(who: str, command: c.Command) -> str:
        try:
            company.do(who, command)
        except AppError as error:
            return error.code
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(lambda one: act(*one), acts))


# -- the way --------------------------------------------------------------------------------------------------------


def test_a_new_record_starts_its_flow_and_the_pool_sees_it(office: Company):
    thing = office.report("ann")
    assert office.open_at(thing) == {"work": ["ben", "cai"]}
    assert office.status(thing) == "doing"


def test_a_thing_goes_from_hand_to_hand_to_its_end(office: Company):
    thing = signing(office)
    assert office.open_at(thing) == {"sign": ["cai", "dan"]}
    office.do("cai", c.Agree(task_id=office.task("cai", thing)))
    office.do("dan", c.Agree(task_id=office.task("dan", thing)))
    assert office.instance(thing)[1] == "completed"
    assert office.status(thing) == "done"


def test_an_object_without_a_flow_starts_none(company: Company):
    assert company.instance(company.report("ann")) is None


def test_what_is_imported_silently_starts_nothing(office: Company):
    def import_one(tx: Any) -> int:
        from paidan.builder.records import create_record

        tx.silent = True
        return create_record(tx, "thing", {"summary": "旧单"})

    assert office.instance(office.write(import_one)) is None


def test_the_first_flow_that_fits_the_record_is_started(company: Company):
    ben, cai = company.people["ben"], company.people["cai"]
    company.draw(graph(start(), handle("rush", ben), end()), "rush", start_when="{urgent}")
    company.draw(graph(start(), handle("calm", cai), end()), "calm")
    assert company.open_at(company.report("ann", urgent=True, reason="急")) == {"rush": ["ben"]}
    assert company.open_at(company.report("ann")) == {"calm": ["cai"]}


def test_what_is_sent_back_is_replayed_through_every_node(office: Company):
    thing = signing(office)
    office.do("dan", c.Agree(task_id=office.task("dan", thing)))
    office.do("cai", c.ReturnTo(task_id=office.task("cai", thing), node="work", opinion="再查"))
    assert office.open_at(thing) == {"work": ["ben", "cai"]}
    task = office.task("ben", thing)
    office.do("ben", c.Claim(task_id=task))
    office.do("ben", c.Complete(task_id=task))
    assert office.open_at(thing) == {"sign": ["cai", "dan"]}


def test_everything_that_happened_is_on_the_timeline(office: Company):
    thing = signing(office)
    rows = office.rows(
        sa.select(events.c.kind, events.c.actor_name).where(events.c.record == thing).order_by(events.c.id)
    )
    kinds = [kind for kind, _ in rows]
    assert kinds.index("record.created") < kinds.index("flow.started") < kinds.index("flow.claimed")
    assert ("flow.completed", f"P{office.people['ben']}") in rows
    assert ("record.updated", "flow") in rows


def test_a_flow_goes_on_after_a_restart(office: Company, settings: Settings, clock: ManualClock):
    thing = signing(office)
    office.database.close()
    again = open_product(settings, clock)
    try:
        company = Company(again.database, office.people)
        company.do("cai", c.Agree(task_id=company.task("cai", thing)))
        company.do("dan", c.Agree(task_id=company.task("dan", thing)))
        assert company.instance(thing)[1] == "completed"
    finally:
        again.database.close()


# -- at the same moment ---------------------------------------------------------------------------------------------


def test_of_two_who_decide_at_once_one_is_told_what_happened(company: Company):
    people = company.people
    company.draw(drawing(people["ben"], people["cai"], people["dan"], mode="any"))
    thing = signing(company)
    votes = [(who, c.Agree(task_id=company.task(who, thing))) for who in ("cai", "dan")]
    assert both(company, *votes) == ["", "flow.task_not_open"]
    assert company.instance(thing)[1] == "completed"


def test_of_two_who_claim_at_once_one_gets_the_task(office: Company):
    thing = office.report("ann")
    task = office.task("ben", thing)
    assert both(office, ("ben", c.Claim(task_id=task)), ("cai", c.Claim(task_id=task))) == ["", "flow.already_claimed"]
    assert len(office.open_at(thing)["work"]) == 1
    assert office.rows(sa.select(candidates.c.task_id)) == []


def test_two_votes_at_once_both_count(office: Company):
    thing = signing(office)
    votes = [(who, c.Agree(task_id=office.task(who, thing))) for who in ("cai", "dan")]
    assert both(office, *votes) == ["", ""]
    assert office.instance(thing)[1] == "completed"


def test_a_step_on_what_is_no_longer_so_writes_nothing(office: Company):
    thing = office.report("ann")
    instance, task = office.instance(thing)[0], office.task("ben", thing)

    def stale(tx: Any) -> bool:
        state = load_state(tx, instance, task)
        view = view_record(tx, "thing", thing)
        version = version_of(tx, state.instance.version_id)
        late = step(
            version, state, view, c.Claim(task_id=task, actor=office.people["cai"]), tx.now, ports_for(tx, "thing")
        )
        run_command(tx, c.Claim(task_id=task, actor=office.people["ben"]))
        return write_changes(tx, late.changes, {"object": "thing", "record_id": thing, "flow_id": 0})

    assert office.write(stale) is False
    assert office.open_at(thing) == {"work": ["ben"]}


# -- the form -------------------------------------------------------------------------------------------------------


def test_a_node_opens_only_the_fields_it_names(office: Company):
    thing = office.report("ann")
    task = office.task("ben", thing)
    office.do("ben", c.Claim(task_id=task))
    with pytest.raises(errors.FieldNotEditable):
        office.do("ben", c.Complete(task_id=task, fields={"hours": 1, "summary": "改"}))
    with pytest.raises(errors.RequiredFields) as caught:
        office.do("ben", c.Complete(task_id=task, fields={"report": "修了"}))
    assert caught.value.data() == {"keys": ["hours"]}
    assert office.write(lambda tx: record_values(tx, "thing", thing)["report"]) is None


def test_a_required_list_is_filled_by_what_it_holds(company: Company):
    form = {"fields": {"tags": "required", "lines": "required"}}
    company.draw(graph(start(), handle("work", company.people["ben"], form=form), end()))
    thing = company.report("ann")
    task = company.task("ben", thing)
    with pytest.raises(errors.RequiredFields) as caught:
        company.do("ben", c.Complete(task_id=task, fields={"tags": []}))
    assert caught.value.data() == {"keys": ["tags", "lines"]}
    company.do("ben", c.Complete(task_id=task, fields={"tags": ["a"], "lines": [{"part": "铜管", "amount": 5}]}))
    assert company.instance(thing)[1] == "completed"


@pytest.mark.parametrize(("amount", "asked"), [(900, {"boss": ["dan"]}), (100, {})])
def test_a_branch_sees_what_the_form_has_just_brought(company: Company, amount: int, asked: dict[str, list[str]]):
    ben, dan = company.people["ben"], company.people["dan"]
    work = handle("work", ben, form={"fields": {"lines": "edit", "hours": "edit", "price": "edit"}})
    dear = ("dear", "AND({total} > 500, {费用} > 15, {hours} = 2)", [approve("boss", dan)])
    company.draw(graph(start(), work, branch("price", dear), end()))
    thing = company.report("ann")
    filled = {"lines": [{"part": "压缩机", "amount": amount}], "hours": "2", "price": 8}
    company.do("ben", c.Complete(task_id=company.task("ben", thing), fields=filled))
    assert company.open_at(thing) == asked
    assert company.write(lambda tx: float(record_values(tx, "thing", thing)["total"])) == amount


def test_a_record_is_open_to_whoever_has_a_task_there(office: Company):
    def opened(thing: int) -> set[str]:
        names = {number: name for name, number in office.people.items()}
        rows = office.rows(sa.select(record_access.c.person_id).where(record_access.c.record_id == thing))
        return {names[row[0]] for row in rows}

    thing = office.report("ann")
    assert opened(thing) == {"ben", "cai"}
    office.do("ben", c.Claim(task_id=office.task("ben", thing)))
    assert opened(thing) == {"ben"}
    office.do("ben", c.Release(task_id=office.task("ben", thing)))
    assert opened(thing) == {"ben", "cai"}
    office.do("admin", c.Terminate(reason="重复"), office.instance(thing)[0])
    assert opened(thing) == set()
    assert office.instance(thing)[1:] == ("terminated", "重复")


# -- time -----------------------------------------------------------------------------------------------------------


REMIND = {"when": {"kind": "after", "minutes": 60}}
HAND_ON = {"when": {"kind": "after", "minutes": 120}, "action": {"kind": "transfer", "to": []}}


async def test_time_reminds_and_then_hands_the_task_on(company: Company, clock: ManualClock):
    ben, dan = company.people["ben"], company.people["dan"]
    hand_on = {**HAND_ON, "action": {"kind": "transfer", "to": [{"kind": "person", "people": [dan]}]}}
    timed = handle("work", ben, timers={"reminders": [REMIND], "final": hand_on})
    company.draw(graph(start(), timed, end()))
    thing = company.report("ann")
    due = company.rows(sa.select(tasks.c.due_at).where(tasks.c.record_id == thing))[0][0]
    assert due.isoformat() == "2026-11-16T03:00:00+00:00"

    clock.advance(minutes=61)
    assert await Sweeper(company.database).sweep() == 1
    told = company.rows(sa.select(notifications.c.template).where(notifications.c.person_id == ben))
    assert ("flow.notice.reminder",) in told

    clock.advance(minutes=60)
    await Sweeper(company.database).sweep()
    assert company.open_at(thing) == {"work": ["dan"]}


async def test_timers_go_with_the_node_they_belong_to(company: Company, clock: ManualClock):
    timed = handle("work", company.people["ben"], timers={"reminders": [REMIND]})
    company.draw(graph(start(), timed, approve("sign", company.people["dan"]), end()))
    thing = company.report("ann")
    assert len(company.rows(sa.select(timers.c.id).where(timers.c.record == thing))) == 1
    company.do("ben", c.Complete(task_id=company.task("ben", thing)))
    assert company.rows(sa.select(timers.c.id).where(timers.c.record == thing)) == []


async def test_a_timer_around_a_date_field_moves_with_it(company: Company, clock: ManualClock):
    until = {"kind": "time", "when": {"kind": "field", "field": "happened_at", "minutes": 10}}
    company.draw(graph(start(), node("wait", "wait", until=until), approve("sign", company.people["dan"]), end()))
    thing = company.report("ann", happened_at="2026-11-16T02:00:00Z")
    company.write(lambda tx: update_record(tx, "thing", thing, {"happened_at": "2026-11-16T05:00:00Z"}))
    armed = company.rows(sa.select(timers.c.due_at).where(timers.c.record == thing))
    assert [at.isoformat() for (at,) in armed] == ["2026-11-16T05:10:00+00:00"]
    clock.advance(hours=3)
    await Sweeper(company.database).sweep()
    assert company.open_at(thing) == {}
    clock.advance(hours=2)
    await Sweeper(company.database).sweep()
    assert company.open_at(thing) == {"sign": ["dan"]}


# -- the world outside ----------------------------------------------------------------------------------------------


def test_whoever_took_the_work_reports_and_the_flow_goes_on(company: Company):
    company.draw(
        graph(start(), node("send", "external", hand_over={"to": "them"}), handle("work", company.people["ben"]), end())
    )
    thing = company.report("ann")
    (waiting,) = company.write(lambda tx: list_waiting(tx, "thing", thing, node_type="external"))
    (given,) = company.rows(sa.select(events.c.data).where(events.c.kind == "flow.work_handed_over"))
    assert (given[0]["to"], given[0]["settings"]) == ("external", {"to": "them"})
    assert (given[0]["token"], given[0]["epoch"]) == (waiting.token_id, waiting.epoch)

    def finish(tx: Any) -> None:
        place = {"instance_id": waiting.instance_id, "token_id": waiting.token_id, "epoch": waiting.epoch}
        report_outcome(tx, **place, outcome="done", sets={"report": "已接单"})

    company.write(finish)
    assert company.open_at(thing) == {"work": ["ben"]}
    with pytest.raises(errors.NoLongerWaiting):
        company.write(finish)


def test_what_was_handed_over_is_recalled_when_the_flow_leaves(company: Company):
    company.draw(graph(start(), node("send", "external"), end()))
    thing = company.report("ann")
    company.do("admin", c.Terminate(reason="取消"), company.instance(thing)[0])
    kinds = {row[0] for row in company.rows(sa.select(events.c.kind).where(events.c.record == thing))}
    assert "flow.work_recalled" in kinds


def test_a_node_waits_for_an_event_by_its_name(company: Company):
    until = {"kind": "event", "event": "paid"}
    company.draw(graph(start(), node("wait", "wait", until=until), approve("sign", company.people["dan"]), end()))
    thing = company.report("ann")
    assert company.write(lambda tx: report_event(tx, "thing", thing, "other")) == 0
    assert company.write(lambda tx: report_event(tx, "thing", thing, "paid")) == 1
    assert company.open_at(thing) == {"sign": ["dan"]}


def test_a_node_waits_until_the_record_fits_whoever_changes_it(company: Company):
    ben, dan = company.people["ben"], company.people["dan"]
    until = {"kind": "condition", "condition": "{hours} > 1"}
    arms = {
        "a": [handle("work", ben, form={"fields": {"hours": "edit"}})],
        "b": [node("wait", "wait", until=until), approve("sign", dan)],
    }
    company.draw(graph(start(), parallel("both", **arms), end()))
    by_arm, by_hand = company.report("ann"), company.report("ann")
    company.do("ben", c.Complete(task_id=company.task("ben", by_arm), fields={"hours": 2}))
    assert company.open_at(by_arm) == {"sign": ["dan"]}
    company.write(lambda tx: update_record(tx, "thing", by_hand, {"hours": 3}))
    assert company.open_at(by_hand) == {"sign": ["dan"], "work": ["ben"]}


def test_a_flow_in_the_trash_stands_still_and_comes_back(office: Company):
    thing = office.report("ann")
    office.write(lambda tx: trash_record(tx, "thing", thing))
    assert office.instance(thing)[1] == "suspended"
    office.write(lambda tx: restore_record(tx, "thing", thing))
    assert office.instance(thing)[1] == "active"


async def test_the_tasks_of_somebody_who_leaves_move_on(office: Company, product: Product):
    thing = signing(office)
    office.write(lambda tx: disable_person(tx, person_id=office.people["dan"]))
    await product.outbox.deliver_due()
    assert office.open_at(thing) == {"sign": ["admin", "cai"]}


# -- automation -----------------------------------------------------------------------------------------------------


def automatic(*actions: dict[str, Any], **settings: Any) -> Any:
    return node("auto", "automation", actions=list(actions), **settings)


def setting(**values: Any) -> dict[str, Any]:
    return {"type": "set_fields", "settings": {"values": values, "formulas": {"hours": "1 + 1"}}}


async def test_actions_run_after_the_commit_and_the_node_goes_on(company: Company, product: Product):
    ann = company.people["ann"]
    tell = {"type": "notify", "settings": {"to": {"initiator": True}, "text": "{摘要}已{status}", "title": "{summary}"}}
    company.draw(graph(start(), automatic(setting(report="自动"), tell, wait=True), end(status_on_enter="done")))
    thing = company.report("ann")
    assert company.instance(thing)[1] == "active"
    await product.outbox.deliver_due()
    assert company.instance(thing)[1] == "completed"
    values = company.write(lambda tx: record_values(tx, "thing", thing))
    assert (values["report"], float(values["hours"])) == ("自动", 2)
    ((params,),) = company.rows(sa.select(notifications.c.params).where(notifications.c.person_id == ann))
    assert params == {"title": "冰箱不制冷", "text": "冰箱不制冷已新建"}


async def test_actions_are_all_done_or_none_and_the_flow_stops_with_a_reason(company: Company, product: Product):
    company.draw(graph(start(), automatic(setting(report="自动"), setting(status="lost"), wait=True), end()))
    thing = company.report("ann")
    await product.outbox.deliver_due()
    assert company.instance(thing)[1:] == ("stopped", "action_failed")
    assert company.write(lambda tx: record_values(tx, "thing", thing)["report"]) is None
    told = company.rows(sa.select(notifications.c.template).where(notifications.c.person_id == company.people["admin"]))
    assert told == [("flow.notice.nobody_found",)]


async def test_a_long_row_of_automation_is_no_loop(company: Company, product: Product):
    row = [{**automatic(setting(report=str(n)), wait=True), "id": f"auto{n}"} for n in range(12)]
    company.draw(graph(start(), *row, end()))
    thing = company.report("ann")
    for _ in range(16):
        await product.outbox.deliver_due()
        await Sweeper(company.database).sweep()
    assert company.instance(thing)[1] == "completed"


# -- flows in flows -------------------------------------------------------------------------------------------------


def nested(company: Company, **settings: Any) -> None:
    """A flow of things that makes a party for each and waits until Dan has looked at it."""
    company.draw(
        graph(start(), handle("look", company.people["dan"], form={"fields": {"level": "edit"}}), end()),
        "party_flow",
        object_key="party",
    )
    below = node("below", "sub_flow", flow="party_flow", down={"name": "summary"}, back={"hours": "level"}, **settings)
    company.draw(graph(start(), below, approve("sign", company.people["cai"]), end()))


def test_a_sub_flow_is_waited_for_and_brings_back_what_it_found(company: Company):
    nested(company)
    thing = company.report("ann")
    (party,) = company.rows(sa.select(tasks.c.record_id).where(tasks.c.object == "party"))
    look = company.task("dan", party[0])
    company.do("dan", c.Complete(task_id=look, fields={"level": 4}))
    assert company.open_at(thing) == {"sign": ["cai"]}
    values = company.write(lambda tx: (record_values(tx, "thing", thing), record_values(tx, "party", party[0])))
    assert (float(values[0]["hours"]), values[1]["name"]) == (4, "冰箱不制冷")


def test_sub_flows_end_with_what_started_them(company: Company):
    nested(company)
    thing = company.report("ann")
    (party,) = company.rows(sa.select(tasks.c.record_id).where(tasks.c.object == "party"))
    company.do("admin", c.Terminate(reason="取消"), company.instance(thing)[0])
    assert company.instance(party[0])[1:] == ("terminated", "recalled")


# -- shipping -------------------------------------------------------------------------------------------------------


def of_flow() -> Any:
    return versions.c.flow_id == sa.select(flows.c.id).where(flows.c.key == "thing_flow").scalar_subquery()


def test_a_flow_is_shipped_once_and_again_only_when_it_has_changed(office: Company):
    ben, cai, dan = (office.people[name] for name in ("ben", "cai", "dan"))
    assert office.draw(drawing(ben, cai, dan)) is None
    assert office.draw(drawing(ben, cai, dan, mode="any")).number == 2
    states = office.rows(sa.select(versions.c.number, versions.c.state).where(of_flow()).order_by(versions.c.number))
    assert states == [(1, "retired"), (2, "published")]


def test_running_instances_stay_on_their_version(office: Company):
    thing = signing(office)
    office.draw(graph(start(), handle("other", office.people["dan"], form=FORM), end()))
    office.do("cai", c.Agree(task_id=office.task("cai", thing)))
    office.do("dan", c.Agree(task_id=office.task("dan", thing)))
    assert office.instance(thing)[1] == "completed"
    assert office.open_at(office.report("ann")) == {"other": ["dan"]}


def test_a_drawing_of_the_companys_own_is_not_shipped_over(office: Company):
    from paidan.builder.flow.service import publish_version, save_draft_version

    own = graph(start(), handle("own", office.people["dan"]), end())
    office.write(lambda tx: save_draft_version(tx, flow_key="thing_flow", graph=own.model_dump(mode="json")))
    office.write(lambda tx: publish_version(tx, flow_key="thing_flow"))
    office.draw(graph(start(), handle("newer", office.people["ben"]), end()))
    assert office.open_at(office.report("ann")) == {"own": ["dan"]}
    states = office.rows(sa.select(versions.c.state).where(of_flow()).order_by(versions.c.number))
    assert states == [("retired",), ("published",), ("draft",)]
