"""People: added, changed, disabled and enabled by those who may."""

import pytest
import sqlalchemy as sa
from tests.platform.signing import as_person, make_person, make_role

from paidan.kernel.actor import ANONYMOUS
from paidan.kernel.errors import Forbidden, NotFound, Unauthenticated
from paidan.platform.identity import people, tokens
from paidan.platform.identity.errors import (
    LanguageUnknown,
    LoginTaken,
    MainTeamForeign,
    PersonChanged,
    TeamUnknown,
    TimeZoneUnknown,
)
from paidan.platform.identity.memberships import add_to_team, remove_from_team, set_teams
from paidan.platform.identity.queries import (
    count_people,
    find_person,
    find_person_by_login,
    list_cards,
    list_memberships,
    list_people,
)
from paidan.platform.identity.sessions import list_sessions, start_session
from paidan.platform.identity.tables import people as people_table
from paidan.platform.identity.teams import create_team


def kinds(tx):
    return [event.kind for event in tx.announced]


def test_a_new_person_is_found_by_login_in_any_case(tx):
    person_id = make_person(tx, "WangLi", name="王丽", email="wangli@example.com", title="工程师")

    person = tx.get(find_person_by_login("wangli"))

    assert (person.id, person.name, person.login, person.title) == (person_id, "王丽", "WangLi", "工程师")
    assert person.active
    assert kinds(tx) == ["person.created"]


def test_two_people_cannot_have_logins_that_differ_in_case_only(tx):
    make_person(tx, "wangli")
    other = make_person(tx, "zhaomin")

    with pytest.raises(LoginTaken):
        make_person(tx, "WANGLI")
    with pytest.raises(LoginTaken):
        people.update_person(tx, person_id=other, changes={"login": "Wangli"})


def test_a_person_may_write_their_own_login_in_another_case(tx):
    person_id = make_person(tx, "wangli")

    assert people.update_person(tx, person_id=person_id, changes={"login": "WangLi"}).login == "WangLi"


def test_a_change_tells_what_was_and_what_is(tx):
    person_id = make_person(tx, "wangli", name="王丽")

    changed = people.update_person(tx, person_id=person_id, changes={"name": "王莉", "title": ""})

    assert (changed.name, changed.rev) == ("王莉", 2)
    assert tx.announced[-1].changes == {"name": ["王丽", "王莉"]}


def test_a_change_that_changes_nothing_tells_nothing(tx):
    person_id = make_person(tx, "wangli", name="王丽")
    before = kinds(tx)

    people.update_person(tx, person_id=person_id, changes={"name": " 王丽 "})

    assert kinds(tx) == before


def test_a_change_against_an_old_revision_is_refused(tx):
    person_id = make_person(tx, "wangli")
    people.update_person(tx, person_id=person_id, changes={"title": "组长"}, rev=1)

    with pytest.raises(PersonChanged):
        people.update_person(tx, person_id=person_id, changes={"title": "经理"}, rev=1)


def test_languages_and_time_zones_must_exist(tx):
    person_id = make_person(tx, "wangli")

    with pytest.raises(TimeZoneUnknown):
        people.update_person(tx, person_id=person_id, changes={"time_zone": "Mars/Olympus"})
    with pytest.raises(LanguageUnknown):
        people.change_own_habits(tx, person_id=person_id, language="tlh")


def test_habits_keep_preferences_as_they_come(tx):
    person_id = make_person(tx, "wangli")

    people.change_own_habits(tx, person_id=person_id, language="en", preferences={"theme": "dark", "rows": [1, 2]})

    person = tx.get(find_person(person_id))
    assert (person.language, person.preferences) == ("en", {"theme": "dark", "rows": [1, 2]})


def test_a_disabled_person_loses_every_session_for_good(tx):
    person_id = make_person(tx, "wangli")
    start_session(tx, person_id=person_id, hours=72)

    people.disable_person(tx, person_id=person_id)
    people.enable_person(tx, person_id=person_id)

    assert tx.read(list_sessions(person_id, now=tx.now)) == []
    assert kinds(tx)[-3:] == ["session.ended", "person.disabled", "person.enabled"]


def test_disabling_twice_is_told_once(tx):
    person_id = make_person(tx, "wangli")
    people.disable_person(tx, person_id=person_id)
    people.disable_person(tx, person_id=person_id)

    assert kinds(tx).count("person.disabled") == 1


def test_a_password_set_by_an_administrator_must_be_changed_and_ends_sessions(tx):
    person_id = make_person(tx, "wangli")
    start_session(tx, person_id=person_id, hours=72)

    people.reset_password(tx, person_id=person_id, password_hash="other")

    assert tx.get(find_person(person_id)).must_change_password
    assert tx.read(list_sessions(person_id, now=tx.now)) == []


def test_a_new_password_of_ones_own_keeps_the_present_session_only(tx):
    person_id = make_person(tx, "wangli")
    here = start_session(tx, person_id=person_id, hours=72)
    start_session(tx, person_id=person_id, hours=72)

    people.change_own_password(tx, person_id=person_id, password_hash="other", session_id=here.id)

    assert [one.id for one in tx.read(list_sessions(person_id, now=tx.now))] == [here.id]


def test_no_secret_stands_in_any_event(tx):
    person_id = make_person(tx, "wangli")
    session = start_session(tx, person_id=person_id, hours=72)
    people.reset_password(tx, person_id=person_id, password_hash="another-hash")
    _, token = tokens.create_token(tx, name="ERP", person_id=person_id, scopes=["read"])

    told = repr([event.data() for event in tx.announced])

    stored = tx.value(sa.select(people_table.c.password_hash).where(people_table.c.id == person_id))
    for secret in (session.token, token, stored, "argon2"):
        assert secret not in told


