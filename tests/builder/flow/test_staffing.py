"""Who is found for a task, asked of the company as it is: roles, teams, leaders, owners, skills, and who is away."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from tests.platform.signing import make_person, make_role

from paidan.builder.flow.ports import Asking, RecordView, Standing
from paidan.builder.flow.settings.assignees import (
    ByLinkedOwner,
    ByRecordOwner,
    ByRole,
    BySkillGroup,
    ByTeam,
    ByTeamLeader,
)
from paidan.builder.flow.staffing import Absence, Absences, SkillGroups, Staff
from paidan.builder.flow.state import Handled
from paidan.builder.objects.shaping import FieldDraft, ObjectDraft, define_object
from paidan.builder.records import create_record
from paidan.kernel.database import Tx
from paidan.platform.identity.people import disable_person
from paidan.platform.identity.teams import create_team, update_team


@pytest.fixture
def firm(tx: Tx) -> SimpleNamespace:
    """Head office led by Hal; the north below it led by Nan, with Ben in it; a link from jobs to machines."""
    make_role(tx, "signer")
    head = create_team(tx, name="总部")
    north = create_team(tx, name="北区", parent_id=head)
    hal = make_person(tx, "hal", team_ids=[head])
    nan = make_person(tx, "nan", team_ids=[north], roles=["signer"])
    ben = make_person(tx, "ben", team_ids=[north], roles=["signer"])
    update_team(tx, team_id=head, changes={"leader_id": hal})
    update_team(tx, team_id=north, changes={"leader_id": nan})
    owner = FieldDraft(key="keeper", type="person", label={"zh-CN": "保管人", "en": "Keeper"})
    define_object(tx, ObjectDraft(key="machine", label={"zh-CN": "机器", "en": "Machine"}, fields=[owner]))
    link = FieldDraft(key="machine", type="link", label={"zh-CN": "机", "en": "M"}, settings={"object": "machine"})
    define_object(tx, ObjectDraft(key="job", label={"zh-CN": "活", "en": "Job"}, fields=[link]))
    machine = create_record(tx, "machine", {"keeper": ben})
    return SimpleNamespace(hal=hal, nan=nan, ben=ben, north=north, machine=machine)


def asking(firm: Any, **values: Any) -> Asking:
    instance = SimpleNamespace(initiator=firm.ben, handled={"work": Handled((firm.nan,), 3)})
    return Asking(RecordView(1, values), instance, "sign")  # type: ignore[arg-type]


def test_rules_find_people(tx: Tx, firm: Any):
    staff, ask = Staff(tx, "job"), asking(firm, owner=firm.nan, team=firm.north, machine=firm.machine)
    assert staff.find(ByRole(key="signer"), ask) == sorted([firm.nan, firm.ben])
    assert staff.find(ByTeam(key=firm.north), ask) == sorted([firm.nan, firm.ben])
    assert staff.find(ByTeam(key="北区"), ask) == sorted([firm.nan, firm.ben])
    assert staff.find(ByTeamLeader(of="initiator"), ask) == [firm.nan]
    assert staff.find(ByTeamLeader(of="initiator", levels=2), ask) == [firm.hal]
    assert staff.find(ByTeamLeader(of="handler"), ask) == [firm.hal]
    assert staff.find(ByTeamLeader(of="record_team"), ask) == [firm.nan]
    assert staff.find(ByRecordOwner(), ask) == [firm.nan]
    assert staff.find(ByLinkedOwner(link="machine", person="keeper"), ask) == [firm.ben]


@pytest.mark.parametrize(
    "rule",
    [
        ByRole(key="nobody"),
        ByTeam(key=999_999),
        ByRecordOwner(),
        ByLinkedOwner(link="machine", person="keeper"),
        ByLinkedOwner(link="colour"),
        ByTeamLeader(of="record_team"),
        ByTeamLeader(levels=9),
        BySkillGroup(key="fridge"),
    ],
)
def test_rules_that_find_nobody_say_so(tx: Tx, firm: Any, rule: Any):
    assert list(Staff(tx, "job").find(rule, asking(firm))) == []


def test_an_account_that_is_closed_cannot_act(tx: Tx, firm: Any):
    disable_person(tx, person_id=firm.ben)
    assert Staff(tx, "job").standing(firm.ben) == Standing("disabled")
    assert Staff(tx, "job").standing(firm.nan) == Standing()
    assert list(Staff(tx, "job").find(ByRole(key="signer"), asking(firm))) == [firm.nan]


class Leave(Absences):
    def __init__(self, away: int, deputy: int) -> None:
        self.away, self.deputy = away, deputy

    def find(self, tx: Tx, person_id: int, at: datetime) -> Absence | None:
        return Absence(self.deputy) if person_id == self.away else None


class Skills(SkillGroups):
    def __init__(self, *people: int) -> None:
        self.people = people

    def members(self, tx: Tx, key: int | str) -> list[int]:
        return list(self.people) if key == "fridge" else []

    def exists(self, tx: Tx, key: int | str) -> bool:
        return key == "fridge"


def test_leave_and_skills_come_from_other_rooms(tx: Tx, firm: Any, monkeypatch: pytest.MonkeyPatch):
    more = [Leave(firm.ben, firm.nan), Skills(firm.hal)]
    monkeypatch.setattr(tx.registry, "_contributions", [*tx.registry._contributions, *more])
    staff = Staff(tx, "job")
    assert staff.standing(firm.ben) == Standing("away", firm.nan)
    assert staff.find(BySkillGroup(key="fridge"), asking(firm)) == [firm.hal]


def test_somebody_always_looks_after_flows(tx: Tx, firm: Any):
    boss = make_person(tx, "boss", roles=["administrator"])
    assert list(Staff(tx, "job").administrators()) == [boss]
    make_role(tx, "keeper", ["flow.administer"])
    keeper = make_person(tx, "keeper", roles=["keeper"])
    assert list(Staff(tx, "job").administrators()) == sorted([boss, keeper])
