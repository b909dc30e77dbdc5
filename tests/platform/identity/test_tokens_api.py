"""API tokens: a program acts as a person, within scopes, until told otherwise."""

import pytest
from tests.platform.signing import add_person, add_role, code, new_browser, sign_in

from paidan.kernel.clock import moment_text
from paidan.platform.identity.people import disable_person, enable_person


@pytest.fixture
async def chief_id(database):
    return await add_person(database, "chief", roles=["administrator"])


@pytest.fixture
async def chief(client, chief_id):
    return await sign_in(client, "chief")


async def program(client, owner, scopes, **facts):
    """A program with a token of these scopes."""
    response = await owner.post("/api/tokens", json={"name": "ERP", "scopes": scopes, **facts})
    assert response.status_code == 201, response.text
    made = new_browser(client)
    made.headers["Authorization"] = f"Bearer {response.json()['token']}"
    return made


async def test_a_token_acts_as_its_person_without_cookie_or_csrf_token(client, chief):
    erp = await program(client, chief, ["*"])

    assert (await erp.get("/api/session")).json()["person"]["login"] == "chief"
    assert (await erp.post("/api/teams", json={"name": "北区"})).status_code == 201


async def test_a_token_may_no_more_than_its_scopes(client, chief):
    erp = await program(client, chief, ["work_order:update", "read"])

    me = (await erp.get("/api/session")).json()

    assert me["permissions"] == []
    assert me["objects"]["work_order"]["actions"] == ["read", "update"]
    assert me["objects"]["*"]["actions"] == ["read"]
    assert code(await erp.get("/api/people")) == (403, "permission.missing")
    assert (await (await program(client, chief, ["identity.manage"])).get("/api/people")).status_code == 200


async def test_a_token_may_no_more_than_its_person(client, database, chief):
    await add_role(database, "coder", ["identity.tokens"])
    await add_person(database, "coder", roles=["coder"])
    script = await program(client, await sign_in(client, "coder"), ["*", "identity.manage"])

    assert code(await script.get("/api/people")) == (403, "permission.missing")


async def test_the_list_never_shows_a_token_again(client, chief, chief_id):
    erp = await program(client, chief, ["read"])
    token = erp.headers["Authorization"].removeprefix("Bearer ")

    listed = await chief.get("/api/tokens")

    (one,) = listed.json()["items"]
    assert (one["person_id"], one["scopes"]) == (chief_id, ["read"])
    assert token.startswith(one["beginning"])
    assert token not in listed.text


async def test_a_revoked_an_expired_and_an_invented_token_are_refused(client, clock, chief):
    revoked = await program(client, chief, ["*"])
    (one,) = (await chief.get("/api/tokens")).json()["items"]
    assert (await chief.delete(f"/api/tokens/{one['id']}")).status_code == 204
    clock.advance(minutes=1)
    expiring = await program(client, chief, ["*"], expires_at="2026-11-16T03:00:00.000Z")
    assert (await expiring.get("/api/session")).status_code == 200
    clock.advance(hours=2)
    invented = new_browser(client)
    invented.headers["Authorization"] = "Bearer pdt_invented"

    for caller in (revoked, expiring, invented):
        assert code(await caller.get("/api/session")) == (401, "token.invalid")


async def test_the_token_of_a_disabled_person_is_refused_until_they_are_enabled(client, database, chief):
    await add_role(database, "coder", ["identity.tokens"])
    coder = await add_person(database, "coder", roles=["coder"])
    script = await program(client, await sign_in(client, "coder"), ["*"])

    await database.write(disable_person, person_id=coder)
    assert code(await script.get("/api/session")) == (401, "account.disabled")
    await database.write(enable_person, person_id=coder)
    assert (await script.get("/api/session")).status_code == 200


async def test_what_belongs_to_the_person_alone_is_not_for_a_token(client, chief):
    erp = await program(client, chief, ["*"])

    for method, path, body in (
        ("POST", "tokens", {"name": "more", "scopes": ["*"]}),
        ("PUT", "session/password", {"current_password": "x", "new_password": "y"}),
        ("PUT", "session/profile", {"language": "en"}),
        ("DELETE", "session", None),
        ("DELETE", "sessions", None),
    ):
        assert code(await erp.request(method, f"/api/{path}", json=body)) == (403, "session.needed")


async def test_making_tokens_is_a_permission_and_revoking_others_is_another(client, database, chief):
    await add_person(database, "worker")
    worker = await sign_in(client, "worker")
    await program(client, chief, ["read"])
    (one,) = (await chief.get("/api/tokens")).json()["items"]

    assert code(await worker.post("/api/tokens", json={"name": "x", "scopes": ["read"]})) == (403, "permission.missing")
    assert code(await worker.delete(f"/api/tokens/{one['id']}")) == (403, "permission.missing")
    assert code(await worker.get("/api/tokens", params={"everybody": True})) == (403, "permission.missing")
    assert (await worker.get("/api/tokens")).json() == {"items": []}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"scopes": []}, "invalid"),
        ({"scopes": ["nonsense"]}, "permission.scope_unknown"),
        ({"scopes": ["work_order:"]}, "permission.scope_unknown"),
        ({"person_id": 4711}, "person.unknown"),
        ({"expires_at": "2026-01-01T00:00:00.000Z"}, "token.expiry_past"),
        ({"expires_at": "2026-12-01T00:00:00"}, "invalid"),
        ({"name": ""}, "invalid"),
    ],
)
async def test_a_token_that_makes_no_sense_is_not_made(chief, change, refusal):
    response = await chief.post("/api/tokens", json={"name": "ERP", "scopes": ["read"], **change})
    assert code(response) == (422, refusal)


async def test_when_a_token_was_used_is_written_down(client, clock, chief):
    erp = await program(client, chief, ["*"])
    await erp.get("/api/session")

    (one,) = (await chief.get("/api/tokens")).json()["items"]

    assert one["last_used_at"] == moment_text(clock.now())


async def test_a_bearer_token_of_another_kind_is_left_to_others(client):
    browser = new_browser(client)
    browser.headers["Authorization"] = "Bearer something-else"
    assert code(await browser.get("/api/session")) == (401, "unauthenticated")
