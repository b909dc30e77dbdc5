"""Flows that are alive: started with a record, claimed, handed in, decided, and seen by the record."""

from __future__ import annotations

import pytest
from tests.builder.conftest import Hand
from tests.builder.flow.living import Company, drawing, hire

from paidan.builder.flow import commands as c
from paidan.kernel.database import Database


@pytest.fixture
def company(database: Database, make: Hand) -> Company:
    """Ann reports; Ben, Cai and Dan work; a published flow."""
    people = database.write_now(lambda tx: hire(tx, "ann", "ben", "cai", "dan"))
    company = Company(database, people)
    company.draw(drawing(people["ben"], people["cai"], people["dan"]))
    return company


def test_a_new_record_starts_its_flow_and_the_pool_sees_it(company: Company):
    thing = company.report("ann")
    assert company.open_at(thing) == {"work": ["ben", "cai"]}
    assert company.status(thing) == "doing"


def test_a_thing_goes_from_hand_to_hand_to_its_end(company: Company):
    thing = company.report("ann")
    task = company.task("ben", thing)
    company.do("ben", c.Claim(task_id=task))
    company.do("ben", c.Complete(task_id=task, fields={"hours": "1.5", "report": "换压缩机"}))
    assert company.open_at(thing) == {"sign": ["cai", "dan"]}

    company.do("cai", c.Agree(task_id=company.task("cai", thing)))
    company.do("dan", c.Agree(task_id=company.task("dan", thing)))

    assert company.instance(thing)[1] == "completed"
    assert company.status(thing) == "done"
