"""Grants as data, scopes of tokens, and power over the product."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.permissions.access import (
    ALL,
    ALL_ACCESS,
    OWN,
    TEAM,
    TEAM_AND_BELOW,
    Access,
    FieldRight,
    Grant,
    RowScope,
    can,
    holds,
)
from paidan.platform.permissions.grants import grant_from_json, grant_to_json, grants_by_object
from paidan.platform.permissions.powers import has_power
from paidan.platform.permissions.scopes import is_scope, restrict

FILTER = RowScope("filter", filter={"field": "region", "is": "north"})
objects = st.sampled_from(["work_order", "customer", "*"])
actions = st.frozensets(st.sampled_from(["read", "update", "export", "*"]), min_size=1)
rights = st.sampled_from(FieldRight)
grants = st.builds(
    Grant,
    objects,
    actions,
    st.sampled_from([OWN, TEAM, TEAM_AND_BELOW, ALL, FILTER]),
    rights,
    st.dictionaries(st.sampled_from(["cost", "phone"]), rights),
)
accesses = st.builds(
    lambda features, held: Access(person_id=1, features=features, grants=grants_by_object(held)),
    st.frozensets(st.sampled_from(["identity.manage", "reports.share", "*"])),
    st.lists(grants, max_size=4),
)
scopes = st.sampled_from(
    ["*", "read", "identity.manage", "reports.share", "work_order:read", "work_order:*", "*:export", "customer:update"]
)


@given(grants)
def test_a_grant_survives_being_kept(grant):
    assert grant_from_json(grant_to_json(grant)) == grant


def test_a_grant_is_kept_readably():
    kept = grant_to_json(
        Grant("work_order", frozenset({"update", "read"}), FILTER, FieldRight.READ, {"cost": FieldRight.HIDDEN})
    )
    assert kept == {
        "object": "work_order",
        "actions": ["read", "update"],
        "scope": {"filter": {"field": "region", "is": "north"}},
        "field_default": "read",
        "fields": {"cost": "hidden"},
    }


def test_a_grant_given_by_two_roles_counts_once():
    grant = Grant("work_order", frozenset({"read"}))
    assert grants_by_object([grant, grant]) == {"work_order": (grant,)}


@pytest.mark.parametrize(
    ("scope", "meant"),
    [
        ("*", True), ("read", True), ("identity.manage", True), ("work_order:read", True), ("*:*", True),
        ("write", False), ("identity.", False), ("work_order", False), ("work_order:", False), (":read", False),
        ("Work:read", False), ("work_order:read:x", False), ("", False),
    ],
)  # fmt: skip
def test_a_scope_means_something_or_is_refused(scope, meant):
    assert is_scope(scope, frozenset({"identity.manage"})) is meant


@pytest.mark.parametrize(
    ("given_scopes", "allowed", "refused"),
    [
        (["read"], [("work_order", "read"), ("customer", "read")], [("work_order", "update")]),
        (["work_order:update"], [("work_order", "update")], [("work_order", "read"), ("customer", "update")]),
        (["work_order:*"], [("work_order", "delete")], [("customer", "read")]),
        (["*:export"], [("customer", "export")], [("customer", "read")]),
        (["identity.manage"], [], [("customer", "read")]),
    ],
)
def test_a_token_of_an_administrator_is_cut_to_its_scopes(given_scopes, allowed, refused):
    left = restrict(ALL_ACCESS, given_scopes)

    assert all(can(left, *pair) for pair in allowed)
    assert not any(can(left, *pair) for pair in refused)
    assert holds(left, "identity.manage") == ("identity.manage" in given_scopes)
    assert not holds(left, "reports.share")


@given(accesses, st.lists(scopes, max_size=3))
def test_scopes_never_add_anything(access, given_scopes):
    left = restrict(access, given_scopes)

    for object_key in ("work_order", "customer", "asset"):
        for action in ("read", "update", "export", "delete"):
            assert can(left, object_key, action) <= can(access, object_key, action)
    for feature in ("identity.manage", "reports.share", "other"):
        assert holds(left, feature) <= holds(access, feature)


@given(accesses)
def test_the_scope_of_everything_leaves_everything_and_none_leaves_nothing(access):
    assert restrict(access, ["*"]) == access
    assert (restrict(access, []).features, restrict(access, []).grants) == (frozenset(), {})


@pytest.mark.parametrize(
    ("own", "features", "given_grants", "enough"),
    [
        ({"identity.manage"}, [], [Grant("work_order", frozenset({"*"}), ALL)], True),
        ({"identity.manage"}, ["identity.manage"], [], True),
        ({"identity.manage"}, ["permissions.manage"], [], False),
        ({"identity.manage"}, ["*"], [], False),
        ({"identity.manage"}, [], [Grant("*", frozenset({"read"}), ALL)], False),
        ({"*"}, ["*"], [Grant("*", frozenset({"*"}), ALL)], True),
    ],
)
def test_power_is_handed_out_only_by_who_has_it(own, features, given_grants, enough):
    assert has_power(Access(features=frozenset(own)), features, given_grants) is enough
