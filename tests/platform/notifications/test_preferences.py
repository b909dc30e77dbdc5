"""People decide by which channels they are told; the inbox always has it."""

from tests.platform.calling import person

from paidan.platform.notifications.inbox import list_notifications
from paidan.platform.notifications.notifying import notify
from paidan.platform.notifications.outbound import list_outbound

ANN, BEN, MUTE = 101, 102, 104


async def tell(product, *people, template="test.assigned"):
    await product.database.write(notify, list(people), template, {"number": "WO-7", "title": "x"})
    return await product.database.read(list_outbound())


async def decide(client, number, kind, channel, wanted):
    change = {"changes": [{"kind": kind, "channel": channel, "wanted": wanted}]}
    return await client.put("/api/notifications/preferences", json=change, headers=person(number, language="en"))


async def test_whoever_decided_nothing_is_told_as_the_kind_says(product):
    messages = await tell(product, ANN, BEN, MUTE)
    assert {(one.channel, one.address) for one in messages} == {
        ("email", "ann@example.com"),
        ("email", "ben@example.com"),
    }
    assert len(await product.database.read(list_notifications(MUTE))) == 1


async def test_mail_that_is_not_wanted_is_not_written(product, client):
    answer = await decide(client, ANN, "test.work", "email", False)
    work = next(item for item in answer.json()["items"] if item["kind"] == "test.work")
    assert work == {"kind": "test.work", "label": "My work", "channels": {"email": False}}

    messages = await tell(product, ANN, BEN)
    assert [one.address for one in messages] == ["ben@example.com"]
    assert len(await product.database.read(list_notifications(ANN))) == 1


async def test_mail_can_be_asked_for_where_the_kind_sends_none(product, client):
    assert await tell(product, ANN, template="message") == []
    await decide(client, ANN, "other", "email", True)
    await decide(client, ANN, "other", "email", True)
    assert [one.address for one in await tell(product, ANN, BEN, template="message")] == ["ann@example.com"]


async def test_the_inbox_cannot_be_switched_off_nor_what_is_not_there(client):
    for kind, channel in (("test.work", "in_app"), ("test.work", "pigeon"), ("nothing", "email")):
        answer = await decide(client, ANN, kind, channel, False)
        assert (answer.status_code, answer.json()["code"]) == (422, "notification.preference_unknown")
