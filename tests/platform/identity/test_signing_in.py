"""Signing in and out, and everything that ends a session, through the API."""

import pytest
import sqlalchemy as sa
from tests.platform.signing import PASSWORD, add_person, add_role, code, new_browser, sign_in

from paidan.kernel.database import Query
from paidan.kernel.database.reading import as_tuple
from paidan.kernel.events.tables import events
from paidan.platform.identity import hashing, people
from paidan.platform.identity.tables import sessions


@pytest.fixture
async def wangli(database):
    return await add_person(database, "wangli", name="王丽", email="wangli@example.com", phone="13812345678")


async def test_who_signs_in_is_told_who_they_are(client, wangli):
    browser = await sign_in(client, " WangLi ")

    me = (await browser.get("/api/session")).json()

    assert me["person"] == {
        "id": wangli, "label": "王丽", "name": "王丽", "login": "wangli", "email": "wangli@example.com",
        "phone": "13812345678", "title": "",
    }  # fmt: skip
    assert (me["teams"], me["roles"], me["permissions"], me["objects"]) == ([], [], [], {})
    assert (me["zone"], me["language"]) == ("Asia/Shanghai", "zh-CN")


async def test_the_session_cookie_is_kept_from_scripts_and_from_other_sites(client, wangli):
    response = await client.post("/api/session", json={"login": "wangli", "password": PASSWORD})

    session, csrf = response.headers.get_list("set-cookie")
    assert session.startswith("paidan_session=")
    assert csrf.startswith("paidan_csrf=")
    assert "httponly" in session.lower()
    assert "httponly" not in csrf.lower()
    assert all("samesite=lax" in cookie.lower() and "path=/" in cookie.lower() for cookie in (session, csrf))


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_behind_tls_cookies_go_over_https_only(product, client, wangli):
    product.settings = product.settings.model_copy(update={"secure_cookies": True})

    response = await client.post("/api/session", json={"login": "wangli", "password": PASSWORD})

    assert all("secure" in cookie.lower() for cookie in response.headers.get_list("set-cookie"))


@pytest.mark.parametrize(
    ("login", "password"), [("wangli", "wrong password"), ("nobody", PASSWORD), ("wangli", PASSWORD.upper())]
)
async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(client, wangli, login, password):
    response = await client.post("/api/session", json={"login": login, "password": password})

    assert code(response) == (401, "session.wrong_credentials")
    assert response.json()["title"] == "登录名或密码不正确。"
    assert "set-cookie" not in response.headers


async def test_an_unknown_login_costs_the_same_work_as_a_known_one(client, wangli, monkeypatch):
    checked = []
    real = hashing.verify_password
    monkeypatch.setattr(hashing, "verify_password", lambda *args: checked.append(args[0] is None) or real(*args))

    for login in ("wangli", "nobody"):
        await client.post("/api/session", json={"login": login, "password": "wrong password"})

    assert checked == [False, True]


@pytest.mark.parametrize(
    "body",
    [{}, {"login": "wangli"}, {"login": "", "password": "x"}, {"login": "wangli", "password": ""},
     {"login": "wangli", "password": PASSWORD, "admin": True}, {"login": ["wangli"], "password": PASSWORD},
     {"login": "wangli", "password": "x" * 801}],
)  # fmt: skip
async def test_a_malformed_sign_in_is_refused(client, wangli, body):
    assert code(await client.post("/api/session", json=body)) == (422, "invalid")


@pytest.mark.parametrize("password", ["wrong password", PASSWORD])
async def test_after_five_wrong_passwords_even_the_right_one_must_wait(client, clock, wangli, password):
    for _ in range(5):
        await client.post("/api/session", json={"login": "wangli", "password": "wrong password"})

    refused = await client.post("/api/session", json={"login": "wangli", "password": password})

    assert code(refused) == (429, "session.locked")
    assert refused.headers["retry-after"] == "30"
    clock.advance(seconds=31)
    await sign_in(client, "wangli")


async def test_only_who_knows_the_password_learns_that_an_account_is_disabled(client, database, wangli):
    await database.write(people.disable_person, person_id=wangli)

    wrong = await client.post("/api/session", json={"login": "wangli", "password": "wrong password"})
    right = await client.post("/api/session", json={"login": "wangli", "password": PASSWORD})

    assert code(wrong) == (401, "session.wrong_credentials")
    assert code(right) == (401, "account.disabled")


async def test_a_disabled_person_is_out_at_once_and_stays_out_when_enabled_again(client, database, wangli):
    browser = await sign_in(client, "wangli")

    await database.write(people.disable_person, person_id=wangli)
    assert code(await browser.get("/api/session")) == (401, "account.disabled")
    assert code(await browser.get("/api/directory/people")) == (401, "account.disabled")

    await database.write(people.enable_person, person_id=wangli)
    assert code(await browser.get("/api/session")) == (401, "unauthenticated")


