"""A small company with a flow over the `thing` object: people, a drawing, and a hand that acts for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from tests.builder.conftest import grant, person
from tests.builder.flow.conftest import approve, end, graph, handle, start
from tests.platform.signing import make_person, make_role

from paidan.builder.flow import commands as c
from paidan.builder.flow.graph import FlowGraph
from paidan.builder.flow.service import install_flow, run_command
from paidan.builder.flow.tables import instances, tasks
from paidan.builder.records import create_record, record_values
from paidan.kernel.actor import Actor
from paidan.kernel.database import Database, Query, Tx
from paidan.kernel.database.reading import as_tuple

LABEL = {"zh-CN": "处理事项", "en": "Handle a thing"}
FORM = {"fields": {"report": "edit", "hours": "required", "urgent": "edit", "reason": "edit"}}


def drawing(ben: int, cai: int, dan: int, **sign: Any) -> FlowGraph:
    """start → work (Ben or Cai takes it; hours needed) → sign (Cai and Dan, both) → end."""
    settings = {"mode": "all", "resume": ["replay", "direct"], **sign}
    return graph(
        start(),
        handle("work", ben, cai, open_as="pool", form=FORM, status_on_enter="doing"),
        approve("sign", cai, dan, **settings),
        end(status_on_enter="done"),
    )


@dataclass
class Company:
    """People by name, and what they do."""

    database: Database
    people: dict[str, int] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody who may not do anything by role."""
        return person(self.people[name])

    def write(self, work: Any, who: str | None = None) -> Any:
        return self.database.write_now(work, self.actor(who)) if who else self.database.write_now(work)

    def draw(self, drawn: FlowGraph, key: str = "thing_flow", **facts: Any) -> Any:
        return self.write(
            lambda tx: install_flow(tx, key=key, label=LABEL, **{"object_key": "thing", "graph": drawn, **facts})
        )

    def report(self, who: str | None = None, **values: Any) -> int:
        """A new thing; what follows by itself has happened."""
        creator = person(self.people[who], grant("thing")) if who else None
        work = lambda tx: create_record(tx, "thing", {"summary": "冰箱不制冷", **values})  # noqa: E731
        return self.database.write_now(work, creator) if creator else self.database.write_now(work)

    def do(self, who: str, command: c.Command, instance: int | None = None) -> Any:
        return self.write(lambda tx: run_command(tx, command, instance), who)

    def task(self, who: str, record: int, node: str | None = None) -> int:
        """The open task that somebody holds or may claim."""
        rows = self.rows(
            sa.select(tasks.c.id, tasks.c.node, tasks.c.assignee, tasks.c.candidates)
            .where(tasks.c.record_id == record, tasks.c.state == "open")
            .order_by(tasks.c.id)
        )
        me = self.people[who]
        found = [r[0] for r in rows if (r[2] == me or (r[2] is None and me in r[3])) and node in (None, r[1])]
        assert found, f"{who} has no open task; open: {rows}"
        return found[-1]

    def open_at(self, record: int) -> dict[str, list[str]]:
        """Node → names of those who hold an open task there."""
        names = {number: name for name, number in self.people.items()}
        rows = self.rows(
            sa.select(tasks.c.node, tasks.c.assignee, tasks.c.candidates).where(
                tasks.c.record_id == record, tasks.c.state == "open"
            )
        )
        found: dict[str, list[str]] = {}
        for node, assignee, pool in rows:
            found.setdefault(node, []).extend(names[p] for p in (pool if assignee is None else [assignee]))
        return {node: sorted(held) for node, held in found.items()}

    def instance(self, record: int) -> Any:
        """(id, state, note) of the newest instance."""
        rows = self.rows(
            sa.select(instances.c.id, instances.c.state, instances.c.note)
            .where(instances.c.record_id == record)
            .order_by(instances.c.id.desc())
        )
        return rows[0] if rows else None

    def status(self, record: int) -> str | None:
        return self.write(lambda tx: record_values(tx, "thing", record).choice("status"))

    def rows(self, statement: Any) -> list[tuple[Any, ...]]:
        return self.database.read_now(Query(statement, as_tuple))


def hire(tx: Tx, *names: str) -> dict[str, int]:
    """Add people without roles, and one administrator of flows."""
    make_role(tx, "flow_admin", ["flow.administer"])
    people = {name: make_person(tx, name) for name in names}
    people["admin"] = make_person(tx, "flowadmin", roles=["flow_admin"])
    return people
