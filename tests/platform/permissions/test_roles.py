"""Roles: made, changed and handed out by those who may; and what a person may do because of them."""

import pytest
from tests.platform.signing import as_person, make_person, make_role

from paidan.kernel.errors import Forbidden
from paidan.kernel.feature import Feature
from paidan.kernel.registry import Registry
from paidan.platform.identity.people import disable_person
from paidan.platform.identity.rights import rights_of
from paidan.platform.identity.teams import create_team
from paidan.platform.permissions.access import ALL, ALL_ACCESS, ANY, OWN, Access, FieldRight, Grant, can, holds
from paidan.platform.permissions.assigning import assign_roles
from paidan.platform.permissions.compiling import compile_access_in, summarise
from paidan.platform.permissions.errors import (
    LastAdministrator,
    PermissionMissing,
    PermissionUnknown,
    PowerTooSmall,
    RoleBuiltin,
    RoleChanged,
    RoleInUse,
    RoleKeyTaken,
    RoleUnknown,
)
from paidan.platform.permissions.permission import Permission, require
from paidan.platform.permissions.queries import (
    ADMINISTRATOR,
    find_role_by_key,
    list_holder_ids,
    list_role_names,
    list_roles_of,
)
from paidan.platform.permissions.roles import create_role, delete_role, install_role, update_role

READ_OWN = Grant("work_order", frozenset({"read"}), OWN, FieldRight.READ)
EDIT_ALL = Grant("work_order", frozenset({"read", "update"}), ALL, FieldRight.EDIT, {"cost": FieldRight.HIDDEN})
LABEL = {"zh-CN": "调度", "en": "Dispatcher"}


def test_the_administrator_comes_with_the_product_and_may_do_everything(tx):
    person_id = make_person(tx, "chief", roles=[ADMINISTRATOR])

    access = compile_access_in(tx, person_id)

    assert can(access, "anything", "delete")
    assert holds(access, "identity.manage")


def test_an_access_gathers_all_roles_and_keeps_their_grants_apart(tx):
    make_role(tx, "reader", [], [READ_OWN])
    make_role(tx, "editor", ["identity.tokens"], [EDIT_ALL])
    person_id = make_person(tx, "one", roles=["reader", "editor"])

    access = compile_access_in(tx, person_id)

    assert access.role_keys == {"reader", "editor"}
    assert access.features == {"identity.tokens"}
    assert set(access.grants["work_order"]) == {READ_OWN, EDIT_ALL}


def test_an_access_knows_the_teams_and_those_below(tx):
    service = create_team(tx, name="售后")
    north = create_team(tx, name="北区", parent_id=service)
    beijing = create_team(tx, name="北京", parent_id=north)
    person_id = make_person(tx, "one", team_ids=[north])

    access = compile_access_in(tx, person_id)

    assert access.team_ids == {north}
    assert access.teams_below_ids == {north, beijing}


async def test_the_access_of_a_request_is_the_same_as_inside_a_transaction(product):
    def prepare(tx):
        make_role(tx, "reader", ["identity.tokens"], [READ_OWN])
        north = create_team(tx, name="北区")
        return make_person(tx, "one", roles=["reader"], team_ids=[north])

    person_id = await product.database.write(prepare)

    compiled = await rights_of(product.registry).compile(product.database, person_id, 0)

    assert compiled == await product.database.write(compile_access_in, person_id)


def test_a_person_without_roles_may_do_nothing(tx):
    person_id = make_person(tx, "one")
    assert compile_access_in(tx, person_id) == Access(person_id=person_id)


def test_a_role_names_only_permissions_that_exist(tx):
    with pytest.raises(PermissionUnknown) as refused:
        create_role(tx, key="odd", label=LABEL, features=["teapot.boil"])

    assert refused.value.params == {"key": "teapot.boil"}
    assert tx.find(find_role_by_key("odd")) is None


def test_a_role_key_is_given_once(tx):
    make_role(tx, "shift_lead")
    with pytest.raises(RoleKeyTaken):
        make_role(tx, "shift_lead")


def test_a_changed_role_tells_what_was_and_what_is(tx):
    role_id = make_role(tx, "reader", [], [READ_OWN])

    changed = update_role(tx, role_id=role_id, grants=[EDIT_ALL], features=[], rev=1)

    assert changed.rev == 2
    assert list(tx.announced[-1].changes) == ["grants"]
    with pytest.raises(RoleChanged):
        update_role(tx, role_id=role_id, features=["identity.tokens"], rev=1)


def test_a_role_changed_to_what_it_is_tells_nothing(tx):
    role_id = make_role(tx, "reader", ["identity.tokens"], [READ_OWN])
    before = len(tx.announced)

    assert update_role(tx, role_id=role_id, features=["identity.tokens"], grants=[READ_OWN]).rev == 1
    assert len(tx.announced) == before


def test_the_administrators_role_is_never_changed_and_shipped_roles_never_deleted(tx):
    administrator = tx.get(find_role_by_key(ADMINISTRATOR))
    install_role(tx, key="shift_lead", label=LABEL, grants=[READ_OWN])
    shipped = tx.get(find_role_by_key("shift_lead"))

    with pytest.raises(RoleBuiltin):
        update_role(tx, role_id=administrator.id, features=[])
    for role in (administrator, shipped):
        with pytest.raises(RoleBuiltin):
            delete_role(tx, role_id=role.id)
    update_role(tx, role_id=shipped.id, grants=[EDIT_ALL])


