"""The page of an order: where it stands, what happened, and forms for what can be done now. Pure."""

from __future__ import annotations

from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from paidan.aftersales.portal.pages.markup import area, form, page, problem, say
from paidan.kernel.clock import parse_moment


def progress_page(
    order: dict[str, Any], token: str, language: str, zone: ZoneInfo, *, refusal: str = "", status: int = 200
) -> Response:
    """Answer with the page; `order` is what the API shows."""
    body = problem(refusal) + _stage(order, language, zone) + _actions(order, token, language)
    body += _timeline(order, language, zone) + _messages(order, token, language, zone) + _photos(order, language)
    return page(str(order["number"]), body, language, status=status)


def _when(text: str | None, zone: ZoneInfo) -> str:
    return parse_moment(text).astimezone(zone).strftime("%Y-%m-%d %H:%M") if text else ""


def _stage(order: dict[str, Any], language: str, zone: ZoneInfo) -> str:
    facts = [escape(order["title"] or "")]
    if order["engineer"]:
        facts.append(f"{say('engineer', language)} {escape(order['engineer'])}")
    if order["promised_from"]:
        window = f"{_when(order['promised_from'], zone)} – {_when(order['promised_until'], zone)}"
        facts.append(f"{say('window', language)} {window}")
    lines = "".join(f'<div class="facts">{fact}</div>' for fact in facts)
    return f'<section><p class="stage">{escape(order["stage"]["text"])}</p>{lines}</section>'


def _actions(order: dict[str, Any], token: str, language: str) -> str:
    base, can, parts = f"/p/t/{token}", order["can"], []
    if can["confirm"]:
        parts.append(form(f"{base}/confirm", "", say("confirm", language), language, main=True))
    if can["dispute"]:
        reason = area("reason", say("reason", language), most=2000, needed=True)
        parts.append(form(f"{base}/dispute", reason, say("dispute", language), language))
    if can["rate"]:
        parts.append(form(f"{base}/rate", _rating(order, language), say("rate", language), language))
    if can["urge"]:
        parts.append(form(f"{base}/urge", "", say("urge", language), language))
    return "".join(f"<section>{part}</section>" for part in parts)


def _rating(order: dict[str, Any], language: str) -> str:
    scores = "".join(
        f'<label><input type="radio" name="score" value="{n}" required'
        f"{' checked' if n == order['csat_score'] else ''}> {n} · {say(f'score_{n}', language)}</label>"
        for n in range(5, 0, -1)
    )
    reasons = "".join(
        f'<label class="tick"><input type="checkbox" name="reasons" value="{escape(one["key"])}">'
        f" {escape(one['label'])}</label>"
        for one in order["reasons"]
    )
    comment = area("comment", say("comment", language), order["csat_comment"] or "", most=2000)
    return (
        f"<fieldset><legend>{say('score', language)}</legend>{scores}</fieldset>"
        f"<fieldset><legend>{say('reasons', language)}</legend>{reasons}</fieldset>{comment}"
    )


def _timeline(order: dict[str, Any], language: str, zone: ZoneInfo) -> str:
    items = "".join(
        f"<li><time>{_when(one['at'], zone)}</time>{escape(one['text'])}</li>" for one in reversed(order["timeline"])
    )
    return f"<section><h2>{say('timeline', language)}</h2><ol>{items}</ol></section>"


def _messages(order: dict[str, Any], token: str, language: str, zone: ZoneInfo) -> str:
    items = ""
    for one in order["messages"]:
        who = say("you" if one["from_customer"] else "company", language)
        links = "".join(f'<div><a href="{escape(f["url"])}">{escape(f["name"])}</a></div>' for f in one["files"])
        items += f"<li><time>{who} {_when(one['at'], zone)}</time>{escape(one['text'])}{links}</li>"
    write = ""
    if order["can"]["add"]:
        inside = area("text", say("add", language), needed=True)
        write = form(f"/p/t/{token}/messages", inside, say("send", language), language)
    return f"<section><h2>{say('messages', language)}</h2><ul>{items}</ul>{write}</section>"


def _photos(order: dict[str, Any], language: str) -> str:
    if not order["photos"]:
        return ""
    shown = "".join(f'<img src="{escape(one["url"])}" alt="{escape(one["name"])}">' for one in order["photos"])
    return f"<section><h2>{say('photos', language)}</h2>{shown}</section>"
