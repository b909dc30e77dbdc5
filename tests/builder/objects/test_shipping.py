"""Objects that come with the product, in an installation that a company has made its own."""

from __future__ import annotations

import pytest

from paidan.builder.objects.errors import KeyTaken
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import ObjectType
from paidan.builder.objects.shaping import (
    ChoiceDraft,
    FieldDraft,
    ObjectDraft,
    add_choice,
    add_field,
    change_choice,
    change_field,
    define_object,
)
from paidan.builder.objects.shipping import choice, field, section, ship_object, shipped
from paidan.kernel.database import Tx

COLOURS = (choice("red", "红", "Red"), choice("blue", "蓝", "Blue"))


def lamp(*more: FieldDraft, colours: tuple[ChoiceDraft, ...] = COLOURS) -> ObjectDraft:
    colour = field("colour", "choice", "颜色", "Colour", choices=colours)
    return shipped("lamp", "灯", "Lamp", section("basic", "基本", "Basics", colour, *more), title="{colour}")


def found(tx: Tx) -> ObjectType:
    return model_of(tx).object("lamp")


def test_a_field_of_a_new_version_is_added_and_belongs_to_the_product(tx: Tx) -> None:
    ship_object(tx, lamp())

    ship_object(tx, lamp(field("watts", "integer", "瓦数", "Watts")))

    assert found(tx).field("watts").shipped
    assert found(tx).field("watts").section == "basic"


def test_an_option_of_a_new_version_is_added(tx: Tx) -> None:
    ship_object(tx, lamp())

    ship_object(tx, lamp(colours=(*COLOURS, choice("green", "绿", "Green"))))

    assert [one.key for one in found(tx).field("colour").choices] == ["red", "blue", "green"]


def test_what_the_company_renamed_stays_renamed(tx: Tx) -> None:
    ship_object(tx, lamp())
    red = found(tx).field("colour").choices[0]
    change_field(tx, "lamp", "colour", label={"zh-CN": "色调", "en": "Hue"})
    change_choice(tx, "lamp", "colour", red.id, {"label": {"zh-CN": "绯", "en": "Crimson"}, "active": False})

    ship_object(tx, lamp())

    assert found(tx).field("colour").label["en"] == "Hue"
    assert found(tx).field("colour").choices[0].label["en"] == "Crimson"
    assert not found(tx).field("colour").choices[0].active


def test_a_new_field_makes_room_for_the_companys_field_of_the_same_name(tx: Tx) -> None:
    ship_object(tx, lamp())
    add_field(tx, "lamp", FieldDraft(type="text", label={"zh-CN": "瓦数", "en": "Power"}))

    ship_object(tx, lamp(field("watts", "integer", "瓦数", "Watts")))

    assert found(tx).field("watts").label == {"zh-CN": "瓦数 (watts)", "en": "Watts (watts)"}


def test_a_new_option_makes_room_for_the_companys_option_of_the_same_name(tx: Tx) -> None:
    ship_object(tx, lamp())
    add_choice(tx, "lamp", "colour", ChoiceDraft(label={"zh-CN": "绿", "en": "Moss"}))

    ship_object(tx, lamp(colours=(*COLOURS, choice("green", "绿", "Green"))))

    assert found(tx).field("colour").find_choice("green").label["zh-CN"] == "绿 (green)"  # type: ignore[union-attr]


def test_an_object_that_a_company_made_itself_is_never_taken_over(tx: Tx) -> None:
    define_object(tx, ObjectDraft(key="lamp", label={"zh-CN": "台灯", "en": "Desk lamp"}))

    with pytest.raises(KeyTaken):
        ship_object(tx, lamp())


def test_two_fields_of_a_draft_may_not_have_the_same_name(tx: Tx) -> None:
    from paidan.builder.objects.errors import LabelTaken

    with pytest.raises(LabelTaken):
        ship_object(tx, lamp(field("shade", "text", "颜色", "Shade")))
