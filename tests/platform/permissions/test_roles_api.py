"""Roles through the API."""

import pytest
from tests.platform.signing import add_person, add_role, code, sign_in

DISPATCHER = {
    "key": "my_dispatcher",
    "label": {"zh-CN": "调度员", "en": "Dispatcher"},
    "features": ["identity.tokens"],
    "grants": [
        {
            "object": "work_order",
            "actions": ["read", "update"],
            "scope": "team_and_below",
            "fields": {"cost": "hidden"},
        },
        {
            "object": "customer",
            "actions": ["read"],
            "scope": {"filter": {"field": "region"}},
            "field_default": "masked",
        },
    ],
}


@pytest.fixture
async def chief(client, database):
    await add_person(database, "chief", roles=["administrator"])
    return await sign_in(client, "chief")


async def role(chief, key):
    return next(one for one in (await chief.get("/api/roles")).json()["items"] if one["key"] == key)


async def test_a_role_is_made_given_shown_and_taken_apart(client, chief, database):
    made = await chief.post("/api/roles", json=DISPATCHER)
    assert made.status_code == 201
    await add_person(database, "one", roles=["my_dispatcher"])
    one = await sign_in(client, "one")

    me = (await one.get("/api/session")).json()
    assert me["permissions"] == ["identity.tokens"]
    assert me["objects"]["work_order"] == {
        "actions": ["read", "update"], "field_default": "edit", "fields": {"cost": "hidden"},
    }  # fmt: skip
    shown = await role(chief, "my_dispatcher")
    assert (shown["people"], shown["builtin"], shown["grants"][1]["scope"]) == (
        1,
        False,
        {"filter": {"field": "region"}},
    )

    changed = await chief.patch(f"/api/roles/{shown['id']}", json={"grants": [], "rev": 1})
    assert (changed.json()["grants"], changed.json()["rev"]) == ([], 2)
    assert (await one.get("/api/session")).json()["objects"] == {}
    assert code(await chief.delete(f"/api/roles/{shown['id']}")) == (409, "role.in_use")


@pytest.mark.parametrize(
    ("change", "status", "refusal"),
    [
        ({"key": "administrator"}, 409, "role.key_taken"),
        ({"key": "Bad Key"}, 422, "invalid"),
        ({"label": {"en": "x"}}, 422, "invalid"),
        ({"features": ["teapot.boil"]}, 422, "permission.unknown"),
        ({"builtin": True}, 422, "invalid"),
        ({"grants": [{"object": "work_order", "actions": []}]}, 422, "invalid"),
        ({"grants": [{"object": "x; DROP", "actions": ["read"]}]}, 422, "invalid"),
        ({"grants": [{"object": "work_order", "actions": ["read"], "scope": "everything"}]}, 422, "invalid"),
        ({"grants": [{"object": "work_order", "actions": ["read"], "scope": {"filter": {"x": "y" * 30000}}}]}, 422, "invalid"),
        ({"grants": [{"object": "work_order", "actions": ["read"], "fields": {"cost": "secret"}}]}, 422, "invalid"),
    ],
)  # fmt: skip
async def test_a_role_that_makes_no_sense_is_refused(chief, change, status, refusal):
    before = (await chief.get("/api/roles")).json()

    assert code(await chief.post("/api/roles", json={**DISPATCHER, **change})) == (status, refusal)
    assert (await chief.get("/api/roles")).json() == before


async def test_the_administrators_role_can_be_neither_changed_nor_deleted(chief):
    administrator = await role(chief, "administrator")

    changed = await chief.patch(f"/api/roles/{administrator['id']}", json={"features": []})
    assert code(changed) == (409, "role.builtin")
    assert code(await chief.delete(f"/api/roles/{administrator['id']}")) == (409, "role.builtin")
    assert code(await chief.delete("/api/roles/4711")) == (404, "not_found")


async def test_who_manages_people_sees_roles_but_does_not_shape_them(client, chief, database):
    await add_role(database, "hr", ["identity.manage"])
    await add_person(database, "hr", roles=["hr"])
    hr = await sign_in(client, "hr")

    assert (await hr.get("/api/roles")).status_code == 200
    assert code(await hr.post("/api/roles", json=DISPATCHER)) == (403, "permission.missing")
    mine = await role(chief, "hr")
    assert code(await hr.patch(f"/api/roles/{mine['id']}", json={"features": ["permissions.manage"]})) == (
        403,
        "permission.missing",
    )


async def test_permissions_are_told_in_the_readers_language(chief):
    await chief.put("/api/session/profile", json={"language": "en"})
    told = {one["key"]: one["label"] for one in (await chief.get("/api/permissions")).json()["items"]}
    assert told["identity.manage"] == "Manage people"
