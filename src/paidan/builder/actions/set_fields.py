"""Set fields 设置字段: fixed values, or formulas over the record as it is."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field as Setting

from paidan.builder.actions.action_type import ActionContext, ActionSettings, ActionType
from paidan.builder.expressions import Checked, ExpressionError, check, compile_python, parse
from paidan.builder.objects.loading import model_of
from paidan.builder.objects.model import Field
from paidan.builder.records.finishing import plain_context
from paidan.builder.records.formulas import RecordReader, stored_result
from paidan.builder.records.reading import record_values
from paidan.builder.records.scopes import scope_of
from paidan.builder.records.writing import WriteOptions, update_record
from paidan.kernel.database import Tx
from paidan.kernel.i18n import LANGUAGES, Label, load_catalogue


class SetFieldsSettings(ActionSettings):
    """values: field key → raw value, options by key. formulas: field key → formula; both may be given."""

    values: Annotated[dict[str, Any], Setting(max_length=100)] = Setting(default_factory=dict)
    formulas: Annotated[dict[str, str], Setting(max_length=100)] = Setting(default_factory=dict)


class SetFields(ActionType[SetFieldsSettings]):
    """Writes the record that the action is about."""

    name = "set_fields"
    label: ClassVar[Label] = {"zh-CN": "设置字段", "en": "Set fields"}
    settings_model = SetFieldsSettings

    def run(self, tx: Tx, context: ActionContext, settings: SetFieldsSettings) -> None:
        """Write the values. Raises RecordNotFound, RecordInvalid, ExpressionError."""
        stored = record_values(tx, context.object_key, context.record_id, lock=True)
        reader = RecordReader(tx, stored.object, stored.id, stored.values)
        values = dict(settings.values)
        for key, text in settings.formulas.items():
            field = stored.object.field(key)
            run = compile_python(_checked(tx, context.object_key, text))
            values[key] = stored_result(field, run(reader, plain_context(tx)))
        update_record(tx, context.object_key, context.record_id, values, options=WriteOptions(check_required=False))

    def problems(self, tx: Tx, object_key: str, settings: SetFieldsSettings) -> list[Label]:
        """Return what is wrong: unknown or computed fields, formulas that cannot be understood."""
        fields = model_of(tx).object(object_key).fields
        found = [_problem(key, fields.get(key)) for key in (*settings.values, *settings.formulas)]
        return [*filter(None, found), *_bad_formulas(tx, object_key, settings)]


def _problem(key: str, field: Field | None) -> Label | None:
    if field is None:
        return _sentence("unknown_field", key=key)
    return _sentence("computed_field", key=key) if field.type.computed else None


def _bad_formulas(tx: Tx, object_key: str, settings: SetFieldsSettings) -> list[Label]:
    found = []
    for key, text in settings.formulas.items():
        try:
            _checked(tx, object_key, text)
        except ExpressionError as error:
            problem = {one: error.sentence(one) for one in LANGUAGES}
            found.append(_sentence("bad_formula", key=key, problem=problem))
    return found


def _checked(tx: Tx, object_key: str, text: str) -> Checked:
    return check(parse(text), scope_of(model_of(tx), object_key))


def _sentence(name: str, **params: Any) -> Label:
    label = load_catalogue()[f"action.problem.{name}"]
    return {
        one: label[one].format_map({k: v[one] if isinstance(v, dict) else v for k, v in params.items()})
        for one in LANGUAGES
    }