@pytest.mark.parametrize(
    "act",
    [
        lambda tx, person_id: make_person(tx, "another"),
        lambda tx, person_id: people.update_person(tx, person_id=person_id, changes={"name": "x"}),
        lambda tx, person_id: people.disable_person(tx, person_id=person_id),
        lambda tx, person_id: people.enable_person(tx, person_id=person_id),
        lambda tx, person_id: people.reset_password(tx, person_id=person_id, password_hash="x"),
        lambda tx, person_id: set_teams(tx, person_id=person_id, team_ids=[]),
        lambda tx, person_id: create_team(tx, name="x"),
    ],
)
def test_whoever_does_not_manage_people_changes_nothing(tx, act):
    target = make_person(tx, "target")
    colleague = make_person(tx, "colleague")

    as_person(tx, colleague)
    with pytest.raises(Forbidden):
        act(tx, target)
    tx.actor = ANONYMOUS
    with pytest.raises(Unauthenticated):
        act(tx, target)


def test_managing_people_is_no_way_to_the_account_of_somebody_with_more_power(tx):
    make_role(tx, "hr", ["identity.manage"])
    chief = make_person(tx, "chief", roles=["administrator"])
    colleague = make_person(tx, "colleague")
    as_person(tx, make_person(tx, "hr", roles=["hr"]))

    people.reset_password(tx, person_id=colleague, password_hash="x")
    for act in (
        lambda: people.reset_password(tx, person_id=chief, password_hash="x"),
        lambda: people.disable_person(tx, person_id=chief),
        lambda: people.update_person(tx, person_id=chief, changes={"email": "mine@example.com"}),
        lambda: tokens.create_token(tx, name="t", person_id=chief, scopes=["*"]),
    ):
        with pytest.raises(Forbidden) as refused:
            act()
        assert refused.value.code == "permission.power_too_small"


def test_nobody_is_not_found(tx):
    with pytest.raises(NotFound):
        people.disable_person(tx, person_id=4711)


# -- teams of a person ---------------------------------------------------------------------------------------------


def test_the_first_team_is_the_main_one_unless_another_is_named(tx):
    north, south = create_team(tx, name="北区"), create_team(tx, name="南区")
    one = make_person(tx, "one", team_ids=[north, south])
    two = make_person(tx, "two", team_ids=[north, south], main_team_id=south)

    mains = {each.person_id: each.team_id for each in tx.read(list_memberships([one, two])) if each.main}

    assert mains == {one: north, two: south}


def test_a_main_team_stays_when_another_team_is_joined_and_passes_on_when_it_is_left(tx):
    north, south = create_team(tx, name="北区"), create_team(tx, name="南区")
    person_id = make_person(tx, "one", team_ids=[south])

    add_to_team(tx, team_id=north, person_id=person_id)
    assert [each.team_id for each in tx.read(list_memberships([person_id]))] == [south, north]

    remove_from_team(tx, team_id=south, person_id=person_id)
    assert [(each.team_id, each.main) for each in tx.read(list_memberships([person_id]))] == [(north, True)]


def test_teams_must_exist_and_hold_the_main_one(tx):
    north, south = create_team(tx, name="北区"), create_team(tx, name="南区")
    person_id = make_person(tx, "one")

    with pytest.raises(TeamUnknown):
        set_teams(tx, person_id=person_id, team_ids=[north, 4711])
    with pytest.raises(MainTeamForeign):
        set_teams(tx, person_id=person_id, team_ids=[north], main_team_id=south)


# -- asking --------------------------------------------------------------------------------------------------------


def test_people_are_found_by_any_part_of_name_login_title_or_phone(tx):
    make_person(tx, "wangli", name="王丽", phone="13812345678", title="工程师")
    make_person(tx, "zhaomin", name="赵敏", title="调度")

    for text, logins in {"王": ["wangli"], "HAOM": ["zhaomin"], "2345": ["wangli"], "调": ["zhaomin"], "%": []}.items():
        assert [person.login for person in tx.read(list_people(text=text))] == logins
        assert tx.read(count_people(text=text)) == [len(logins)]


def test_people_are_listed_by_team_and_by_whether_they_are_active(tx):
    north = create_team(tx, name="北区")
    make_person(tx, "here", team_ids=[north])
    gone = make_person(tx, "gone", team_ids=[north])
    make_person(tx, "elsewhere")
    people.disable_person(tx, person_id=gone)

    assert [one.login for one in tx.read(list_people(team_id=north, active=True))] == ["here"]
    assert [one.login for one in tx.read(list_people(active=False))] == ["gone"]


def test_a_card_names_the_main_team_and_disabled_people_only_when_asked_by_id(tx):
    north, south = create_team(tx, name="北区"), create_team(tx, name="南区")
    here = make_person(tx, "here", team_ids=[north, south], main_team_id=south)
    gone = make_person(tx, "gone")
    people.disable_person(tx, person_id=gone)

    assert [(card.id, card.main_team_name) for card in tx.read(list_cards())] == [(here, "南区")]
    assert [(card.id, card.active) for card in tx.read(list_cards(ids=[gone, here]))] == [(gone, False), (here, True)]
    assert not hasattr(tx.read(list_cards())[0], "phone")
