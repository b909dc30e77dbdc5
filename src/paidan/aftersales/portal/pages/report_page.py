"""The report form. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from starlette.responses import Response

from paidan.aftersales.portal.pages.markup import area, entry, form, page, problem, say
from paidan.kernel.i18n import translate


def report_page(
    stamp: str,
    categories: list[dict[str, Any]],
    language: str,
    values: Mapping[str, str],
    *,
    asset: dict[str, Any] | None = None,
    refusal: str = "",
    status: int = 200,
) -> Response:
    """Answer with the form, filled with what was typed before."""

    def typed(name: str) -> str:
        return values.get(name, "")

    known = ""
    if asset:
        known = f'<section>{escape(asset["model"])}<div class="facts">{escape(asset["serial"])}</div></section>'
    inside = (
        area("description", say("description", language), typed("description"), needed=True)
        + ("" if asset else _categories(categories, typed("category"), language))
        + entry("contact_name", say("name", language), typed("contact_name"), most=60, needed=True)
        + entry("contact_phone", say("phone", language), typed("contact_phone"), kind="tel", most=30, needed=True)
        + ("" if asset else entry("address", say("address", language), typed("address"), most=300))
        + f'<label for="photos">{say("add_photos", language)}</label>'
        '<input id="photos" name="photos" type="file" accept="image/*" multiple>'
        f'<div class="trap" aria-hidden="true"><input name="website" tabindex="-1" autocomplete="off"></div>'
        f'<input type="hidden" name="stamp" value="{escape(stamp)}">'
        f'<input type="hidden" name="asset" value="{escape(typed("asset"))}">'
    )
    sent = form("/p/report", inside, say("submit", language), language, main=True)
    note = f'<p class="note">{say("privacy", language)}</p>'
    title = translate("portal.page.report", language)
    return page(title, f"{problem(refusal)}{known}<section>{sent}{note}</section>", language, status=status)


def _categories(categories: list[dict[str, Any]], chosen: str, language: str) -> str:
    groups = ""
    for top in (one for one in categories if one["parent"] is None):
        inside = [one for one in categories if one["parent"] == top["key"]] or [top]
        options = "".join(
            f'<option value="{escape(one["key"])}"{" selected" if one["key"] == chosen else ""}>'
            f"{escape(one['label'])}</option>"
            for one in inside
        )
        groups += f'<optgroup label="{escape(top["label"])}">{options}</optgroup>'
    return (
        f'<label for="category">{say("category", language)}</label>'
        f'<select id="category" name="category"><option value="">{say("choose", language)}</option>{groups}</select>'
    )
