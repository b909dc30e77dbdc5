"""Flows through the API: the whole way of a thing, and everything that is refused on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from tests.builder.conftest import Hand, grant
from tests.builder.flow.conftest import approve, end, handle, node, start
from tests.builder.flow.living import FORM, LABEL, drawing
from tests.platform.signing import add_person, add_role, code, sign_in

from paidan.builder.flow.service import install_flow
from paidan.builder.records import update_record
from paidan.kernel.database import Database
from paidan.platform.permissions.access import OWN, FieldRight


@dataclass
class Desk:
    """Browsers of signed-in people, by login; `ids` are the people's."""

    ids: dict[str, int]
    browsers: dict[str, httpx.AsyncClient]

    def __getitem__(self, name: str) -> httpx.AsyncClient:
        return self.browsers[name]

    async def report(self, **values: Any) -> int:
        """Ann reports a thing."""
        answered = await self["ann"].post("/api/records/thing", json={"values": {"summary": "漏水", **values}})
        assert answered.status_code == 201, answered.text
        return int(answered.json()["id"])

    async def tasks(self, name: str, tab: str = "open", **asked: Any) -> list[dict[str, Any]]:
        answered = await self[name].get("/api/flow/tasks", params={"tab": tab, **asked})
        assert answered.status_code == 200, answered.text
        found: list[dict[str, Any]] = answered.json()["tasks"]
        return found

    async def act(self, name: str, task: int, act: str, **body: Any) -> httpx.Response:
        return await self[name].post(f"/api/flow/tasks/{task}/{act}", json=body)

    async def done(self, name: str, task: int, act: str, **body: Any) -> dict[str, Any]:
        answered = await self.act(name, task, act, **body)
        assert answered.status_code == 200, answered.text
        found: dict[str, Any] = answered.json()
        return found

    async def claimed(self, name: str = "ben") -> int:
        """Take the one task in somebody's pool."""
        (task,) = await self.tasks(name, "pool")
        await self.done(name, task["id"], "claim")
        return int(task["id"])

    async def handed_in(self) -> dict[str, int]:
        """Ben has done the work; return the signers' tasks."""
        await self.done("ben", await self.claimed(), "complete", fields={"hours": 2})
        return {name: (await self.tasks(name))[0]["id"] for name in ("cai", "dan")}


@pytest.fixture
async def desk(client: httpx.AsyncClient, database: Database, make: Hand) -> Desk:
    """Ann may make things of her own; Ben, Cai and Dan may do nothing by role; Eve is a stranger; Flo administers."""
    await add_role(database, "reporter", grants=[grant("thing", scope=OWN, secret=FieldRight.HIDDEN)])
    await add_role(database, "flow_admin", ["flow.administer", "flow.manage"], [grant("thing", "read")])
    roles = {"ann": ["reporter"], "flo": ["flow_admin"]}
    names = ("ann", "ben", "cai", "dan", "eve", "flo")
    ids = {name: await add_person(database, name, roles=roles.get(name, [])) for name in names}
    drawn = drawing(ids["ben"], ids["cai"], ids["dan"], opinion_for=["return"])
    await database.write(install_flow, key="thing_flow", label=LABEL, object_key="thing", graph=drawn)
    return Desk(ids, {name: await sign_in(client, name) for name in names})


async def test_a_thing_goes_its_way_from_inbox_to_inbox(desk: Desk):
    thing = await desk.report()
    (offered,) = await desk.tasks("ben", "pool")
    assert offered["record"]["title"] == "漏水"
    assert offered["record"]["status"]["key"] == "doing"
    assert (offered["label"], offered["claimable"]) == ({"zh-CN": "work", "en": "work"}, True)

    task = await desk.claimed()
    assert await desk.tasks("cai", "pool") == []
    form = (await desk["ben"].get(f"/api/flow/tasks/{task}")).json()
    assert (form["fields"]["hours"], form["fields"]["report"], form["fields"]["summary"]) == (
        "required",
        "edit",
        "read",
    )
    assert "complete" in [one["action"] for one in form["actions"]]
    assert form["record"]["summary"] == "漏水"

    await desk.done("ben", task, "draft", draft={"report": "先记下"})
    assert (await desk["ben"].get(f"/api/flow/tasks/{task}")).json()["draft"] == {"report": "先记下"}
    stood = await desk.done("ben", task, "complete", fields={"hours": "1.5"})
    assert stood["instance"]["state"] == "active"

    for name in ("cai", "dan"):
        ((sign,)) = await desk.tasks(name)
        stood = await desk.done(name, sign["id"], "agree", opinion="好")
    assert stood["instance"]["state"] == "completed"

    record = (await desk["ann"].get(f"/api/records/thing/{thing}")).json()
    assert (record["status"], record["hours"], record["report"]) == ("done", 1.5, "先记下")
    (mine,) = await desk.tasks("ben", "done")
    assert (mine["id"], mine["vote"]) == (task, "agree")


