"""The roles that come with the product, and how they grow with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import paidan
from paidan.aftersales.roles.builtin import AGENT, ENGINEER, ROLES
from paidan.aftersales.roles.drafting import RoleDraft, may_read
from paidan.aftersales.roles.installing import ship_role
from paidan.builder.objects.loading import model_of
from paidan.builder.records.scoping import view_in
from paidan.kernel.actor import Actor
from paidan.kernel.database import Tx
from paidan.kernel.i18n import LANGUAGES
from paidan.kernel.product import Product
from paidan.platform.permissions.access import ANY, FieldRight
from paidan.platform.permissions.compiling import access_from
from paidan.platform.permissions.permission import permission_keys
from paidan.platform.permissions.queries import Role, find_role_by_key
from paidan.platform.permissions.roles import update_role

by_role = pytest.mark.parametrize("draft", ROLES, ids=lambda draft: draft.key)


def role_of(tx: Tx, key: str) -> Role:
    found = tx.find(find_role_by_key(key))
    assert found is not None
    return found


def acting_as(tx: Tx, draft: RoleDraft) -> Actor:
    return Actor(kind="person", id=7, access=access_from(7, [role_of(tx, draft.key)], [3], [3, 4], 0))


@by_role
def test_each_role_is_there_with_a_name_in_both_languages(tx: Tx, draft: RoleDraft) -> None:
    role = role_of(tx, draft.key)

    assert role.builtin
    assert all(role.label[language] for language in LANGUAGES)


@by_role
def test_a_role_speaks_only_of_fields_that_are_there(tx: Tx, draft: RoleDraft) -> None:
    for grant in draft.grants:
        if grant.object != ANY:
            assert grant.fields.keys() <= model_of(tx).object(grant.object).fields.keys(), grant


@by_role
def test_every_row_scope_of_a_role_can_be_asked_of_the_database(tx: Tx, draft: RoleDraft) -> None:
    actor = acting_as(tx, draft)
    for key, found in model_of(tx).objects.items():
        for action in ("read", "update"):
            reach = view_in(tx, actor).rights(key, action).rows(found.table)
            if reach is not None:
                tx.all(found.table.select().where(reach))


@by_role
def test_a_role_names_no_permission_that_its_room_does_not_bring(product: Product, draft: RoleDraft) -> None:
    rooms = {path.parent.name for path in Path(paidan.__path__[0]).rglob("feature.py")}
    due = {key for key in draft.features if key.split(".")[0] in rooms}

    assert due <= permission_keys(product.registry)


def test_an_engineer_reports_on_an_order_but_does_not_hand_it_to_somebody_else(tx: Tx) -> None:
    rights = view_in(tx, acting_as(tx, ENGINEER)).rights("work_order", "update")
    order = model_of(tx).object("work_order")

    assert rights.right(order.field("solution")) is FieldRight.EDIT
    assert rights.right(order.field("engineer")) is FieldRight.READ


def test_a_new_version_offers_a_role_what_is_new_once(tx: Tx) -> None:
    grown = replace(AGENT, features=frozenset({"objects.manage"}), grants=(*AGENT.grants, *may_read("leave")))

    ship_role(tx, grown)
    role = role_of(tx, "agent")
    update_role(tx, role_id=role.id, features=[], grants=[])
    ship_role(tx, grown)

    assert "leave" in {grant["object"] for grant in role.grants}
    assert role.features == ["objects.manage"]
    assert role_of(tx, "agent").grants == []
    assert role_of(tx, "agent").features == []


def test_a_permission_of_a_room_that_is_left_out_waits(tx: Tx) -> None:
    ship_role(tx, replace(AGENT, features=frozenset({"crystal_ball.look"})))

    assert role_of(tx, "agent").features == []
