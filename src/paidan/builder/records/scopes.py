"""The names that formulas and filters may use: the model's objects and fields, described to the formula language."""

from __future__ import annotations

from paidan.builder.expressions import FieldShape, Kind, ObjectShape, Option, ShapeScope, ValueType
from paidan.builder.expressions.types import PERSON_OBJECT, TEAM_OBJECT
from paidan.builder.objects.field_types import Shape
from paidan.builder.objects.model import Field, Model, ObjectType

_NAME = FieldShape("name", {"zh-CN": "姓名", "en": "Name"}, ValueType(Kind.TEXT))
_PERSON = ObjectShape(PERSON_OBJECT, (_NAME,))
_TEAM = ObjectShape(TEAM_OBJECT, (FieldShape("name", {"zh-CN": "名称", "en": "Name"}, ValueType(Kind.TEXT)),))


def scope_of(model: Model, object_key: str) -> ShapeScope:
    """Return the scope of a formula that belongs to an object; compiled once per model."""
    shapes = model.memory.get("shapes")
    if shapes is None:
        shapes = {key: _object_shape(found) for key, found in model.objects.items()}
        shapes = model.memory["shapes"] = {PERSON_OBJECT: _PERSON, TEAM_OBJECT: _TEAM, **shapes}
    return ShapeScope(shapes, object_key)


def _object_shape(found: ObjectType) -> ObjectShape:
    own = ValueType(Kind.RECORD, object=found.key)
    identity = FieldShape("id", {"en": "id"}, own)
    return ObjectShape(
        found.key, (identity, *(FieldShape(f.key, f.label, value_type(f)) for f in found.fields.values()))
    )


def value_type(field: Field) -> ValueType:
    """Return a field's type as formulas know it."""
    shape = field.type.shape
    if shape is Shape.CHOICE:
        options = tuple(Option(choice.id, choice.key, choice.label) for choice in field.choices)
        return ValueType(Kind.CHOICE, many=field.type.many, options=options)
    if shape is Shape.PERSON:
        return ValueType(Kind.PERSON, many=field.type.many, object=PERSON_OBJECT)
    if shape is Shape.TEAM:
        return ValueType(Kind.RECORD, object=TEAM_OBJECT)
    if shape in (Shape.RECORD, Shape.CHILDREN):
        return ValueType(Kind.RECORD, many=field.type.many, object=field.linked_object)
    if shape is Shape.FILE:
        return ValueType(Kind.RECORD, many=field.type.many, object="file")
    return ValueType(field.type.value)
