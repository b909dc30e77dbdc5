"""People, teams and the directory through the API."""

import pytest
from tests.platform.signing import PASSWORD, add_person, add_role, code, sign_in

from paidan.platform.identity.people import disable_person


@pytest.fixture
async def chief(client, database):
    await add_person(database, "chief", name="主管", roles=["administrator"])
    return await sign_in(client, "chief")


@pytest.fixture
async def hr(client, database):
    await add_role(database, "hr", ["identity.manage"])
    await add_person(database, "hr", name="人事", roles=["hr"])
    return await sign_in(client, "hr")


@pytest.fixture
async def worker(client, database):
    await add_person(database, "worker", name="工人", phone="13800000000", email="worker@example.com")
    return await sign_in(client, "worker")


async def id_of(chief, login):
    (found,) = (await chief.get("/api/people", params={"q": login})).json()["items"]
    return found["id"]


async def test_a_person_is_added_signs_in_and_is_asked_for_a_password_of_their_own(client, chief):
    team = (await chief.post("/api/teams", json={"name": "北区"})).json()["id"]
    made = await chief.post(
        "/api/people", json={"name": "王丽", "login": "wangli", "password": PASSWORD, "team_ids": [team]}
    )
    assert made.status_code == 201

    me = (await (await sign_in(client, "wangli")).get("/api/session")).json()

    assert me["must_change_password"] is True
    assert me["teams"] == [{"id": team, "name": "北区", "main": True, "leads": False}]


@pytest.mark.parametrize(
    ("change", "status", "refusal"),
    [
        ({"login": "CHIEF"}, 409, "person.login_taken"),
        ({"password": "short"}, 422, "password.unfit"),
        ({"team_ids": [4711]}, 422, "team.unknown"),
        ({"main_team_id": 4711}, 422, "team.main_foreign"),
        ({"role_keys": ["nonesuch"]}, 422, "role.unknown"),
        ({"time_zone": "Mars/Olympus"}, 422, "person.time_zone_unknown"),
        ({"name": "  "}, 422, "invalid"),
        ({"login": "two words"}, 422, "invalid"),
        ({"email": "nowhere"}, 422, "invalid"),
        ({"phone": "<script>"}, 422, "invalid"),
        ({"active": False}, 422, "invalid"),
        ({"team_ids": ["x"]}, 422, "invalid"),
    ],
)
async def test_bad_facts_about_a_new_person_are_refused_and_nobody_is_added(chief, change, status, refusal):
    before = (await chief.get("/api/people")).json()["count"]

    response = await chief.post("/api/people", json={"name": "王丽", "login": "wangli", **change})

    assert code(response) == (status, refusal)
    assert (await chief.get("/api/people")).json()["count"] == before


async def test_people_come_in_pages(chief, database):
    for number in range(5):
        await add_person(database, f"p{number}", name=f"人{number}")

    first = (await chief.get("/api/people", params={"limit": 4})).json()
    second = (await chief.get("/api/people", params={"limit": 4, "after": first["next"]})).json()

    assert (len(first["items"]), len(second["items"]), first["count"]) == (4, 2, 6)
    assert second["next"] is None
    assert len({one["id"] for one in first["items"] + second["items"]}) == 6


async def test_facts_teams_and_roles_change_together_or_not_at_all(chief, worker):
    person_id = await id_of(chief, "worker")
    team = (await chief.post("/api/teams", json={"name": "北区"})).json()["id"]

    refused = await chief.patch(
        f"/api/people/{person_id}", json={"title": "组长", "team_ids": [team], "role_keys": ["nonesuch"]}
    )
    assert code(refused) == (422, "role.unknown")
    person = (await chief.get(f"/api/people/{person_id}")).json()
    assert (person["title"], person["teams"], person["rev"]) == ("", [], 1)

    done = await chief.patch(
        f"/api/people/{person_id}", json={"title": "组长", "team_ids": [team], "role_keys": ["administrator"], "rev": 1}
    )
    assert done.json()["title"] == "组长"
    assert [role["key"] for role in done.json()["roles"]] == ["administrator"]
    assert code(await chief.patch(f"/api/people/{person_id}", json={"title": "x", "rev": 1})) == (409, "person.changed")


async def test_a_reset_password_is_shown_once_and_ends_the_old_one(client, chief, worker):
    person_id = await id_of(chief, "worker")

    made = (await chief.post(f"/api/people/{person_id}/password", json={})).json()["password"]

    assert (await worker.get("/api/session")).status_code == 401
    await sign_in(client, "worker", made)
    given = await chief.post(f"/api/people/{person_id}/password", json={"password": "eleven blue umbrellas"})
    assert given.json() == {"password": None}
    await sign_in(client, "worker", "eleven blue umbrellas")
    assert code(await chief.post("/api/people/4711/password", json={})) == (404, "not_found")


