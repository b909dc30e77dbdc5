"""Markup: pages and fields as text, with everything that comes from people escaped."""

from __future__ import annotations

from html import escape
from importlib import resources

from starlette.responses import HTMLResponse

from paidan.kernel.i18n import translate

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CSS = (resources.files("paidan.aftersales.portal.pages") / "portal.css").read_bytes()
OTHER = {"zh-CN": "en", "en": "zh-CN"}
NAMES = {"zh-CN": "中文", "en": "English"}


def say(key: str, language: str) -> str:
    """Return a sentence of the pages, escaped."""
    return escape(translate(f"portal.page.{key}", language))


def page(title: str, body: str, language: str, *, status: int = 200) -> HTMLResponse:
    """Answer with a whole page. `title` is plain text, `body` is markup."""
    other = OTHER[language]
    text = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<link rel="stylesheet" href="/p/assets/portal.css"></head><body><main>'
        f'<header><h1>{escape(title)}</h1><a href="?lang={other}" lang="{other}">{NAMES[other]}</a></header>'
        f"{body}</main></body></html>"
    )
    headers = {"content-security-policy": POLICY, "cache-control": "no-store", "referrer-policy": "no-referrer"}
    return HTMLResponse(text, status, headers=headers)


def problem(text: str) -> str:
    """Show a refusal, already put in the reader's language."""
    return f'<p class="problem" role="alert">{escape(text)}</p>' if text else ""


def entry(name: str, label: str, value: str = "", *, kind: str = "text", most: int = 200, needed: bool = False) -> str:
    """Return a labelled input. `label` is escaped already."""
    required = " required" if needed else ""
    return (
        f'<label for="{name}">{label}</label><input id="{name}" name="{name}" type="{kind}" maxlength="{most}"'
        f' value="{escape(value)}"{required}>'
    )


def area(name: str, label: str, value: str = "", *, most: int = 5000, needed: bool = False) -> str:
    """Return a labelled text area."""
    required = " required" if needed else ""
    return (
        f'<label for="{name}">{label}</label>'
        f'<textarea id="{name}" name="{name}" rows="4" maxlength="{most}"{required}>{escape(value)}</textarea>'
    )


def form(action: str, inside: str, button: str, language: str, *, main: bool = False) -> str:
    """Return a form that is posted to an address in the reader's language."""
    look = ' class="main"' if main else ""
    return (
        f'<form method="post" enctype="multipart/form-data" action="{escape(action)}?lang={language}">'
        f"{inside}<button{look}>{button}</button></form>"
    )