def test_what_a_company_changed_about_a_shipped_role_stays(tx):
    install_role(tx, key="stock_lead", label=LABEL, grants=[READ_OWN])
    update_role(tx, role_id=tx.get(find_role_by_key("stock_lead")).id, grants=[EDIT_ALL])

    install_role(tx, key="stock_lead", label=LABEL, grants=[READ_OWN])

    assert tx.get(find_role_by_key("stock_lead")).grants[0]["scope"] == "all"


def test_a_role_that_somebody_holds_is_not_deleted(tx):
    role_id = make_role(tx, "reader")
    person_id = make_person(tx, "one", roles=["reader"])

    with pytest.raises(RoleInUse):
        delete_role(tx, role_id=role_id)
    assign_roles(tx, person_id=person_id, role_keys=[])
    delete_role(tx, role_id=role_id)


def test_handing_out_roles_replaces_those_held_before(tx):
    make_role(tx, "reader")
    make_role(tx, "editor")
    person_id = make_person(tx, "one", roles=["reader"])

    assign_roles(tx, person_id=person_id, role_keys=["editor", "editor"])

    assert [role.key for role in tx.read(list_roles_of(person_id))] == ["editor"]
    assert (tx.announced[-1].before, tx.announced[-1].after) == (["reader"], ["editor"])
    with pytest.raises(RoleUnknown):
        assign_roles(tx, person_id=person_id, role_keys=["nonesuch"])


def test_holders_of_a_role_are_found_while_they_are_active(tx):
    make_role(tx, "reader")
    one, two = make_person(tx, "one", roles=["reader"]), make_person(tx, "two", roles=["reader"])
    disable_person(tx, person_id=two)

    assert tx.read(list_holder_ids(["reader", "nonesuch"])) == [one]
    assert [key for _, key, _ in tx.read(list_role_names([one, two]))] == ["reader", "reader"]


def test_the_last_active_administrator_keeps_role_and_account(tx):
    chief = make_person(tx, "chief", roles=[ADMINISTRATOR])
    retired = make_person(tx, "retired", roles=[ADMINISTRATOR])
    disable_person(tx, person_id=retired)

    with pytest.raises(LastAdministrator):
        disable_person(tx, person_id=chief)
    with pytest.raises(LastAdministrator):
        assign_roles(tx, person_id=chief, role_keys=[])


def test_without_the_permission_nobody_hands_out_or_shapes_roles(tx):
    role_id = make_role(tx, "reader")
    target = make_person(tx, "target")
    as_person(tx, make_person(tx, "colleague"))

    for act in (
        lambda: assign_roles(tx, person_id=target, role_keys=["reader"]),
        lambda: assign_roles(tx, person_id=tx.actor.id, role_keys=[ADMINISTRATOR]),
        lambda: make_role(tx, "mine"),
        lambda: update_role(tx, role_id=role_id, features=["identity.manage"]),
        lambda: delete_role(tx, role_id=role_id),
    ):
        with pytest.raises(PermissionMissing):
            act()


def test_who_shapes_roles_cannot_give_them_more_power_than_their_own(tx):
    make_role(tx, "architect", ["permissions.manage"])
    strong = make_role(tx, "strong", ["identity.manage"])
    as_person(tx, make_person(tx, "architect", roles=["architect"]))

    weak = make_role(tx, "weak", [], [EDIT_ALL])
    for act in (
        lambda: make_role(tx, "mine", ["identity.manage"]),
        lambda: make_role(tx, "mine", [ANY]),
        lambda: make_role(tx, "mine", [], [Grant(ANY, frozenset({"read"}), ALL)]),
        lambda: update_role(tx, role_id=weak, features=["identity.manage"]),
        lambda: update_role(tx, role_id=strong, features=[]),
        lambda: delete_role(tx, role_id=strong),
    ):
        with pytest.raises(PowerTooSmall):
            act()


def test_a_service_asks_for_a_permission_and_the_refusal_names_it(tx):
    boiling = Permission("teapot.boil", {"zh-CN": "烧水", "en": "Boil water"}, {"zh-CN": "", "en": ""})
    require(tx, boiling)

    as_person(tx, make_person(tx, "one"))
    with pytest.raises(Forbidden) as refused:
        require(tx, boiling)
    assert refused.value.params["permission"] == boiling.label


def test_a_user_interface_is_told_what_is_worth_showing():
    boiling = Permission("teapot.boil", {"zh-CN": "烧水", "en": "Boil water"}, {"zh-CN": "", "en": ""})
    registry = Registry([Feature(name="teapot", summary="Boils.", contributes=[boiling])])

    told = summarise(registry, Access(features=frozenset({"*"}), grants={"work_order": (READ_OWN, EDIT_ALL)}))

    assert told == {
        "permissions": ["teapot.boil"],
        "objects": {"work_order": {"actions": ["read", "update"], "field_default": "edit", "fields": {"cost": "read"}}},
    }
    assert summarise(registry, ALL_ACCESS)["objects"]["*"]["actions"] == ["*"]
    assert summarise(registry, Access()) == {"permissions": [], "objects": {}}