async def test_a_person_without_the_permission_changes_nobody_least_of_all_themselves(worker, chief):
    person_id = await id_of(chief, "worker")

    for method, path, body in (
        ("GET", "people", None),
        ("GET", f"people/{person_id}", None),
        ("POST", "people", {"name": "x", "login": "x"}),
        ("PATCH", f"people/{person_id}", {"role_keys": ["administrator"]}),
        ("POST", f"people/{person_id}/disable", None),
        ("POST", f"people/{person_id}/enable", None),
        ("POST", f"people/{person_id}/password", {}),
        ("GET", "teams", None),
        ("POST", "teams", {"name": "x"}),
        ("GET", "roles", None),
        ("POST", "roles", {"key": "x", "label": {"zh-CN": "x"}}),
    ):
        assert code(await worker.request(method, f"/api/{path}", json=body)) == (403, "permission.missing"), path


async def test_managing_people_does_not_make_an_administrator(hr, chief, worker):
    mine, theirs, boss = [await id_of(chief, login) for login in ("hr", "worker", "chief")]

    for person_id in (mine, theirs):
        refused = await hr.patch(f"/api/people/{person_id}", json={"role_keys": ["administrator"]})
        assert code(refused) == (403, "permission.power_too_small")
    assert code(await hr.post(f"/api/people/{boss}/password", json={})) == (403, "permission.power_too_small")
    assert code(await hr.post(f"/api/people/{boss}/disable")) == (403, "permission.power_too_small")
    assert code(await hr.patch(f"/api/people/{boss}", json={"role_keys": []})) == (403, "permission.power_too_small")
    token = await hr.post("/api/tokens", json={"name": "t", "scopes": ["*"], "person_id": boss})
    assert code(token) == (403, "permission.power_too_small")

    assert (await hr.patch(f"/api/people/{theirs}", json={"role_keys": ["hr"]})).status_code == 200


async def test_the_last_administrator_stays(chief, database):
    boss = await id_of(chief, "chief")

    assert code(await chief.post(f"/api/people/{boss}/disable")) == (409, "role.last_administrator")
    assert code(await chief.patch(f"/api/people/{boss}", json={"role_keys": []})) == (409, "role.last_administrator")
    assert (await chief.get("/api/people")).status_code == 200

    second = await add_person(database, "second", roles=["administrator"])
    await database.write(disable_person, person_id=second)
    assert code(await chief.post(f"/api/people/{boss}/disable")) == (409, "role.last_administrator")
    await chief.post(f"/api/people/{second}/enable")
    assert (await chief.post(f"/api/people/{boss}/disable")).status_code == 204


async def test_teams_are_moved_and_deleted_through_the_api(chief, worker):
    north = (await chief.post("/api/teams", json={"name": "北区"})).json()["id"]
    beijing = (await chief.post("/api/teams", json={"name": "北京", "parent_id": north})).json()["id"]
    person_id = await id_of(chief, "worker")

    assert code(await chief.patch(f"/api/teams/{north}", json={"parent_id": beijing})) == (409, "team.circle")
    assert code(await chief.delete(f"/api/teams/{north}")) == (409, "team.not_empty")
    moved = await chief.patch(f"/api/teams/{beijing}", json={"parent_id": None, "leader_id": person_id})
    assert (moved.json()["depth"], moved.json()["leader_id"]) == (0, person_id)
    assert (await chief.put(f"/api/teams/{beijing}/members/{person_id}")).status_code == 204
    assert [team["leads"] for team in (await worker.get("/api/session")).json()["teams"]] == [True]
    assert (await chief.delete(f"/api/teams/{beijing}/members/{person_id}")).status_code == 204
    assert (await chief.delete(f"/api/teams/{beijing}")).status_code == 204
    assert [team["name"] for team in (await chief.get("/api/teams")).json()["items"]] == ["北区"]


async def test_a_team_sent_twice_with_one_key_is_added_once(chief):
    sent = [await chief.post("/api/teams", json={"name": "北区"}, headers={"Idempotency-Key": "k1"}) for _ in range(2)]

    assert sent[0].json() == sent[1].json()
    assert len((await chief.get("/api/teams")).json()["items"]) == 1


async def test_everyone_signed_in_finds_colleagues_but_not_their_numbers(worker, chief):
    response = await worker.get("/api/directory/people", params={"q": "主"})

    assert [one["name"] for one in response.json()["items"]] == ["主管"]
    everyone = await worker.get("/api/directory/people")
    assert "13800000000" not in everyone.text
    assert "worker@example.com" not in everyone.text
    assert set(everyone.json()["items"][0]) == {"id", "name", "title", "active", "main_team"}


async def test_the_directory_answers_for_exactly_the_ids_asked(worker, chief):
    ids = [await id_of(chief, login) for login in ("chief", "worker")]

    found = await worker.get("/api/directory/people", params={"ids": [ids[0], 4711]})

    assert [one["id"] for one in found.json()["items"]] == [ids[0]]
    assert (await worker.get("/api/directory/people", params={"ids": "x"})).status_code == 422
    assert (await worker.get("/api/directory/people", params={"ids": list(range(501))})).status_code == 422
    assert (await worker.get("/api/directory/teams")).json() == {"items": []}