async def test_somebody_else_can_sign_in_where_a_disabled_persons_cookie_is_left(client, database, wangli):
    browser = await sign_in(client, "wangli")
    await add_person(database, "zhaomin")
    await database.write(people.disable_person, person_id=wangli)

    response = await browser.post("/api/session", json={"login": "zhaomin", "password": PASSWORD})

    assert response.status_code == 201
    assert (await browser.get("/api/session")).json()["person"]["login"] == "zhaomin"


async def test_signing_out_ends_the_session_for_good(client, wangli):
    browser = await sign_in(client, "wangli")
    token = browser.cookies["paidan_session"]

    assert (await browser.delete("/api/session")).status_code == 204

    assert "paidan_session" not in browser.cookies
    again = await client.get("/api/session", headers={"cookie": f"paidan_session={token}"})
    assert code(again) == (401, "unauthenticated")


async def test_a_session_ends_after_the_hours_without_use(client, clock, product, wangli):
    browser = await sign_in(client, "wangli")
    hours = product.settings.session_hours

    clock.advance(hours=hours - 1)
    assert (await browser.get("/api/session")).status_code == 200
    clock.advance(hours=hours - 1)
    assert (await browser.get("/api/session")).status_code == 200
    clock.advance(hours=hours)
    assert code(await browser.get("/api/session")) == (401, "unauthenticated")


async def test_use_is_written_down_at_most_once_a_minute(client, clock, database, wangli):
    browser = await sign_in(client, "wangli")
    seen = Query(sa.select(sessions.c.last_seen_at), lambda moment: moment)
    began = clock.now()

    clock.advance(seconds=59)
    await browser.get("/api/session")
    assert await database.read(seen) == [began]
    clock.advance(seconds=1)
    await browser.get("/api/session")
    assert await database.read(seen) == [clock.now()]


async def test_signing_in_again_in_the_same_browser_replaces_the_session(client, wangli):
    browser = await sign_in(client, "wangli")
    first = browser.cookies["paidan_session"]

    assert (await browser.post("/api/session", json={"login": "wangli", "password": PASSWORD})).status_code == 201

    assert browser.cookies["paidan_session"] != first
    old = await client.get("/api/session", headers={"cookie": f"paidan_session={first}"})
    assert code(old) == (401, "unauthenticated")


@pytest.mark.parametrize("cookie", ["", "x", "'; DROP TABLE session; --", "a" * 4000])
async def test_a_cookie_that_is_no_session_counts_as_none(client, cookie):
    response = await client.get("/api/session", headers={"cookie": f"paidan_session={cookie}"})
    assert code(response) == (401, "unauthenticated")


# -- CSRF ----------------------------------------------------------------------------------------------------------


async def test_a_change_by_cookie_needs_the_token_of_this_very_session(client, wangli):
    earlier = await sign_in(client, "wangli")
    browser = await sign_in(client, "wangli")
    fresh = browser.headers.pop("X-CSRF-Token")
    stale = earlier.headers["X-CSRF-Token"]

    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "forged"}, {"X-CSRF-Token": stale}):
        for method, path in (("PUT", "/api/session/profile"), ("DELETE", "/api/session"), ("POST", "/api/teams")):
            assert code(await browser.request(method, path, headers=headers)) == (403, "session.csrf")

    accepted = await browser.put("/api/session/profile", json={"language": "en"}, headers={"X-CSRF-Token": fresh})
    assert accepted.status_code == 200


async def test_reading_needs_no_csrf_token(client, wangli):
    browser = await sign_in(client, "wangli")
    del browser.headers["X-CSRF-Token"]

    assert (await browser.get("/api/session")).status_code == 200


async def test_on_the_pages_for_customers_a_colleagues_session_does_not_count(client, wangli):
    browser = await sign_in(client, "wangli")
    del browser.headers["X-CSRF-Token"]

    assert code(await browser.post("/p/no-such-page")) == (404, "not_found")
    assert code(await browser.post("/api/no-such-page")) == (403, "session.csrf")


# -- one's own sessions, password, habits --------------------------------------------------------------------------


async def test_a_person_sees_their_own_sessions_and_ends_one_elsewhere(client, wangli):
    phone = await sign_in(client, "wangli")
    desk = await sign_in(client, "wangli")

    listed = (await desk.get("/api/sessions")).json()["items"]
    assert sorted(one["current"] for one in listed) == [False, True]
    other = next(one["id"] for one in listed if not one["current"])
    assert (await desk.delete(f"/api/sessions/{other}")).status_code == 204

    assert code(await phone.get("/api/session")) == (401, "unauthenticated")
    assert (await desk.get("/api/session")).status_code == 200


async def test_nobody_ends_or_sees_the_sessions_of_somebody_else(client, database, wangli):
    await add_person(database, "zhaomin", roles=["administrator"])
    victim = await sign_in(client, "wangli")
    other = await sign_in(client, "zhaomin")
    (session,) = (await victim.get("/api/sessions")).json()["items"]

    assert code(await other.delete(f"/api/sessions/{session['id']}")) == (404, "not_found")
    assert session["id"] not in [one["id"] for one in (await other.get("/api/sessions")).json()["items"]]
    assert (await victim.get("/api/session")).status_code == 200


