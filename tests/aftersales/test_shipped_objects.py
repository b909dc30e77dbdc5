"""The objects of after-sales service as the product brings them."""

from __future__ import annotations

import re

import pytest

from paidan.aftersales.assets.definitions import OBJECTS as ASSETS
from paidan.aftersales.customers.definitions import OBJECTS as CUSTOMERS
from paidan.aftersales.engineers.definitions import OBJECTS as ENGINEERS
from paidan.aftersales.workorders.choices import STATUSES
from paidan.aftersales.workorders.feature import OBJECTS as WORK_ORDERS
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.shaping.drafts import CATEGORIES, ObjectDraft
from paidan.builder.objects.tables import changes
from paidan.kernel.database import Tx
from paidan.kernel.i18n import LANGUAGES
from paidan.kernel.product import Product

SHIPPED: tuple[ObjectDraft, ...] = (*CUSTOMERS, *ENGINEERS, *ASSETS, *WORK_ORDERS)
by_key = pytest.mark.parametrize("draft", SHIPPED, ids=lambda draft: draft.key)


def _count_changes(tx: Tx) -> int:
    return len(tx.all(changes.select()))


@by_key
def test_every_object_is_installed_with_all_its_fields_and_choices(tx: Tx, draft: ObjectDraft) -> None:
    found = model_of(tx).object(draft.key)

    assert found.shipped
    for one in draft.fields:
        field = found.field(str(one.key))
        assert field.type.key == one.type
        assert [option.key for option in field.choices] == [option.key for option in one.choices]


def test_installing_a_second_time_changes_nothing(product: Product) -> None:
    before = product.database.write_now(_count_changes)

    product.install()

    assert product.database.write_now(_count_changes) == before


@by_key
def test_everything_people_read_is_there_in_both_languages(draft: ObjectDraft) -> None:
    labels = [draft.label, *(part["label"] for part in draft.settings["sections"])]
    for one in draft.fields:
        labels += [one.label, *(option.label for option in one.choices), *([one.help] if one.help else [])]

    assert all(label.get(language, "").strip() for label in labels for language in LANGUAGES)


@by_key
def test_options_of_one_field_differ_in_name(draft: ObjectDraft) -> None:
    for one in draft.fields:
        for language in LANGUAGES:
            names = [option.label[language].casefold() for option in one.choices]
            assert len(set(names)) == len(names), one.key


@by_key
def test_every_field_stands_in_a_named_section(draft: ObjectDraft) -> None:
    known = {part["key"] for part in draft.settings["sections"]}

    assert {one.section for one in draft.fields} == known


@by_key
def test_links_point_at_objects_that_are_there(draft: ObjectDraft) -> None:
    known = {one.key for one in SHIPPED}

    assert {one.settings["object"] for one in draft.fields if "object" in one.settings} <= known


@by_key
def test_a_title_is_made_of_fields_that_have_words_of_their_own(draft: ObjectDraft) -> None:
    types = {str(one.key): one.type for one in draft.fields}
    named = re.findall(r"\{(\w+)\}", draft.settings.get("title", ""))

    assert all(types[key] not in ("link", "links", "person", "people", "team", "file") for key in named)


@by_key
def test_at_most_twelve_fields_are_indexed(draft: ObjectDraft) -> None:
    indexed = [
        one.key for one in draft.fields if one.settings.get("index") or one.settings.get("unique") or one.type == "link"
    ]

    assert len(indexed) <= 12, indexed


@by_key
def test_phones_and_addresses_count_as_personal(draft: ObjectDraft) -> None:
    personal = [one for one in draft.fields if one.type in ("phone", "email", "address", "location")]

    assert all(one.settings.get("sensitive") for one in personal)


def test_every_status_of_an_order_belongs_to_a_category() -> None:
    assert {one.category for one in STATUSES} == set(CATEGORIES)