async def test_rows_of_a_subform_are_filled_and_seen_through_the_form(desk: Desk, database: Database):
    form = {"fields": {"lines": "required", "secret": "edit"}, "others": "hidden"}
    shown = drawn(
        start(), handle("fill", desk.ids["eve"], form=form), handle("more", desk.ids["eve"], form=form), end()
    )
    facts = {"key": "rows", "label": LABEL, "object_key": "thing", "graph": shown, "starts": "called"}
    await database.write(install_flow, **facts)
    thing = await desk.report()
    await desk["ann"].post(f"/api/flow/records/thing/{thing}/start", json={"flow": "rows"})
    (fill,) = await desk.tasks("eve")
    filled = {"lines": [{"part": "铜管", "amount": 5}], "secret": "暗号"}
    await desk.done("eve", fill["id"], "complete", fields=filled)

    (more,) = await desk.tasks("eve")
    seen = (await desk["eve"].get(f"/api/flow/tasks/{more['id']}")).json()
    assert [(row["part"], row["amount"]) for row in seen["record"]["lines"]] == [("铜管", 5)]
    assert (seen["record"]["secret"], seen["fields"]["report"]) == ("暗号", "hidden")
    assert "report" not in seen["record"]


async def test_the_record_tells_where_it_stands_and_the_way_it_came(desk: Desk):
    thing = await desk.report()
    await desk.handed_in()
    told = (await desk["ann"].get(f"/api/flow/records/thing/{thing}")).json()

    (running,) = told["instances"]
    assert running["state"] == "active"
    assert [one["node"] for one in running["at"]] == ["sign"]
    assert sorted(task["assignee"]["name"] for task in running["tasks"]) == ["Cai", "Dan"]
    assert running["initiator"]["name"] == "Ann"
    kinds = [step["kind"] for step in told["path"]]
    assert kinds[0] == "started"
    assert {"claimed", "completed", "tasks_opened"} <= set(kinds)


async def test_a_task_opens_its_record_and_its_end_closes_it(desk: Desk):
    thing = await desk.report()
    assert code(await desk["eve"].get(f"/api/flow/records/thing/{thing}")) == (404, "record.not_found")
    task = await desk.claimed()
    assert (await desk["ben"].get(f"/api/records/thing/{thing}")).status_code == 200
    assert code(await desk["cai"].get(f"/api/records/thing/{thing}"))[0] in (403, 404)

    await desk.done("ben", task, "complete", fields={"hours": 1})

    assert (await desk["ben"].get(f"/api/records/thing/{thing}")).status_code == 404
    assert (await desk["cai"].get(f"/api/records/thing/{thing}")).status_code == 200
    (mine,) = await desk.tasks("ben", "done")
    assert mine["record"] == {"id": thing, "number": None, "title": None, "status": None}


async def test_the_first_decision_counts_and_the_second_is_told(desk: Desk):
    await desk.report()
    signers = await desk.handed_in()
    await desk.done("cai", signers["cai"], "reject")
    late = await desk.act("dan", signers["dan"], "agree")
    assert code(late) == (409, "flow.task_not_open")
    assert late.json()["data"]["how"] == "decided"
    assert "Cai" in late.json()["title"]


async def test_the_same_key_does_the_work_once(desk: Desk):
    await desk.report()
    task = await desk.claimed()
    headers = {"Idempotency-Key": "once"}
    body = {"fields": {"hours": 1}}
    first = await desk["ben"].post(f"/api/flow/tasks/{task}/complete", json=body, headers=headers)
    second = await desk["ben"].post(f"/api/flow/tasks/{task}/complete", json=body, headers=headers)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()


