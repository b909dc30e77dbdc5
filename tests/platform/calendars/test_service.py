"""Calendars are kept with their history, built once per process, and changed only by those who may."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.calling import person

from paidan.features import FEATURES
from paidan.kernel.actor import ANONYMOUS, SYSTEM, Actor
from paidan.kernel.errors import Conflict, Forbidden, NotFound, Unauthenticated
from paidan.kernel.feature import Feature
from paidan.kernel.product import build_product
from paidan.platform.calendars import service
from paidan.platform.calendars.errors import CalendarEdited, CalendarKeyTaken
from paidan.platform.calendars.events import CalendarChanged, CalendarCreated, CalendarDeleted
from paidan.platform.calendars.loading import load_calendar, read_calendar_history
from paidan.platform.calendars.queries import find_calendar_by_key, list_calendars
from paidan.platform.calendars.schemas import CalendarSchema, HistorySchema
from paidan.platform.calendars.shipped import ALWAYS, WORKDAYS, install_calendars
from paidan.platform.permissions.access import Access

HOUR = 3600
SHORT = CalendarSchema.model_validate(
    {"zone": "Asia/Shanghai", "week": {day: [{"start": "10:00", "end": "12:00"}] for day in range(1, 6)}}
)
MANAGER = person(1, "calendars.manage")


def at(day, hour, month=11):
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


def workdays_of(tx):
    return tx.get(find_calendar_by_key(WORKDAYS))


def test_the_product_ships_working_days_with_their_holidays_and_round_the_clock(tx):
    calendar = load_calendar(tx, workdays_of(tx).id)
    assert calendar.seconds_between(at(16, 0), at(17, 0)) == 8 * HOUR  # nine to six with an hour for lunch
    assert calendar.seconds_between(at(1, 0, 10), at(8, 0, 10)) == 0  # the national holiday
    assert calendar.seconds_between(at(10, 0, 10), at(11, 0, 10)) == 8 * HOUR  # a Saturday worked for it
    always = load_calendar(tx, tx.get(find_calendar_by_key(ALWAYS)).id)
    assert always.seconds_between(at(1, 0), at(2, 0)) == 24 * HOUR


def test_installing_again_leaves_edited_calendars_alone(tx):
    stored = workdays_of(tx)
    service.change_hours(tx, calendar_id=stored.id, rev=stored.rev, calendar=SHORT)
    install_calendars(tx)
    assert workdays_of(tx).rev == stored.rev + 1
    assert len(tx.read(list_calendars())) == 2


def test_new_hours_apply_from_their_moment_and_leave_the_past_alone(tx):
    stored = workdays_of(tx)
    changed = service.change_hours(tx, calendar_id=stored.id, rev=1, calendar=SHORT, since=at(18, 0))

    calendar = load_calendar(tx, stored.id)
    assert calendar.seconds_between(at(17, 0), at(18, 0)) == 8 * HOUR
    assert calendar.seconds_between(at(18, 0), at(19, 0)) == 2 * HOUR
    assert changed.rev == 2
    assert [type(event) for event in tx.announced] == [CalendarChanged]
    assert tx.announced[0].since == "2026-11-17T16:00:00.000Z"


def test_a_correction_rewrites_the_past(tx):
    stored = workdays_of(tx)
    history = HistorySchema.model_validate({"entries": [{"calendar": SHORT.model_dump()}]})
    service.correct_calendar(tx, calendar_id=stored.id, rev=1, history=history)
    assert load_calendar(tx, stored.id).seconds_between(at(16, 0), at(17, 0)) == 2 * HOUR
    assert tx.announced[0].since is None


def test_a_correction_that_changes_nothing_is_none(tx):
    stored = workdays_of(tx)
    same = HistorySchema.model_validate(stored.definition)
    assert service.correct_calendar(tx, calendar_id=stored.id, rev=1, history=same).rev == 1
    assert tx.announced == []


def test_whoever_saves_what_somebody_else_has_changed_meanwhile_is_told(tx):
    stored = workdays_of(tx)
    service.rename_calendar(tx, calendar_id=stored.id, rev=1, name={"en": "Weekdays"})
    with pytest.raises(CalendarEdited):
        service.rename_calendar(tx, calendar_id=stored.id, rev=1, name={"en": "Other"})


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (ANONYMOUS, Unauthenticated),
        (Actor(kind="person", id=7), Forbidden),
        (Actor(kind="person", id=7, access=Access(features=frozenset({"other"}))), Forbidden),
        (Actor(kind="customer", id=7), Forbidden),
    ],
)
def test_only_those_who_may_change_calendars_do(tx, actor, refusal):
    stored = workdays_of(tx)
    tx.actor = actor
    calls = (
        lambda: service.create_calendar(tx, key="night", name={"en": "Night"}, calendar=SHORT),
        lambda: service.change_hours(tx, calendar_id=stored.id, rev=1, calendar=SHORT),
        lambda: service.rename_calendar(tx, calendar_id=stored.id, rev=1, name={"en": "x"}),
        lambda: service.correct_calendar(
            tx, calendar_id=stored.id, rev=1, history=HistorySchema.model_validate(stored.definition)
        ),
        lambda: service.delete_calendar(tx, calendar_id=stored.id),
    )
    for call in calls:
        with pytest.raises(refusal):
            call()


def test_a_key_is_given_once_and_for_ever(tx):
    made = service.create_calendar(tx, key="night", name={"en": "Night"}, calendar=SHORT)
    service.delete_calendar(tx, calendar_id=made.id)
    with pytest.raises(CalendarKeyTaken):
        service.create_calendar(tx, key="night", name={"en": "Night"}, calendar=SHORT)
    assert [type(event) for event in tx.announced] == [CalendarCreated, CalendarDeleted]


def test_promises_keep_a_deleted_calendar_but_nobody_is_offered_it(tx):
    stored = workdays_of(tx)
    service.delete_calendar(tx, calendar_id=stored.id)
    assert stored.id not in [one.id for one in tx.read(list_calendars())]
    assert load_calendar(tx, stored.id).is_open(at(16, 10))
    with pytest.raises(NotFound):
        service.delete_calendar(tx, calendar_id=stored.id)


async def test_whoever_still_needs_a_calendar_keeps_it_from_being_deleted(settings, clock):
    def refuse(tx, event):
        raise Conflict

    outside = Feature(name="sla", summary="Needs calendars.", within={CalendarDeleted: refuse})
    product = build_product(settings, (*FEATURES, outside), clock)
    try:
        stored = await product.database.find(find_calendar_by_key(WORKDAYS))
        with pytest.raises(Conflict):
            await product.database.write(service.delete_calendar, calendar_id=stored.id)
        assert (await product.database.find(find_calendar_by_key(WORKDAYS))).deleted_at is None
    finally:
        await product.close()


async def test_a_calendar_is_built_once_until_it_changes(product):
    database = product.database
    stored = await database.find(find_calendar_by_key(WORKDAYS))
    first = await database.write(load_calendar, stored.id)
    assert await database.write(load_calendar, stored.id) is first
    assert await read_calendar_history(database, stored.id) is first

    await database.write(service.change_hours, calendar_id=stored.id, rev=1, calendar=SHORT)
    second = await read_calendar_history(database, stored.id)
    assert second is not first
    assert len(second.entries) == 2


async def test_hours_that_were_rolled_back_are_never_met_again(product):
    database = product.database
    stored = await database.find(find_calendar_by_key(WORKDAYS))

    def change_and_fail(tx):
        service.change_hours(tx, calendar_id=stored.id, rev=1, calendar=SHORT, since=at(16, 0))
        assert load_calendar(tx, stored.id).seconds_between(at(16, 0), at(17, 0)) == 2 * HOUR
        raise Conflict

    with pytest.raises(Conflict):
        await database.write_as(SYSTEM, change_and_fail)
    await database.write(service.rename_calendar, calendar_id=stored.id, rev=1, name={"en": "Weekdays"})
    calendar = await database.write(load_calendar, stored.id)
    assert calendar.seconds_between(at(16, 0), at(17, 0)) == 8 * HOUR


async def test_an_unknown_calendar_is_not_there(product):
    with pytest.raises(NotFound):
        await product.database.write(load_calendar, 999_999)
    with pytest.raises(NotFound):
        await read_calendar_history(product.database, 999_999)


async def test_a_calendar_is_added_changed_and_deleted_over_http(client):
    new = {"key": "night", "name": {"zh-CN": "夜班", "en": "Night"}, "calendar": SHORT.model_dump(mode="json")}
    assert (await client.post("/api/calendars", json=new, headers=person(2))).status_code == 403
    made = (await client.post("/api/calendars", json=new, headers=MANAGER)).json()
    address = f"/api/calendars/{made['id']}"

    change = {"rev": 1, "calendar": {"zone": "Asia/Shanghai", "week": {"1": [{"start": "08:00", "end": "09:00"}]}}}
    changed = await client.post(f"{address}/changes", json=change, headers=MANAGER)
    assert (changed.status_code, len(changed.json()["history"]["entries"])) == (200, 2)
    assert (await client.post(f"{address}/changes", json=change, headers=MANAGER)).json()["code"] == "calendar.edited"

    corrected = {"rev": 2, "history": made["history"]}
    assert (await client.put(f"{address}/history", json=corrected, headers=MANAGER)).json()["rev"] == 3
    renamed = await client.patch(address, json={"rev": 3, "name": {"en": "Late"}}, headers=MANAGER)
    assert renamed.json()["name"] == {"en": "Late"}

    assert (await client.get(address, headers=person(2))).json()["key"] == "night"
    assert (await client.delete(address, headers=MANAGER)).status_code == 204
    assert (await client.get(address, headers=person(2))).status_code == 404
    assert [one["key"] for one in (await client.get("/api/calendars", headers=person(2))).json()["items"]] == [
        WORKDAYS,
        ALWAYS,
    ]


async def test_a_mistake_is_told_by_field_in_the_readers_language(client):
    week = {"1": [{"start": "09:00", "end": "12:00"}, {"start": "11:00", "end": "18:00"}]}
    body = {"key": "x", "name": {"en": "X"}, "calendar": {"zone": "Asia/Shanghai", "week": week}}
    answer = await client.post("/api/calendars", json=body, headers=person(1, "calendars.manage", language="en"))
    assert answer.status_code == 422
    (told,) = answer.json()["fields"]["calendar.week.1"]
    assert told["code"] == "calendar.shifts_overlap"
    assert "Monday" in told["title"]


async def test_a_month_is_shown_day_by_day(client, product):
    stored = await product.database.find(find_calendar_by_key(WORKDAYS))
    month = (await client.get(f"/api/calendars/{stored.id}/months/2026-10", headers=person(2))).json()
    days = {day["on"]: day for day in month["days"]}

    assert (len(days), month["zone"]) == (31, "Asia/Shanghai")
    assert days["2026-10-01"]["special"]["names"]["en"] == "National Day"
    assert days["2026-10-01"]["open"] == []
    assert days["2026-10-10"]["special"]["kind"] == "works_like"
    assert days["2026-10-12"]["open"] == [
        {"start": "2026-10-12T01:00:00.000Z", "end": "2026-10-12T04:00:00.000Z"},
        {"start": "2026-10-12T05:00:00.000Z", "end": "2026-10-12T10:00:00.000Z"},
    ]
    assert month["seconds"] == sum(day["workday"] for day in month["days"]) * 8 * HOUR


async def test_a_calendar_can_be_looked_at_before_it_is_kept(client):
    body = {"calendar": SHORT.model_dump(mode="json"), "month": "2026-11"}
    month = (await client.post("/api/calendars/preview", json=body, headers=person(2))).json()
    assert month["seconds"] == 21 * 2 * HOUR
    assert (await client.post("/api/calendars/preview", json=body)).status_code == 401


async def test_the_holidays_of_a_known_year_can_be_put_into_a_calendar(client):
    year = (await client.get("/api/calendars/holidays/2026", headers=person(2))).json()
    assert {"2026-10-01", "2026-10-10"} <= {day["on"] for day in year["special_days"]}
    assert (await client.get("/api/calendars/holidays/2099", headers=person(2))).status_code == 404
