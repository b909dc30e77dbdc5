"""The web apps are served from their build: kept for ever where the name says so, never outside their folder."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from paidan.kernel.http.static import WebApps
from paidan.kernel.settings import Settings

BROWSER = {"accept": "text/html,application/xhtml+xml", "accept-encoding": "identity"}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    for app in ("console", "field", "portal"):
        folder = tmp_path / "build" / app
        (folder / "assets").mkdir(parents=True)
        (folder / ".vite").mkdir()
        (folder / ".vite" / "manifest.json").write_text("{}")
        (folder / "index.html").write_text(f"<title>{app}</title>")
        (folder / "assets" / "main-1a2b3c.js").write_text(f"'{app}'")
        (folder / "assets" / "main-1a2b3c.js.gz").write_bytes(gzip.compress(f"'{app}'".encode()))
        (folder / "sw.js").write_text("self.skipWaiting()")
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "build"


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"nothing"})


def browser_of(build: Path) -> httpx.AsyncClient:
    app = FastAPI()
    app.get("/p/hello")(lambda: "routed")
    app.router.default = WebApps(Settings(), nothing, build)
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://paidan.test", headers=BROWSER)


@pytest.fixture
def browser(build: Path) -> httpx.AsyncClient:
    return browser_of(build)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "console"),
        ("/orders/17", "console"),
        ("/m/", "field"),
        ("/m", "field"),
        ("/m/today/17", "field"),
        ("/p/", "portal"),
        ("/p/k3y", "portal"),
        ("/mine", "console"),
    ],
)
async def test_every_place_inside_an_app_is_that_app(browser: httpx.AsyncClient, path: str, title: str):
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.text == f"<title>{title}</title>"
    assert answer.headers["cache-control"] == "no-cache"


async def test_pages_may_do_what_the_build_allows_and_else_nothing_inline_and_nothing_from_elsewhere(build: Path):
    (build / "csp.json").write_text('{"field": "script-src \'self\'"}')
    async with browser_of(build) as browser:
        assert (await browser.get("/m/")).headers["content-security-policy"] == "script-src 'self'"
        assert (await browser.get("/m/sw.js")).headers["content-security-policy"] == "script-src 'self'"
        policy = (await browser.get("/")).headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy


async def test_a_hashed_file_is_kept_for_ever_and_comes_packed_when_the_browser_can_unpack(browser: httpx.AsyncClient):
    plain = await browser.get("/m/assets/main-1a2b3c.js")
    packed = await browser.get("/m/assets/main-1a2b3c.js", headers={"accept-encoding": "gzip, deflate"})

    assert plain.text == packed.text == "'field'"
    assert plain.headers["content-type"].startswith("text/javascript")
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "accept-encoding"
    assert plain.headers["etag"] != packed.headers["etag"]


async def test_a_page_that_did_not_change_is_not_sent_again(browser: httpx.AsyncClient, build: Path):
    first = await browser.get("/")
    again = await browser.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")

    (build / "console" / "index.html").write_text("<title>new</title>")
    assert (await browser.get("/", headers={"if-none-match": first.headers["etag"]})).text == "<title>new</title>"


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/m/../../../secret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/.vite/manifest.json",
        "/m/.vite/manifest.json",
        "/assets/missing.js",
        "/favicon.ico",
        "/api/missing",
        "/files/17",
        "/assets/main-1a2b3c.js.gz",
    ],
)
async def test_what_is_no_file_of_an_app_is_not_found(browser: httpx.AsyncClient, path: str):
    assert (await browser.get(path)).text == "nothing"


async def test_a_link_out_of_the_folder_leads_nowhere(browser: httpx.AsyncClient, build: Path):
    (build / "console" / "assets" / "out.txt").symlink_to(build.parent / "secret.txt")
    assert (await browser.get("/assets/out.txt")).text == "nothing"


async def test_a_program_that_asks_for_a_place_is_told_that_there_is_nothing(browser: httpx.AsyncClient):
    assert (await browser.get("/orders/17", headers={"accept": "application/json"})).text == "nothing"
    assert (await browser.post("/orders/17")).text == "nothing"


async def test_only_the_field_app_has_a_service_worker(browser: httpx.AsyncClient):
    asked = {"service-worker": "script", "accept": "*/*"}
    field = await browser.get("/m/sw.js", headers=asked)
    assert field.headers["service-worker-allowed"] == "/m/"
    assert field.headers["cache-control"] == "no-cache"
    assert (await browser.get("/sw.js", headers=asked)).text == "nothing"
    assert (await browser.get("/p/sw.js", headers=asked)).text == "nothing"


async def test_what_a_router_answers_is_not_the_app(browser: httpx.AsyncClient):
    assert (await browser.get("/p/hello")).json() == "routed"


async def test_where_nothing_was_built_the_page_says_so_in_the_readers_language(tmp_path: Path):
    async with browser_of(tmp_path) as browser:
        english = await browser.get("/", headers={"accept-language": "en"})
        chinese = await browser.get("/m/", headers={"accept-language": "zh"})
    assert english.status_code == chinese.status_code == 503
    assert "make build" in english.text
    assert "make build" in chinese.text
    assert "not built" in english.text


@pytest.mark.parametrize("path", ["/", "/m/", "/p/"])
async def test_a_service_worker_can_keep_the_first_page_of_an_app(browser: httpx.AsyncClient, path: str):
    """It asks for the address without saying that it wants a page."""
    assert (await browser.get(path, headers={"Accept": "*/*"})).status_code == 200