async def test_sent_back_it_is_replayed_or_goes_straight_to_who_sent_it(desk: Desk):
    await desk.report()
    signers = await desk.handed_in()
    form = (await desk["cai"].get(f"/api/flow/tasks/{signers['cai']}")).json()
    assert [one["node"] for one in form["return_to"]] == ["start", "work"]
    assert code(await desk.act("cai", signers["cai"], "return", node="work")) == (422, "flow.opinion_required")
    await desk.done("cai", signers["cai"], "return", node="work", resume="direct", opinion="照片不清楚")

    await desk.done("ben", await desk.claimed(), "complete", fields={"report": "补了照片"})

    assert [one["node"] for one in await desk.tasks("cai")] == ["sign"]


async def test_an_act_is_taken_back_until_somebody_touches_what_followed(desk: Desk):
    await desk.report()
    task = await desk.claimed()
    await desk.done("ben", task, "complete", fields={"hours": 1})
    assert (await desk["ben"].get(f"/api/flow/tasks/{task}")).json()["can"]["take_back"]
    await desk.done("ben", task, "take-back")
    assert [one["node"] for one in await desk.tasks("ben")] == ["work"]

    await desk.done("ben", task, "complete")
    (sign,) = await desk.tasks("dan")
    await desk.done("dan", sign["id"], "see")
    assert not (await desk["ben"].get(f"/api/flow/tasks/{task}")).json()["can"]["take_back"]
    assert code(await desk.act("ben", task, "take-back")) == (409, "flow.acted_meanwhile")


async def test_work_goes_to_others_and_signers_come_and_go(desk: Desk):
    await desk.report()
    signers = await desk.handed_in()
    await desk.done("cai", signers["cai"], "transfer", to=desk.ids["eve"])
    (moved,) = await desk.tasks("eve")
    await desk.done("eve", moved["id"], "add-signer", person=desk.ids["ann"], place="before")
    (asked,) = await desk.tasks("ann")
    await desk.done("eve", asked["id"], "remove-signer")
    assert await desk.tasks("ann") == []
    await desk.done("eve", moved["id"], "delegate", to=desk.ids["ben"])
    (given,) = await desk.tasks("ben")
    await desk.done("ben", given["id"], "agree", opinion="可以")
    assert [one["id"] for one in await desk.tasks("eve")] == [moved["id"]]


async def test_who_is_done_with_a_task_sees_what_he_did_and_no_longer_the_record(desk: Desk):
    await desk.report()
    task = await desk.claimed()
    await desk.done("ben", task, "complete", fields={"hours": 1}, opinion="好了")
    shown = (await desk["ben"].get(f"/api/flow/tasks/{task}")).json()
    assert (shown["record"], shown["fields"], shown["actions"]) == (None, {}, [])
    assert (shown["task"]["opinion"], shown["task"]["closed_by"]["name"]) == ("好了", "Ben")
    assert (await desk["flo"].get(f"/api/flow/tasks/{task}")).json()["fields"]["hours"] == "read"
    assert code(await desk["eve"].get(f"/api/flow/tasks/{task}")) == (404, "flow.task_not_found")


