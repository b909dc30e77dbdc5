"""Administrators put their own words in place, and cannot break a message by doing so."""

import pytest
from tests.platform.calling import person

from paidan.platform.notifications.notifying import notify
from paidan.platform.notifications.rendering import Variable, Words
from paidan.platform.notifications.templates import IN_APP, MessageTemplate

ANN = 101
MANAGER = person(1, "notifications.manage", language="en")
ADDRESS = "/api/message-templates/test.assigned"


async def put(client, words, *, channel="in_app", language="zh-CN", rev=0, headers=MANAGER):
    return await client.put(f"{ADDRESS}/{channel}/{language}", json={**words, "rev": rev}, headers=headers)


def text_of(template, channel, language):
    return next(t for t in template["texts"] if (t["channel"], t["language"]) == (channel, language))


async def test_the_words_of_an_administrator_are_used_until_they_go_back(client, product):
    await product.database.write(notify, [ANN], "test.assigned", {"number": "WO-7", "customer": "甲"})
    saved = await put(client, {"subject": "来活了:{客户名称}", "body": "{工单号}"})
    assert (saved.status_code, text_of(saved.json(), "in_app", "zh-CN")["edited_by"]) == (200, 1)

    (mine,) = (await client.get("/api/notifications", headers=person(ANN))).json()["items"]
    assert (mine["title"], mine["body"]) == ("来活了:甲", "WO-7")

    reset = await client.delete(f"{ADDRESS}/in_app/zh-CN", headers=MANAGER)
    assert text_of(reset.json(), "in_app", "zh-CN")["subject"] == "新工单 {工单号}"
    (mine,) = (await client.get("/api/notifications", headers=person(ANN))).json()["items"]
    assert mine["title"] == "新工单 WO-7"


async def test_an_unknown_variable_is_refused_at_its_place_with_those_there_are(client):
    answer = await put(client, {"subject": "{工单号}", "body": "{客户} {nobody}"})
    assert (answer.status_code, answer.json()["code"]) == (422, "template.invalid")
    told = answer.json()["fields"]
    assert set(told) == {"body"}
    assert [one["code"] for one in told["body"]] == ["template.variable_unknown"] * 2
    assert "{order number}" in told["body"][0]["title"]


async def test_a_subject_of_two_lines_is_refused(client):
    answer = await put(client, {"subject": "a\r\nBcc: x@y.z", "body": ""}, channel="email")
    assert [one["code"] for one in answer.json()["fields"]["subject"]] == ["template.subject_not_one_line"]


async def test_two_editors_do_not_overwrite_each_other(client):
    words = {"subject": "{number}", "body": ""}
    assert (await put(client, words)).status_code == 200
    assert (await put(client, words)).json()["code"] == "template.edited"
    second = await put(client, {**words, "body": "x"}, rev=1)
    assert text_of(second.json(), "in_app", "zh-CN")["rev"] == 2
    assert (await put(client, words, rev=1)).json()["code"] == "template.edited"


async def test_words_can_be_looked_at_before_they_are_saved(client):
    words = {"channel": "email", "language": "en", "subject": "[{工单号}]", "body": "<b>{customer}</b> {due}"}
    seen = (await client.post(f"{ADDRESS}/preview", json=words, headers=MANAGER)).json()
    assert (seen["subject"], seen["body"]) == ("[WO-1]", "<b>Sample Ltd</b> 2026-11-16 18:00")
    assert "&lt;b&gt;Sample Ltd&lt;/b&gt;" in seen["html"]

    real = {**words, "params": {"number": "WO-9", "customer": "华东电机"}}
    assert (await client.post(f"{ADDRESS}/preview", json=real, headers=MANAGER)).json()["subject"] == "[WO-9]"
    bad = {**words, "body": "{nobody}"}
    assert (await client.post(f"{ADDRESS}/preview", json=bad, headers=MANAGER)).status_code == 422


async def test_only_managers_see_and_change_templates(client):
    other = person(2)
    calls = (
        client.get("/api/message-templates", headers=other),
        client.get(ADDRESS, headers=other),
        put(client, {"subject": "x", "body": ""}, headers=other),
        client.delete(f"{ADDRESS}/in_app/zh-CN", headers=other),
        client.get("/api/outbound-messages", headers=other),
        client.post("/api/outbound-messages/1/retry", headers=other),
    )
    for call in calls:
        assert (await call).status_code == 403


async def test_every_shipped_template_is_listed_with_all_its_words(client):
    items = (await client.get("/api/message-templates", headers=MANAGER)).json()["items"]
    assert {"message", "test.assigned"} <= {item["key"] for item in items}
    for item in items:
        assert {(t["channel"], t["language"]) for t in item["texts"]} == {
            (channel, language) for channel in ("in_app", "email", "sms") for language in ("zh-CN", "en")
        }


async def test_what_no_feature_brings_cannot_be_edited(client):
    answer = await client.get("/api/message-templates/error.not_found", headers=MANAGER)
    assert (answer.status_code, answer.json()["code"]) == (404, "template.unknown")


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {IN_APP: {"zh-CN": Words("x", "")}},
        {IN_APP: {"zh-CN": Words("{nobody}", ""), "en": Words("x", "")}},
    ],
)
def test_a_feature_that_ships_incomplete_words_is_told_at_start(texts):
    with pytest.raises(ValueError):
        MessageTemplate("x", "other", {"en": "x"}, texts, (Variable("number", {"en": "number"}),))
