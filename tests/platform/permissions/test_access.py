"""What an access answers, told by tables and by properties that hold for every access."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.kernel.actor import ANONYMOUS, SYSTEM, Actor
from paidan.platform.permissions.access import (
    ALL,
    ALL_ACCESS,
    NO_ACCESS,
    OWN,
    TEAM,
    Access,
    FieldRight,
    Grant,
    access_of,
    can,
    customer_access,
    field_right,
    grants_for,
    holds,
)

READ_OWN = Grant("work_order", frozenset({"read"}), OWN, FieldRight.READ, {"cost": FieldRight.HIDDEN})
READ_ALL = Grant("work_order", frozenset({"read", "export"}), ALL, FieldRight.MASKED, {"cost": FieldRight.READ})
EDIT_TEAM = Grant("work_order", frozenset({"read", "update"}), TEAM, FieldRight.EDIT, {"phone": FieldRight.MASKED})
EVERYTHING = Grant("*", frozenset({"*"}), ALL)


def access(*grants: Grant) -> Access:
    by_object: dict[str, tuple[Grant, ...]] = {}
    for grant in grants:
        by_object[grant.object] = (*by_object.get(grant.object, ()), grant)
    return Access(person_id=1, grants=by_object)


@pytest.mark.parametrize(
    ("grants", "object_key", "action", "allowed"),
    [
        ([], "work_order", "read", False),
        ([READ_OWN], "work_order", "read", True),
        ([READ_OWN], "work_order", "update", False),
        ([READ_OWN], "customer", "read", False),
        ([READ_OWN, EDIT_TEAM], "work_order", "update", True),
        ([EVERYTHING], "customer", "delete", True),
        ([READ_OWN, EVERYTHING], "work_order", "delete", True),
    ],
)
def test_an_action_is_allowed_by_any_grant_that_holds_it(grants, object_key, action, allowed):
    assert can(access(*grants), object_key, action) is allowed


@pytest.mark.parametrize(
    ("grants", "field_key", "action", "right"),
    [
        ([], "title", None, FieldRight.HIDDEN),
        ([READ_OWN], "title", None, FieldRight.READ),
        ([READ_OWN], "cost", None, FieldRight.HIDDEN),
        ([READ_OWN, READ_ALL], "cost", None, FieldRight.READ),
        ([READ_ALL, EDIT_TEAM], "phone", None, FieldRight.MASKED),
        ([READ_ALL, EDIT_TEAM], "title", None, FieldRight.EDIT),
        ([READ_ALL, EDIT_TEAM], "title", "export", FieldRight.MASKED),
        ([EVERYTHING], "cost", "update", FieldRight.EDIT),
    ],
)
def test_the_most_permissive_grant_decides_about_a_field(grants, field_key, action, right):
    assert field_right(access(*grants), "work_order", field_key, action) is right


def test_grants_stay_apart_so_that_each_row_can_be_judged_by_those_that_reach_it():
    assert grants_for(access(READ_OWN, EDIT_TEAM, EVERYTHING), "work_order", "update") == (EDIT_TEAM, EVERYTHING)


def test_rights_are_ordered_and_have_keys():
    assert [right.key for right in sorted(FieldRight)] == ["hidden", "masked", "read", "edit"]
    assert FieldRight.of("masked") is FieldRight.MASKED


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (SYSTEM, ALL_ACCESS),
        (ANONYMOUS, NO_ACCESS),
        (Actor(kind="person", id=1), NO_ACCESS),
        (Actor(kind="person", id=1, access=Access(person_id=1)), Access(person_id=1)),
        (Actor(kind="customer", id=1, access="forged"), NO_ACCESS),
    ],
)
def test_an_actor_may_do_what_it_carries_and_the_product_itself_everything(actor, expected):
    assert access_of(actor) == expected


def test_a_customer_reaches_the_listed_records_and_named_fields_only():
    theirs = customer_access("work_order", frozenset({7}), fields={"title": FieldRight.READ})

    (grant,) = grants_for(theirs, "work_order", "read")
    assert grant.scope.record_ids == {7}
    assert field_right(theirs, "work_order", "title") is FieldRight.READ
    assert field_right(theirs, "work_order", "cost") is FieldRight.HIDDEN
    assert not can(theirs, "work_order", "update")
    assert not can(theirs, "customer", "read")


def test_feature_permissions_are_held_by_name_or_all_at_once():
    assert holds(Access(features=frozenset({"reports.share"})), "reports.share")
    assert not holds(Access(features=frozenset({"reports.share"})), "identity.manage")
    assert holds(ALL_ACCESS, "identity.manage")


rights = st.sampled_from(FieldRight)
grants = st.builds(
    Grant,
    st.sampled_from(["work_order", "customer", "*"]),
    st.frozensets(st.sampled_from(["read", "update", "*"])),
    st.sampled_from([OWN, TEAM, ALL]),
    rights,
    st.dictionaries(st.sampled_from(["cost", "phone"]), rights),
)


@given(st.lists(grants, max_size=4), grants, st.sampled_from(["read", "update", "delete"]))
def test_one_more_grant_never_takes_anything_away(held, added, action):
    before, after = access(*held), access(*held, added)

    assert can(after, "work_order", action) >= can(before, "work_order", action)
    for field_key in ("cost", "phone", "title"):
        assert field_right(after, "work_order", field_key, action) >= field_right(
            before, "work_order", field_key, action
        )


@given(st.lists(grants, max_size=4))
def test_a_right_to_a_field_comes_only_with_a_grant_that_holds_the_action(held):
    made = access(*held)
    if not can(made, "work_order", "update"):
        assert field_right(made, "work_order", "cost", "update") is FieldRight.HIDDEN


def test_an_access_and_a_grant_can_be_keys():
    assert len({READ_OWN: 1, READ_ALL: 2}) == 2
    assert hash(access(READ_OWN)) == hash(access(READ_OWN))
