"""The team tree keeps its shape."""

import pytest
from tests.platform.signing import make_person

from paidan.kernel.errors import NotFound
from paidan.platform.identity.errors import PersonUnknown, TeamChanged, TeamInCircle, TeamNotEmpty, TeamUnknown
from paidan.platform.identity.people import disable_person
from paidan.platform.identity.queries import (
    find_team,
    list_member_ids,
    list_team_paths_of,
    list_teams,
    list_teams_below,
)
from paidan.platform.identity.teams import create_team, delete_team, update_team


@pytest.fixture
def tree(tx):
    """Service > North > Beijing, Service > South."""
    service = create_team(tx, name="售后")
    north = create_team(tx, name="北区", parent_id=service)
    beijing = create_team(tx, name="北京", parent_id=north)
    south = create_team(tx, name="南区", parent_id=service)
    return {"service": service, "north": north, "beijing": beijing, "south": south}


def below(tx, team_id):
    return set(tx.read(list_teams_below([tx.get(find_team(team_id)).path])))


def test_below_a_team_is_itself_and_everything_under_it(tx, tree):
    assert below(tx, tree["service"]) == set(tree.values())
    assert below(tx, tree["north"]) == {tree["north"], tree["beijing"]}


def test_the_tree_is_listed_from_the_top(tx, tree):
    listed = [team.id for team in tx.read(list_teams())]
    assert listed.index(tree["service"]) < listed.index(tree["north"]) < listed.index(tree["beijing"])


def test_what_stands_below_a_team_moves_with_it(tx, tree):
    update_team(tx, team_id=tree["north"], changes={"parent_id": tree["south"]})

    assert below(tx, tree["south"]) == {tree["south"], tree["north"], tree["beijing"]}
    assert tx.get(find_team(tree["beijing"])).path == "/{service}/{south}/{north}/{beijing}/".format(**tree)


def test_a_team_can_become_the_top_of_its_own(tx, tree):
    update_team(tx, team_id=tree["north"], changes={"parent_id": None})

    assert tx.get(find_team(tree["beijing"])).path == "/{north}/{beijing}/".format(**tree)
    assert below(tx, tree["service"]) == {tree["service"], tree["south"]}


@pytest.mark.parametrize("under", ["north", "beijing"])
def test_a_team_cannot_stand_below_itself(tx, tree, under):
    with pytest.raises(TeamInCircle):
        update_team(tx, team_id=tree["north"], changes={"parent_id": tree[under]})


def test_a_team_needs_a_parent_that_exists_and_a_leader_who_works_here(tx, tree):
    gone = make_person(tx, "gone")
    disable_person(tx, person_id=gone)

    with pytest.raises(TeamUnknown):
        create_team(tx, name="x", parent_id=4711)
    for leader_id in (4711, gone):
        with pytest.raises(PersonUnknown):
            update_team(tx, team_id=tree["north"], changes={"leader_id": leader_id})


def test_only_an_empty_team_is_deleted(tx, tree):
    make_person(tx, "one", team_ids=[tree["south"]])

    for team in ("north", "south"):
        with pytest.raises(TeamNotEmpty):
            delete_team(tx, team_id=tree[team])
    delete_team(tx, team_id=tree["beijing"])
    delete_team(tx, team_id=tree["north"])

    assert below(tx, tree["service"]) == {tree["service"], tree["south"]}
    with pytest.raises(NotFound):
        delete_team(tx, team_id=tree["north"])


def test_a_change_against_an_old_revision_is_refused(tx, tree):
    update_team(tx, team_id=tree["north"], changes={"name": "华北"}, rev=1)

    with pytest.raises(TeamChanged):
        update_team(tx, team_id=tree["north"], changes={"name": "北方"}, rev=1)


def test_who_leads_a_team_counts_as_belonging_to_it(tx, tree):
    leader = make_person(tx, "leader", team_ids=[tree["south"]])
    update_team(tx, team_id=tree["north"], changes={"leader_id": leader})

    assert {team_id for team_id, _ in tx.read(list_team_paths_of(leader))} == {tree["south"], tree["north"]}


def test_members_are_the_active_ones(tx, tree):
    here = make_person(tx, "here", team_ids=[tree["north"], tree["south"]])
    gone = make_person(tx, "gone", team_ids=[tree["north"]])
    disable_person(tx, person_id=gone)

    assert tx.read(list_member_ids([tree["north"], tree["south"]])) == [here]


def test_events_tell_a_move(tx, tree):
    update_team(tx, team_id=tree["beijing"], changes={"parent_id": tree["south"], "name": "北京"})

    assert tx.announced[-1].changes == {"parent_id": [tree["north"], tree["south"]]}
