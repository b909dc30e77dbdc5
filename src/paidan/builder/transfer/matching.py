"""Matching: which field a column most likely means, with how much certainty, and what to do with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field, ObjectType
from paidan.builder.transfer.cleaning.amounts import SCALES, SECONDS
from paidan.builder.transfer.mapping import ColumnPlan, Unit, is_importable
from paidan.builder.transfer.profiling import ColumnProfile
from paidan.builder.transfer.suggesting import NewField, is_number, suggest_blanks, suggest_field, time_of
from paidan.builder.transfer.words import likeness, unit_of

LEAST = 0.5
"""A match less certain than this is not proposed."""
_TRIED = 50


@dataclass(frozen=True, slots=True)
class Match:
    """What is proposed for one column: a plan into an existing field with its score from 0 to 1, or a new field."""

    profile: ColumnProfile
    plan: ColumnPlan | None
    score: float
    new_field: NewField | None


def match_columns(profiles: Sequence[ColumnProfile], object_type: ObjectType) -> list[Match]:
    """Propose a field for each column; the surest pairs choose first and no field is proposed twice."""
    fields = [field for field in object_type.fields.values() if is_importable(field)]
    pairs = sorted(
        (
            (score, profile.column.position, field.key)
            for profile in profiles
            for field in fields
            if (score := score_of(profile, field)) >= LEAST
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, position, key in pairs:
        if position not in chosen and key not in taken:
            chosen[position] = key, score
            taken.add(key)
    return [_match(profile, chosen.get(profile.column.position), object_type) for profile in profiles]


def score_of(profile: ColumnProfile, field: Field) -> float:
    """Return how likely a column means a field: how alike the names are, lowered when the values do not fit its type."""
    header = profile.column.header
    if not header:
        return 0.0
    alike = max(likeness(header, name) for name in (field.key.replace("_", " "), *field.label.values()))
    if alike < LEAST:
        return 0.0
    fits = _fits(profile, field)
    return round(alike if alike >= 1.0 else alike * (0.4 + 0.6 * fits), 3)


def plan_for(profile: ColumnProfile, field: Field) -> ColumnPlan:
    """Return the plan for a column that goes into a field, with the cleaning that its values ask for."""
    return ColumnPlan(
        column=profile.column.name,
        field=field.key,
        blank=suggest_blanks(profile) if field.type.shape not in (Shape.DECIMAL, Shape.FLAG) else _dashes(profile),
        add_options=bool(field.settings.get("add_missing")),
        unit=_unit(profile, field),
    )


def _unit(profile: ColumnProfile, field: Field) -> Unit | None:
    """The unit that the column's name tells, where the field can use it."""
    unit = unit_of(profile.column.header)
    usable = SECONDS if field.type.key == "duration" else SCALES if field.type.shape is Shape.DECIMAL else {}
    return cast(Unit, unit) if unit in usable else None


def _match(profile: ColumnProfile, found: tuple[str, float] | None, object_type: ObjectType) -> Match:
    if found is None:
        return Match(profile, None, 0.0, suggest_field(profile))
    return Match(profile, plan_for(profile, object_type.field(found[0])), found[1], None)


def _dashes(profile: ColumnProfile) -> tuple[str, ...]:
    return tuple(text for text in suggest_blanks(profile) if text not in ("0", "0.0"))


def _fits(profile: ColumnProfile, field: Field) -> float:
    """The part of the values that could be values of the field; types that take any text fit always."""
    blank = suggest_blanks(profile)
    values = [text for text in islice(profile.values, _TRIED) if text not in blank]
    if not values:
        return 1.0
    return sum(_could_be(text, field) for text in values) / len(values)


def _could_be(text: str, field: Field) -> bool:
    shape, key = field.type.shape, field.type.key
    if key in ("integer", "rating") or shape is Shape.DECIMAL:
        return any(sign.isdigit() for sign in text) and len(text) <= 24
    if key == "duration":
        return is_number(text) or ":" in text
    if key == "date" or shape is Shape.MOMENT:
        return time_of(text) is not None or is_number(text) or text.count("/") == 2
    if key == "phone":
        return sum(sign.isdigit() for sign in text) >= 7
    if key == "email":
        return "@" in text
    if shape in (Shape.CHOICE, Shape.PERSON, Shape.TEAM):
        return len(text) <= 80 and "\n" not in text
    if key == "text":
        return "\n" not in text and len(text) <= 200
    return True
