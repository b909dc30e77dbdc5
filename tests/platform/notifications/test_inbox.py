"""People are told in their own words, once, and see nobody else's inbox."""

import pytest
from tests.platform.calling import person

from paidan.kernel.actor import Actor
from paidan.kernel.database import Query
from paidan.kernel.errors import NotFound
from paidan.kernel.live.topics import topics_of
from paidan.platform.notifications.errors import TemplateUnknown
from paidan.platform.notifications.events import NotificationSent
from paidan.platform.notifications.forgetting import forget_some
from paidan.platform.notifications.inbox import count_unread, list_notifications, mark_all_read, mark_read
from paidan.platform.notifications.notifying import notify
from paidan.platform.notifications.outbound import list_outbound

ANN, BEN, GONE, MUTE = 101, 102, 103, 104
PARAMS = {
    "number": "WO-7",
    "customer": "华东电机",
    "status": {"zh-CN": "处理中", "en": "open"},
    "due": "2026-11-16T10:00:00.000Z",
}


async def tell(product, *people, template="test.assigned", params=PARAMS, **about):
    return await product.database.write(notify, list(people), template, params, **about)


async def test_each_reader_gets_their_own_words(client, product):
    await tell(product, ANN, BEN, object="work_order", record=50)

    chinese = (await client.get("/api/notifications", headers=person(ANN))).json()
    english = (await client.get("/api/notifications", headers=person(BEN, language="en"))).json()
    (mine,), (yours,) = chinese["items"], english["items"]
    assert (mine["title"], mine["body"]) == ("新工单 WO-7", "华东电机,处理中,2026-11-16 18:00 前")
    assert (yours["title"], yours["body"]) == ("New order WO-7", "华东电机, open, by 2026-11-16 11:00")
    assert (mine["object"], mine["record"], mine["href"]) == ("work_order", 50, "/o/work_order/50")
    assert (mine["read"], chinese["unread"], chinese["next"]) == (False, 1, None)


def test_each_person_is_told_once_and_their_open_pages_hear_of_it(tx):
    made = notify(tx, [ANN, BEN, ANN], "test.assigned", PARAMS)
    assert len(made) == 2
    sent = [event for event in tx.announced if isinstance(event, NotificationSent)]
    assert [(event.object, event.record) for event in sent] == [("person", ANN), ("person", BEN)]
    assert {f"person/{ANN}", f"person/{BEN}"} <= topics_of(tx)


def test_disabled_and_unknown_people_are_not_told(tx):
    assert notify(tx, [GONE, 999_999], "test.assigned", PARAMS) == []
    assert tx.announced == []


def test_silence_is_kept(tx):
    tx.silent = True
    assert notify(tx, [ANN], "test.assigned", PARAMS) == []
    assert tx.read(list_outbound()) == []


def test_an_unknown_template_is_a_fault_of_the_caller(tx):
    with pytest.raises(TemplateUnknown):
        notify(tx, [ANN], "no.such.template", {})


async def test_a_sentence_of_the_catalogue_is_a_template(client, product):
    node = {"zh-CN": "审核", "en": "Review"}
    await tell(product, BEN, template="error.calendar.key_taken", params={"key": node})
    page = (await client.get("/api/notifications", headers=person(BEN, language="en"))).json()
    assert page["items"][0]["title"] == "There is already a calendar with the key Review. Choose another."


async def test_a_long_inbox_is_read_page_by_page(client, product):
    for number in range(5):
        await tell(product, ANN, params={**PARAMS, "number": f"WO-{number}"})

    titles, after = [], ""
    while after is not None:
        page = (await client.get(f"/api/notifications?limit=2{after}", headers=person(ANN))).json()
        titles += [item["title"] for item in page["items"]]
        after = f"&before={page['next']}" if page["next"] else None
    assert titles == [f"新工单 WO-{number}" for number in (4, 3, 2, 1, 0)]


async def test_reading_counts_down_and_tells_the_other_open_pages(client, product):
    made = [(await tell(product, ANN))[0] for _ in range(4)]
    headers = person(ANN)

    assert (await client.post(f"/api/notifications/{made[0]}/read", headers=headers)).json() == {"marked": 1}
    assert (await client.post(f"/api/notifications/{made[0]}/read", headers=headers)).json() == {"marked": 0}
    assert (await client.get("/api/notifications/count", headers=headers)).json() == {"unread": 3}
    answer = await client.post("/api/notifications/read", json={"up_to": made[2]}, headers=headers)
    assert answer.json() == {"marked": 2}
    page = (await client.get("/api/notifications?unread=true", headers=headers)).json()
    assert [item["id"] for item in page["items"]] == [made[3]]
    await client.post("/api/notifications/read", json={}, headers=headers)
    assert (await client.get("/api/notifications/count", headers=headers)).json() == {"unread": 0}


def test_reading_is_told_to_the_persons_other_pages_only_when_something_changed(tx):
    notify(tx, [ANN], "test.assigned", PARAMS)
    tx.announced.clear()
    tx.actor = _actor(ANN)
    assert mark_all_read(tx) == 1
    assert topics_of(tx) == {f"person/{ANN}"}
    tx.memo.clear()
    assert mark_all_read(tx) == 0
    assert topics_of(tx) == set()


async def test_nobody_reads_or_marks_anothers_inbox(client, product):
    (made,) = await tell(product, ANN)
    assert (await client.get("/api/notifications", headers=person(BEN))).json()["items"] == []
    assert (await client.post(f"/api/notifications/{made}/read", headers=person(BEN))).status_code == 404
    assert (await client.get("/api/notifications", headers={"x-actor": f"customer:{ANN}"})).status_code == 401
    assert (await client.get("/api/notifications")).status_code == 401
    assert (await product.database.find(count_unread(ANN))) == 1


def test_marking_some_that_are_not_mine_marks_none(tx):
    mine, other = notify(tx, [ANN, BEN], "test.assigned", PARAMS)
    tx.actor = _actor(ANN)
    with pytest.raises(NotFound):
        mark_read(tx, notification_ids=[mine, other])
    assert tx.value(count_unread(ANN).statement) == 1


def test_what_was_read_long_ago_is_forgotten(tx, clock):
    notify(tx, [ANN, MUTE], "test.assigned", PARAMS)
    tx.actor = _actor(ANN)
    mark_all_read(tx)
    tx.now = clock.advance(days=91)
    assert forget_some(tx) == 1
    assert len(tx.read(list_notifications(MUTE))) == 1
    tx.now = clock.advance(days=300)
    assert forget_some(tx) == 1
    assert tx.read(list_notifications(MUTE)) == []


def test_the_inbox_is_found_by_an_index(tx):
    if tx.dialect != "sqlite":
        pytest.skip("the plan is read from SQLite")
    query: Query = list_notifications(ANN, before=5)
    bound = tx._statements.bind(query.statement)
    plan = tx.run_text(f"EXPLAIN QUERY PLAN {bound.sql}", bound.values)
    assert "ix_notification" in str([tuple(row) for row in plan])


def _actor(number):
    return Actor(kind="person", id=number)