@pytest.mark.parametrize(
    ("who", "act", "body", "expected"),
    [
        ("ben", "complete", {"fields": {"summary": "改"}}, (403, "flow.field_not_editable")),
        ("ben", "complete", {"fields": {"nothing": 1}}, (422, "record.invalid")),
        ("ben", "complete", {"fields": {"hours": "viel"}}, (422, "record.invalid")),
        ("ben", "complete", {}, (422, "flow.required_fields")),
        ("ben", "complete", {"fields": {"hours": 1, "urgent": True}}, (422, "record.invalid")),
        ("ben", "complete", {"fields": {"hours": 1}, "signature": 999999}, (422, "flow.signature_unknown")),
        ("ben", "complete", {"button": "none"}, (200, None)),
        ("ben", "complete", {"field": {}}, (422, "invalid")),
        ("ben", "complete", {"opinion": "a\x00b"}, (422, "invalid")),
        ("ben", "complete", {"opinion": "很" * 4001}, (422, "invalid")),
        ("ben", "agree", {}, (403, "flow.action_not_offered")),
        ("ben", "draft", {"draft": {"summary": "改"}}, (403, "flow.field_not_editable")),
        ("ben", "draft", {}, (422, "invalid")),
        ("ben", "return", {"node": "sign", "opinion": "x"}, (422, "flow.illegal_target")),
        ("ben", "return", {"node": "work' OR 1=1", "opinion": "x"}, (422, "flow.illegal_target")),
        ("ben", "return", {"node": "start", "resume": "later"}, (422, "invalid")),
        ("ben", "transfer", {"to": 999999}, (422, "flow.person_unknown")),
        ("ben", "transfer", {"to": -1}, (422, "invalid")),
        ("ben", "transfer", {"to": "ben"}, (422, "invalid")),
        ("ben", "delegate", {"to": 2**60}, (422, "invalid")),
        ("ben", "add-signer", {"person": 5, "place": "above"}, (422, "invalid")),
        ("cai", "claim", {}, (409, "flow.already_claimed")),
        ("cai", "complete", {}, (403, "flow.not_your_task")),
        ("eve", "claim", {}, (404, "flow.task_not_found")),
        ("eve", "complete", {}, (404, "flow.task_not_found")),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_code(desk: Desk, who: str, act: str, body: Any, expected: Any):
    await desk.report()
    task = await desk.claimed()
    answered = await desk.act(who, task, act, **body)
    if body.get("button"):
        assert answered.status_code == 422  # required fields first; an unknown button is nothing the node lacks
        return
    assert code(answered) == expected


async def test_addresses_that_name_nothing_are_not_found(desk: Desk):
    assert code(await desk.act("ben", 1, "claim")) == (404, "flow.task_not_found")
    assert code(await desk["ben"].get("/api/flow/tasks/0")) == (422, "invalid")
    assert code(await desk["ben"].get("/api/flow/tasks/99999999999999999999")) == (422, "invalid")
    assert code(await desk["ben"].get("/api/flow/tasks", params={"after": "nonsense"})) == (422, "query.bad_cursor")
    assert code(await desk["ben"].get("/api/flow/tasks", params={"tab": "all"})) == (422, "invalid")
    assert code(await desk["flo"].post("/api/flow/instances/1/terminate", json={"reason": "x"})) == (
        404,
        "flow.instance_not_found",
    )
    assert code(await desk["flo"].get("/api/flow/records/nothing/1")) == (404, "object.unknown")


async def test_nobody_known_is_asked_to_sign_in(client: httpx.AsyncClient, desk: Desk):
    assert code(await client.get("/api/flow/tasks")) == (401, "unauthenticated")
    assert (await client.post("/api/flow/tasks/5/claim")).status_code in (401, 403)


async def test_pages_of_an_inbox_follow_each_other(desk: Desk):
    things = [await desk.report() for _ in range(5)]
    for sort in ("newest", "due"):
        seen: list[int] = []
        after: str | None = None
        for _ in range(3):
            asked = {"tab": "pool", "sort": sort, "limit": 2} | ({"after": after} if after else {})
            page = (await desk["ben"].get("/api/flow/tasks", params=asked)).json()
            seen += [one["record"]["id"] for one in page["tasks"]]
            after = page["next"]
        assert after is None
        assert sorted(seen) == things
    counts = (await desk["ben"].get("/api/flow/tasks")).json()["counts"]
    assert counts == {"open": 0, "overdue": 0, "pool": 5}


async def test_the_initiator_urges_and_calls_off(desk: Desk):
    thing = await desk.report()
    instance = (await desk["ann"].get(f"/api/flow/records/thing/{thing}")).json()["instances"][0]["id"]
    at = f"/api/flow/instances/{instance}"
    assert (await desk["ann"].post(f"{at}/urge")).status_code == 200
    assert code(await desk["ann"].post(f"{at}/urge")) == (409, "flow.urged_too_soon")
    assert code(await desk["ann"].post(f"{at}/withdraw", json={})) == (422, "flow.reason_required")
    assert code(await desk["flo"].post(f"{at}/withdraw", json={"reason": "x"})) == (403, "flow.not_initiator")
    assert code(await desk["eve"].post(f"{at}/urge")) == (404, "flow.instance_not_found")
    assert (await desk["ann"].post(f"{at}/withdraw", json={"reason": "好了"})).json()["instance"][
        "state"
    ] == "withdrawn"
    assert await desk.tasks("ben", "pool") == []


async def test_an_administrator_rules_over_instances_and_nobody_else(desk: Desk):
    thing = await desk.report()
    instance = (await desk["flo"].get(f"/api/flow/records/thing/{thing}")).json()["instances"][0]["id"]
    at = f"/api/flow/instances/{instance}"
    for act, body in (("suspend", {}), ("jump", {"node": "sign"}), ("terminate", {}), ("resume", {})):
        refused = await desk["ann"].post(f"{at}/{act}", json={"reason": "x", **body})
        assert code(refused) == (403, "permission.missing"), act

    assert code(await desk["flo"].post(f"{at}/suspend", json={})) == (422, "flow.reason_required")
    assert (await desk["flo"].post(f"{at}/suspend", json={"reason": "盘点"})).json()["instance"]["state"] == "suspended"
    assert await desk.tasks("ben", "pool") == []
    listed = (await desk["flo"].get("/api/flow/instances", params={"state": "suspended"})).json()["instances"]
    assert [(one["id"], one["note"]) for one in listed] == [(instance, "盘点")]
    await desk["flo"].post(f"{at}/resume", json={"reason": "完了"})
    (task,) = await desk.tasks("ben", "pool")
    moved = {"task": task["id"], "to": desk.ids["eve"], "reason": "请假"}
    assert (await desk["flo"].post(f"{at}/reassign", json=moved)).status_code == 200
    assert [one["id"] for one in await desk.tasks("eve")] == [task["id"]]
    assert (await desk["flo"].post(f"{at}/jump", json={"node": "sign", "reason": "急"})).status_code == 200
    assert [one["node"] for one in await desk.tasks("dan")] == ["sign"]
    assert (await desk["flo"].post(f"{at}/terminate", json={"reason": "重复"})).json()["instance"][
        "state"
    ] == "terminated"
    assert await desk.tasks("dan") == []


def drawn(*blocks: Any) -> dict[str, Any]:
    return {"root": {"kind": "sequence", "blocks": list(blocks)}}


async def test_a_flow_is_drawn_checked_tried_and_published(desk: Desk):
    flo = desk["flo"]
    facts = {"key": "extra", "label": {"zh-CN": "附加", "en": "Extra"}, "object": "thing", "starts": "called"}
    assert (await flo.post("/api/flow/flows", json=facts)).status_code == 201
    assert code(await flo.post("/api/flow/flows", json=facts)) == (409, "flow.key_taken")
    assert code(await flo.post("/api/flow/flows/extra/publish")) == (409, "flow.nothing_to_publish")

    bad = drawn(start(), approve("sign", desk.ids["ben"], form={"fields": {"colour": "edit"}}), end())
    saved = (await flo.put("/api/flow/flows/extra/draft", json={"graph": bad})).json()
    assert [(one["code"], one["node"]) for one in saved["findings"]] == [("missing_field", "sign")]
    assert "colour" in saved["findings"][0]["sentence"]["zh-CN"]
    refused = await flo.post("/api/flow/flows/extra/publish")
    assert code(refused) == (422, "flow.not_publishable")
    assert refused.json()["data"]["findings"][0]["code"] == "missing_field"

    big = {
        "kind": "branch",
        "id": "big",
        "arms": [{"id": "yes", "when": "{hours} > 8", "body": drawn(approve("boss", desk.ids["dan"]))["root"]}],
        "default": {"id": "no"},
    }
    good = drawn(start(), handle("work", desk.ids["ben"], form=FORM), big, end())
    stale = {"graph": good, "base_hash": "0" * 64}
    assert code(await flo.put("/api/flow/flows/extra/draft", json=stale)) == (409, "flow.draft_changed")
    saved = (await flo.put("/api/flow/flows/extra/draft", json={"graph": good, "base_hash": saved["hash"]})).json()
    assert saved["findings"] == []

    thing = await desk.report()
    asked = {"record": thing, "answers": {"work": {"fields": {"hours": 9}}}}
    run = (await flo.post("/api/flow/flows/extra/simulate", json=asked)).json()
    assert [one["node"] for one in run["path"]] == ["start", "work", "big", "boss", "end"]
    assert run["outcome"] == "completed"
    assert (await flo.get(f"/api/records/thing/{thing}")).json()["hours"] is None

    assert (await flo.post("/api/flow/flows/extra/publish")).json()["state"] == "published"
    listed = (await flo.get("/api/flow/flows/extra")).json()
    assert [(one["number"], one["state"]) for one in listed["versions"]] == [(1, "published")]
    assert (await flo.get("/api/flow/flows/extra/versions/1")).json()["graph"]["root"]["blocks"][1]["id"] == "work"
    started = await desk["ann"].post(f"/api/flow/records/thing/{thing}/start", json={"flow": "extra"})
    assert started.status_code == 201
    again = await desk["ann"].post(f"/api/flow/records/thing/{thing}/start", json={"flow": "extra"})
    assert code(again) == (409, "flow.already_started")


async def test_the_branch_taken_is_explained_to_who_may_see_the_fields(desk: Desk, database: Database):
    secret = {
        "kind": "branch",
        "id": "which",
        "arms": [{"id": "yes", "when": '{secret} = "vip"', "body": drawn(approve("boss", desk.ids["dan"]))["root"]}],
        "default": {"id": "no"},
    }
    shown = drawn(start(), secret, end())
    facts = {"key": "second", "label": LABEL, "object_key": "thing", "graph": shown, "starts": "called"}
    await database.write(install_flow, **facts)
    thing = await desk.report()
    await database.write(update_record, "thing", thing, {"secret": "vip"})
    await desk["ann"].post(f"/api/flow/records/thing/{thing}/start", json={"flow": "second"})

    for name, value in (("flo", "vip"), ("ann", "***")):
        path = (await desk[name].get(f"/api/flow/records/thing/{thing}")).json()["path"]
        (taken,) = [step for step in path if step["kind"] == "branch_taken"]
        assert taken["facts"]["arm"] == "yes"
        (seen,) = taken["why"][0]["why"]["zh-CN"]["seen"]
        assert (seen["label"], seen["value"]) == ("机密", value)
        history = (await desk[name].get(f"/api/records/thing/{thing}/history")).json()["entries"]
        assert not any("seen" in str(entry.get("data")) for entry in history)


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({}, (422, "flow.graph_invalid")),
        ({"root": []}, (422, "flow.graph_invalid")),
        (
            {"root": {"kind": "sequence", "blocks": [{"kind": "node", "id": "a b", "type": "end"}]}},
            (422, "flow.graph_invalid"),
        ),
        ({"root": {"kind": "sequence", "blocks": [node("a", "end"), node("a", "end")]}}, (422, "flow.graph_invalid")),
        ({"root": {"kind": "sequence", "blocks": [node("a", "nothing")]}}, (200, "unknown_type")),
        ({"root": {"kind": "sequence", "blocks": [node("a", "handle", nothing=1)]}}, (200, "settings_invalid")),
    ],
)
async def test_drawings_that_are_none_are_refused_or_explained(desk: Desk, graph: Any, expected: tuple[int, str]):
    answered = await desk["flo"].post("/api/flow/flows/thing_flow/check", json={"graph": graph})
    if expected[0] == 200:
        assert [one["code"] for one in answered.json()["findings"]] == [expected[1]]
    else:
        assert code(answered) == expected


