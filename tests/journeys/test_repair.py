"""Story 1 through the API alone: a report is dispatched with reasons, accepted, done, confirmed; others take over where
somebody refuses."""

from typing import Any

from tests.journeys.conftest import NEAR, Company

from paidan.aftersales.portal.linking import customer_link_for
from paidan.kernel.timers.sweeping import Sweeper


def order_values(company: Company, **more: Any) -> dict[str, Any]:
    address = {"city": "上海", "district": "黄浦", "detail": "南京东路 20 号", "location": NEAR}
    return {
        "title": "冰箱不制冷",
        "description": "冷藏室温度一直在 15 度",
        "customer": company.ids["customer"],
        "contact_name": "周先生",
        "contact_phone": "13800001111",
        "address": address,
        "region": company.ids["region"],
        "required_skill": company.ids["skill"],
        "required_level": 2,
        "priority": "high",
        **more,
    }


async def make_order(company: Company, **more: Any) -> int:
    made = await company.post("agent", "/api/records/work_order", {"values": order_values(company, **more)}, 201)
    await company.settle()
    return int(made["id"])


async def order_of(company: Company, order: int) -> Any:
    return await company.get("admin", f"/api/records/work_order/{order}")


async def only_offer(company: Company, login: str) -> Any:
    offers = (await company.get(login, "/api/dispatch/offers"))["offers"]
    assert len(offers) == 1, offers
    return offers[0]


async def test_an_order_finds_its_engineer_is_done_and_closed(company: Company):
    order = await make_order(company)
    assert (await order_of(company, order))["status"] == "assigned"

    offer = await only_offer(company, "li")
    assert offer["record"] == order
    await company.post("li", f"/api/dispatch/offers/{offer['id']}/accept")
    await company.settle()
    seen = await order_of(company, order)
    assert (seen["status"], seen["engineer"]["name"]) == ("accepted", "李强")

    visit = (await company.get("li", "/api/records/visit"))["records"][0]
    place = {"lat": 31.2304, "lng": 121.4737, "datum": "wgs84"}
    check_in = {"values": {"checked_in_at": "2026-11-16T01:05:00Z", "check_in_location": place}}
    arrived = await (await company.browser("li")).patch(f"/api/records/visit/{visit['id']}", json=check_in)
    assert arrived.status_code == 200, arrived.text

    task = (await company.get("li", "/api/flow/tasks"))["tasks"][0]
    done = {"fields": {"result": "已修复", "solution": "更换温控器", "cause": None}}
    await company.post("li", f"/api/flow/tasks/{task['id']}/complete", done)
    await company.settle()
    assert (await order_of(company, order))["status"] == "done"

    token = company.product.database.write_now(lambda tx: customer_link_for(tx, order)).rsplit("/", 1)[1]
    await company.post("", f"/api/portal/t/{token}/confirm")
    await company.settle()
    assert (await order_of(company, order))["status"] == "closed"
    await company.post("", f"/api/portal/t/{token}/rate", {"score": 5, "reasons": [], "comment": "很快"})
    assert (await order_of(company, order))["csat_score"] == 5


async def test_the_decision_tells_why_in_both_languages(company: Company):
    order = await make_order(company, required_level=3)
    why = await company.get("dispatcher", f"/api/dispatch/orders/{order}")

    assert why["decisions"][0]["winner"] == company.ids["li"]
    chinese = "\n".join(why["decisions"][0]["told"])
    assert "派给li" in chinese
    assert "因“技能与等级”排除 1 人" in chinese
    assert why["offers"][0]["engineer_name"] == "李强"


async def test_who_refuses_is_not_asked_again_and_the_next_is(company: Company):
    order = await make_order(company)
    offer = await only_offer(company, "li")
    await company.post("li", f"/api/dispatch/offers/{offer['id']}/refuse", {"reason": "no_time"})
    await company.settle()

    offer = await only_offer(company, "wang")
    await company.post("wang", f"/api/dispatch/offers/{offer['id']}/refuse", {"reason": "too_far"})
    await company.settle()

    waiting = (await company.get("dispatcher", "/api/dispatch/waiting"))["orders"]
    assert [one["record"] for one in waiting] == [order]
    assert (await order_of(company, order))["status"] == "dispatching"

    await company.post("dispatcher", f"/api/dispatch/orders/{order}/assign", {"engineer": company.ids["wang"]})
    offer = await only_offer(company, "wang")
    assert offer["by_hand"] in (True, 1)


async def test_who_does_not_answer_in_time_is_passed_over(company: Company):
    await make_order(company)
    first = await only_offer(company, "li")
    company.clock.advance(minutes=16)
    await _fire_timers(company)

    assert (await company.get("li", "/api/dispatch/offers"))["offers"] == []
    assert len((await company.get("wang", "/api/dispatch/offers"))["offers"]) == 1
    late = await company.post("li", f"/api/dispatch/offers/{first['id']}/accept", status=409)
    assert late["code"] == "dispatch.offer_closed"


async def test_nobody_answers_for_another(company: Company):
    await make_order(company)
    offer = await only_offer(company, "li")
    refused = await company.post("wang", f"/api/dispatch/offers/{offer['id']}/accept", status=404)
    assert refused["code"] == "dispatch.not_your_offer"
    unknown = await company.post("li", f"/api/dispatch/offers/{offer['id']}/refuse", {"reason": "bored"}, status=422)
    assert unknown["code"] == "dispatch.unknown_reason"
    forbidden = await company.post(
        "agent", f"/api/dispatch/orders/{offer['record']}/assign", {"engineer": 1}, status=403
    )
    assert forbidden["code"] == "permission.missing"


async def test_the_work_needs_a_result_before_it_is_complete(company: Company):
    order = await make_order(company)
    offer = await only_offer(company, "li")
    await company.post("li", f"/api/dispatch/offers/{offer['id']}/accept")
    await company.settle()
    task = (await company.get("li", "/api/flow/tasks"))["tasks"][0]

    refused = await company.post("li", f"/api/flow/tasks/{task['id']}/complete", {"fields": {"result": "好"}}, 422)
    assert "solution" in str(refused)
    stolen = await company.post("wang", f"/api/flow/tasks/{task['id']}/complete", {"fields": {}}, 404)
    assert stolen["code"].startswith("flow.")
    assert (await order_of(company, order))["status"] == "accepted"


async def _fire_timers(company: Company) -> None:
    await Sweeper(company.product.database).sweep()
    await company.settle()
