"""Scenes: the things that happen to an order, each written as it would be by whoever does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from paidan.aftersales.demo.catalogue import Fault
from paidan.aftersales.demo.pen import Pen
from paidan.aftersales.demo.staff import Craft
from paidan.aftersales.demo.world import Unit, World


@dataclass(frozen=True, slots=True)
class Slot:
    """An arrival window that was promised, and who comes."""

    begins: datetime
    ends: datetime
    craft: Craft


@dataclass(slots=True)
class Order:
    """One order of the story. `id` and `visit_id` are known once they have happened."""

    unit: Unit
    fault: Fault
    channel: str
    agent: str
    kind: str = "repair"
    priority: str = "normal"
    id: int = 0
    visit_id: int = 0
    reopened: int = 0
    urged: int = 0
    slots: list[Slot] = field(default_factory=list)

    @property
    def slot(self) -> Slot:
        """The window that counts now."""
        return self.slots[-1]


class Scenes:
    """Everything that can happen to an order of this company."""

    def __init__(self, world: World) -> None:
        self.world = world

    def report(self, pen: Pen, at: datetime, order: Order) -> None:
        """Somebody reports a problem: by phone to an agent, or by himself."""
        if order.channel in ("phone", "agent"):
            pen.at(at, order.agent)
        else:
            pen.from_outside(at, order.channel)
        unit, fault = order.unit, order.fault
        covered = at.astimezone(self.world.zone).date() <= unit.warranty_until
        values = {
            "title": fault.title,
            "type": order.kind,
            "priority": order.priority,
            "source": order.channel,
            "category": fault.key,
            "description": self.world.rng.choice(fault.words),
            "customer": unit.customer_id,
            "contact": unit.contact_id,
            "contact_name": unit.contact_name,
            "contact_phone": unit.phone,
            "site": unit.site_id,
            "asset": unit.id,
            "cover": "in_warranty" if covered else "out_of_warranty",
            "address": unit.address,
            "region": self.world.regions[unit.place.code],
            "team": self._team(order),
            "owner": self.world.people[order.agent],
        }
        order.id = pen.create("work_order", values)

    def answer(self, pen: Pen, at: datetime, order: Order) -> None:
        """The agent answers and hands the order on to dispatch."""
        pen.at(at, order.agent)
        self._say(pen, order, f"{order.unit.contact_name}您好，您的报修已收到，我们正在为您安排工程师。", "public")
        pen.update("work_order", order.id, status="dispatching", first_response_at=at)

    def assign(self, pen: Pen, at: datetime, order: Order, slot: Slot) -> None:
        """The dispatcher decides who goes and when."""
        order.slots.append(slot)
        engineer = self.world.people[slot.craft.login]
        pen.at(at, "dispatcher").update(
            "work_order",
            order.id,
            status="assigned",
            engineer=engineer,
            required_skill=self.world.skills[order.fault.skill],
            required_level=order.fault.level,
            estimated_minutes=order.fault.minutes,
            promised_from=slot.begins,
            promised_until=slot.ends,
            dispatched_at=at,
        )
        values = {
            "work_order": order.id,
            "engineer": engineer,
            "team": self._team(order),
            "planned_from": slot.begins,
            "planned_until": slot.begins + timedelta(minutes=order.fault.minutes),
        }
        order.visit_id = pen.create("visit", values)

    def accept(self, pen: Pen, at: datetime, order: Order) -> None:
        """The engineer accepts."""
        pen.at(at, order.slot.craft.login).update("work_order", order.id, status="accepted", accepted_at=at)

    def set_off(self, pen: Pen, at: datetime, order: Order) -> None:
        """The engineer is on the way."""
        pen.at(at, order.slot.craft.login).update("visit", order.visit_id, status="travelling")

    def arrive(self, pen: Pen, at: datetime, order: Order) -> None:
        """The engineer checks in at the site."""
        pen.at(at, order.slot.craft.login)
        where = {**order.unit.address["location"], "accuracy": 12.0}  # type: ignore[dict-item]
        pen.update("visit", order.visit_id, status="on_site", checked_in_at=at, check_in_location=where)
        pen.update("work_order", order.id, status="on_site", arrived_at=at)

    def miss_part(self, pen: Pen, at: datetime, order: Order) -> None:
        """A part is missing: the order waits for it and a second visit."""
        pen.at(at, order.slot.craft.login)
        pen.update("visit", order.visit_id, status="done", checked_out_at=at, result="part_missing")
        pen.update("work_order", order.id, status="waiting_parts")
        self._say(pen, order, f"现场确认需要更换{order.fault.part}，车上没有，已申请调拨，到货后再约客户。", "internal")

    def find_nobody(self, pen: Pen, at: datetime, order: Order) -> None:
        """Nobody is at home: the order waits for the customer."""
        pen.at(at, order.slot.craft.login)
        pen.update("visit", order.visit_id, status="done", checked_out_at=at, result="customer_absent")
        pen.update("work_order", order.id, status="waiting_customer")
        self._say(pen, order, "您好，工程师已到门口但联系不上您，请回复方便的上门时间。", "public")

    def hear_again(self, pen: Pen, at: datetime, order: Order) -> None:
        """The customer answers and a new window can be looked for."""
        pen.from_outside(at, "portal")
        self._hear(pen, order, "不好意思刚才在开会，明天下午都可以。")
        pen.at(self._soon(at), order.agent).update("work_order", order.id, status="dispatching")

    def urge(self, pen: Pen, at: datetime, order: Order) -> None:
        """The customer asks where the engineer stays."""
        order.urged += 1
        pen.from_outside(at, "portal")
        pen.update("work_order", order.id, urged_count=order.urged, last_urged_at=at)
        self._hear(pen, order, "请问师傅什么时候能到？比较着急，麻烦快一点。")

    def fix(self, pen: Pen, at: datetime, order: Order) -> None:
        """The engineer repairs, reports and checks out."""
        pen.at(at, order.slot.craft.login)
        pen.update("visit", order.visit_id, status="done", checked_out_at=at, result="fixed")
        pen.update(
            "work_order",
            order.id,
            status="done",
            result="已修复，客户现场试用正常",
            cause=order.fault.cause,
            solution=order.fault.solution,
            resolved_at=at,
        )
        pen.at(at).update("asset", order.unit.id, last_engineer=self.world.people[order.slot.craft.login])

    def reopen(self, pen: Pen, at: datetime, order: Order) -> None:
        """The fault is back before the customer confirmed."""
        order.reopened += 1
        pen.from_outside(at, "portal")
        self._hear(pen, order, "修好用了一天又不行了，麻烦再来看一下。")
        pen.at(self._soon(at), order.agent)
        pen.update("work_order", order.id, status="dispatching", reopened_count=order.reopened)

    def confirm(self, pen: Pen, at: datetime, order: Order) -> None:
        """The customer confirms and rates; those who had to wait are stricter."""
        pen.as_customer(at, order.unit.contact_name, order.id, _CONFIRMED)
        score = self._score(order)
        given: dict[str, object] = {"csat_score": score, "csat_at": at}
        if score <= 3:
            given["csat_reasons"] = ["not_fixed"] if order.reopened else ["parts"] if order.fault.part else ["late"]
            given["csat_comment"] = "希望一次能修好，不要跑两趟。"
        pen.update("work_order", order.id, status="closed", closed_at=at, **given)

    def close_unconfirmed(self, pen: Pen, at: datetime, order: Order) -> None:
        """Nobody answered for three days: the order closes by itself."""
        pen.at(at).update("work_order", order.id, status="closed", closed_at=at)

    def cancel(self, pen: Pen, at: datetime, order: Order) -> None:
        """The customer does not need it any more."""
        pen.from_outside(at, "portal")
        self._hear(pen, order, "重新插了一下电源好了，不用来了，谢谢。")
        pen.at(self._soon(at), order.agent)
        pen.update("work_order", order.id, status="cancelled", closed_at=self._soon(at))

    def _soon(self, at: datetime) -> datetime:
        """A few minutes later, but never after now."""
        return min(at + timedelta(minutes=8), self.world.now)

    def _score(self, order: Order) -> int:
        if order.reopened:
            return self.world.rng.choice((1, 2, 3))
        if len(order.slots) > 1:
            return self.world.rng.choice((2, 3, 4, 4, 5))
        return self.world.rng.choice((3, 4, 4, 5, 5, 5, 5, 5))

    def _team(self, order: Order) -> int:
        return self.world.teams[order.unit.place.team]

    def _say(self, pen: Pen, order: Order, text: str, visibility: str) -> None:
        values = {
            "work_order": order.id,
            "body": f"<p>{text}</p>",
            "visibility": visibility,
            "direction": "out",
            "author": pen.tx.actor.id,
            "team": self._team(order),
        }
        pen.create("message", values)

    def _hear(self, pen: Pen, order: Order, text: str) -> None:
        values = {
            "work_order": order.id,
            "body": f"<p>{text}</p>",
            "visibility": "public",
            "direction": "in",
            "channel": "portal",
            "author_name": order.unit.contact_name,
            "team": self._team(order),
        }
        pen.create("message", values)


_CONFIRMED = frozenset({"status", "closed_at", "csat_score", "csat_reasons", "csat_comment", "csat_at"})
"""What a customer's confirmation writes."""
