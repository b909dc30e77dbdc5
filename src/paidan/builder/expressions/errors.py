"""What can be wrong with a formula or filter, each with its permanent code.

Every refusal knows the `position` in the formula's text (0-based characters; -1 when there is no text, as in a filter
tree). Names of types among the parameters are labels in every language.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from paidan.builder.expressions.types import ValueType
from paidan.kernel.errors import Invalid
from paidan.kernel.i18n import LANGUAGES, Label, translate


class ExpressionError(Invalid):
    """A formula or filter that cannot be understood. `position` counts characters from 0; -1 means unknown."""

    code = "expression.invalid"

    def __init__(self, position: int = -1, **params: Any) -> None:
        super().__init__(**params)
        self.position = position

    def data(self) -> dict[str, Any]:
        return {"position": self.position}

    def sentence(self, language: str) -> str:
        """The refusal as a sentence in one language."""
        return translate(f"error.{self.code}", language, **self.params)


class NotInSql(ExpressionError):
    """A working-time function was to be put into SQL; compute it in Python and store the result."""

    code = "expression.not_in_sql"


class NoCalendar(ExpressionError):
    """A working-time function ran in a context that has no calendar."""

    code = "expression.no_calendar"


def phrase(key: str, **params: Any) -> Label:
    """A piece of a sentence in every language, for use as a parameter of a refusal."""
    return {language: translate(key, language, **params) for language in LANGUAGES}


def name_of(value_type: ValueType) -> Label:
    """The name of a type as people say it, such as "a number"."""
    kind = phrase(f"expression.kind.{value_type.kind}")
    return phrase("expression.many", kind=kind) if value_type.many else kind


def did_you_mean(name: str, known: Iterable[str]) -> Label:
    """A hint that names the most similar known name, or an empty text when none is similar."""
    by_folded: dict[str, str] = {}
    for each in known:
        by_folded.setdefault(each.casefold(), each)
    near = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.5)
    if not near:
        return dict.fromkeys(LANGUAGES, "")
    return phrase("expression.did_you_mean", name=by_folded[near[0]])


# Reading the text


class TooLong(ExpressionError):
    code = "expression.too_long"


class TooDeep(ExpressionError):
    code = "expression.too_deep"


class TooManyParts(ExpressionError):
    code = "expression.too_many_parts"


class Empty(ExpressionError):
    code = "expression.empty"


class Unfinished(ExpressionError):
    code = "expression.unfinished"


class Unexpected(ExpressionError):
    code = "expression.unexpected"


class PercentIsNotRemainder(ExpressionError):
    code = "expression.percent_is_not_remainder"


class UnclosedText(ExpressionError):
    code = "expression.unclosed_text"


class UnclosedField(ExpressionError):
    code = "expression.unclosed_field"


class NumberTooLarge(ExpressionError):
    code = "expression.number_too_large"


class UnknownWord(ExpressionError):
    code = "expression.unknown_word"


class StoredFormUnreadable(ExpressionError):
    """A stored tree has an unknown shape or was written by a newer version of the language."""

    code = "expression.stored_form_unreadable"


# Names


class UnknownFunction(ExpressionError):
    code = "expression.unknown_function"


class UnknownField(ExpressionError):
    code = "expression.unknown_field"


class AmbiguousField(ExpressionError):
    code = "expression.ambiguous_field"


class PathTooLong(ExpressionError):
    code = "expression.path_too_long"


class NotALink(ExpressionError):
    code = "expression.not_a_link"


class ListInList(ExpressionError):
    """A path goes through two lists, such as the rows of the rows."""

    code = "expression.list_in_list"


class UnknownChoice(ExpressionError):
    code = "expression.unknown_choice"


# Types


class WrongType(ExpressionError):
    code = "expression.wrong_type"


class WrongResult(ExpressionError):
    """The whole formula gives another type than its place needs."""

    code = "expression.wrong_result"


class WrongCount(ExpressionError):
    code = "expression.wrong_count"


class CannotCompare(ExpressionError):
    code = "expression.cannot_compare"


class CannotOrder(ExpressionError):
    code = "expression.cannot_order"


class CannotCalculate(ExpressionError):
    code = "expression.cannot_calculate"


class CannotCalculateOne(ExpressionError):
    code = "expression.cannot_calculate_one"


class CompareWithEmpty(ExpressionError):
    code = "expression.compare_with_empty"


class ChoiceNeedsLiteral(ExpressionError):
    code = "expression.choice_needs_literal"


class RecordNeedsField(ExpressionError):
    """A person or record was compared with a text; one of its fields was meant."""

    code = "expression.record_needs_field"


class BranchesDiffer(ExpressionError):
    code = "expression.branches_differ"


class NeedsLiteral(ExpressionError):
    code = "expression.needs_literal"


class NeedsText(ExpressionError):
    code = "expression.needs_text"


class UnknownUnit(ExpressionError):
    code = "expression.unknown_unit"


class BadFormat(ExpressionError):
    code = "expression.bad_format"


class BadMoment(ExpressionError):
    code = "expression.bad_moment"


class BadIdentity(ExpressionError):
    """PERSON or RECORD without the whole number of an id."""

    code = "expression.bad_identity"


class Volatile(ExpressionError):
    """TODAY, NOW, ME and the like stand in a stored formula, whose value would grow old."""

    code = "expression.volatile"


# Rows


class ListNeedsFold(ExpressionError):
    code = "expression.list_needs_fold"


class NotAList(ExpressionError):
    code = "expression.not_a_list"


class ListsMixed(ExpressionError):
    code = "expression.lists_mixed"


class ListBesideValues(ExpressionError):
    """AVG of a list and single values at once, whose weights nobody can tell."""

    code = "expression.list_beside_values"


class FoldInFold(ExpressionError):
    code = "expression.fold_in_fold"


# Filters


class BadFilter(ExpressionError):
    code = "filter.unreadable"


class UnknownOperator(ExpressionError):
    code = "filter.unknown_operator"


class OperatorDoesNotFit(ExpressionError):
    code = "filter.operator_does_not_fit"


class BadFilterValue(ExpressionError):
    code = "filter.bad_value"