async def test_all_other_sessions_end_at_once(client, wangli):
    others = [await sign_in(client, "wangli") for _ in range(2)]
    desk = await sign_in(client, "wangli")

    assert (await desk.delete("/api/sessions")).status_code == 204

    assert [(await one.get("/api/session")).status_code for one in (*others, desk)] == [401, 401, 200]


async def test_a_new_password_works_from_then_on_and_ends_other_sessions(client, wangli):
    elsewhere = await sign_in(client, "wangli")
    desk = await sign_in(client, "wangli")

    changed = await desk.put(
        "/api/session/password", json={"current_password": PASSWORD, "new_password": "eleven blue umbrellas"}
    )

    assert changed.status_code == 204
    assert [(await one.get("/api/session")).status_code for one in (elsewhere, desk)] == [401, 200]
    await sign_in(client, "wangli", "eleven blue umbrellas")
    old = await client.post("/api/session", json={"login": "wangli", "password": PASSWORD})
    assert code(old) == (401, "session.wrong_credentials")


@pytest.mark.parametrize(
    ("current", "new", "refusal", "field"),
    [
        ("wrong password", "eleven blue umbrellas", "password.wrong", "current_password"),
        (PASSWORD, "short", "password.unfit", "password"),
        (PASSWORD, "password123", "password.unfit", "password"),
    ],
)
async def test_a_password_is_changed_only_with_the_present_one_and_for_a_good_one(
    client, wangli, current, new, refusal, field
):
    browser = await sign_in(client, "wangli")

    response = await browser.put("/api/session/password", json={"current_password": current, "new_password": new})

    assert code(response) == (422, refusal)
    assert list(response.json()["fields"]) == [field]
    await sign_in(client, "wangli")


async def test_guessing_the_present_password_in_a_stolen_session_is_slowed_down_too(client, wangli):
    browser = await sign_in(client, "wangli")
    body = {"current_password": "wrong password", "new_password": "eleven blue umbrellas"}
    for _ in range(5):
        await browser.put("/api/session/password", json=body)

    assert code(await browser.put("/api/session/password", json=body)) == (429, "session.locked")


async def test_habits_are_kept_and_change_the_language_of_refusals(client, wangli):
    browser = await sign_in(client, "wangli")

    me = await browser.put(
        "/api/session/profile", json={"language": "en", "time_zone": "Europe/Berlin", "preferences": {"theme": "dark"}}
    )
    assert (me.json()["zone"], me.json()["preferences"]) == ("Europe/Berlin", {"theme": "dark"})

    refused = await browser.get("/api/people")
    assert refused.json()["title"].startswith("You need the permission “Manage people”")


@pytest.mark.parametrize(
    "body",
    [{"time_zone": "Mars/Olympus"}, {"language": "tlh"}, {"preferences": {"x": "y" * 30_000}}, {"name": "Root"}],
)
async def test_habits_that_make_no_sense_are_refused(client, wangli, body):
    browser = await sign_in(client, "wangli")
    assert (await browser.put("/api/session/profile", json=body)).status_code == 422


# -- what is remembered --------------------------------------------------------------------------------------------


async def test_signing_in_and_out_and_lock_outs_stand_in_the_audit_trail_without_secrets(client, database, wangli):
    browser = await sign_in(client, "wangli")
    token = browser.cookies["paidan_session"]
    await browser.delete("/api/session")
    for _ in range(5):
        await client.post("/api/session", json={"login": "wangli", "password": "wrong password"})

    rows = await database.read(
        Query(sa.select(events.c.kind, events.c.actor_id, events.c.data).order_by(events.c.id), as_tuple)
    )

    told = [(kind, actor) for kind, actor, _ in rows if kind.startswith("session.")]
    assert told == [("session.started", wangli), ("session.ended", wangli), ("session.locked", None)]
    assert not any(secret in repr(rows) for secret in (token, PASSWORD, "wrong password", "argon2"))


async def test_a_role_given_or_taken_counts_with_the_next_request(client, database, wangli):
    browser = await sign_in(client, "wangli")
    await add_role(database, "hr", ["identity.manage"])
    await add_person(database, "chief", roles=["administrator"])
    chief = await sign_in(client, "chief")

    assert (await browser.get("/api/people")).status_code == 403
    await chief.patch(f"/api/people/{wangli}", json={"role_keys": ["hr"]})
    assert (await browser.get("/api/people")).status_code == 200
    assert (await browser.get("/api/session")).json()["permissions"] == ["identity.manage"]
    await chief.patch(f"/api/people/{wangli}", json={"role_keys": []})
    assert (await browser.get("/api/people")).status_code == 403


async def test_a_stranger_is_asked_to_sign_in_everywhere(client):
    browser = new_browser(client)
    for path in (
        "session",
        "sessions",
        "people",
        "teams",
        "tokens",
        "roles",
        "permissions",
        "directory/people",
        "directory/teams",
    ):
        assert code(await browser.get(f"/api/{path}")) == (401, "unauthenticated"), path
