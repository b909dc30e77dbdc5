"""The pages work with scripts off, in both languages."""

from __future__ import annotations

import re

import httpx

from paidan.kernel.clock import ManualClock


def stamp_in(text: str) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', text)
    assert found
    return found[1]


async def test_a_form_without_scripts_becomes_an_order_with_a_page(
    client: httpx.AsyncClient, clock: ManualClock
) -> None:
    shown = await client.get("/p/report", headers={"accept": "text/html", "accept-language": "en"})
    assert "What is wrong?" in shown.text
    assert "script" not in shown.headers["content-security-policy"]
    sent = {
        "contact_name": "<i>王芳",
        "contact_phone": "13800138000",
        "description": "漏水",
        "stamp": stamp_in(shown.text),
    }

    hasty = await client.post("/p/report", data=sent)
    assert hasty.status_code == 422
    clock.advance(seconds=5)
    done = await client.post("/p/report?lang=en", data=sent)
    assert done.status_code == 303, done.text
    page = await client.get(done.headers["location"])
    assert "We have received your request" in page.text
    path = done.headers["location"].partition("?")[0]
    said = await client.post(f"{path}/messages", data={"text": "<script>1</script>"})
    assert said.status_code == 303
    chinese = await client.get(f"{path}?lang=zh-CN")
    assert "&lt;script&gt;" in chinese.text
    assert "<script" not in chinese.text


async def test_a_wrong_link_is_told_in_words(client: httpx.AsyncClient) -> None:
    page = await client.get("/p/t/nothing", headers={"accept-language": "zh-CN"})

    assert page.status_code == 404
    assert 'role="alert"' in page.text