async def test_a_drawing_nested_without_end_is_refused(desk: Desk):
    inner: dict[str, Any] = {"kind": "sequence", "blocks": []}
    for _ in range(60):
        inner = {"kind": "sequence", "blocks": [inner]}
    answered = await desk["flo"].post("/api/flow/flows/thing_flow/check", json={"graph": {"root": inner}})
    assert code(answered) == (422, "flow.graph_invalid")


async def test_designing_needs_its_permission(desk: Desk):
    ann = desk["ann"]
    assert code(await ann.get("/api/flow/palette")) == (403, "permission.missing")
    assert code(await ann.get("/api/flow/flows")) == (403, "permission.missing")
    assert code(await ann.put("/api/flow/flows/thing_flow/draft", json={"graph": drawn()})) == (
        403,
        "permission.missing",
    )
    assert code(await ann.post("/api/flow/flows/thing_flow/publish")) == (403, "permission.missing")
    assert code(await desk["flo"].get("/api/flow/flows/none")) == (404, "flow.not_found")
    assert code(await desk["flo"].get("/api/flow/flows/thing_flow/versions/9")) == (404, "flow.version_not_found")
    palette = (await desk["flo"].get("/api/flow/palette")).json()
    assert {"start", "handle", "approve", "dispatch"} <= {one["type"] for one in palette["nodes"]}
    assert {"set_fields", "notify"} <= {one["type"] for one in palette["actions"]}
