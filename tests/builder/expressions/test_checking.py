"""Formulas are checked before they are kept: names, types, and sentences that help."""

from __future__ import annotations

import re

import pytest
from tests.builder.expressions.world import World

from paidan.builder.expressions import FUNCTIONS, ExpressionError, Kind, check, parse, to_text
from paidan.builder.expressions import errors as errors_module
from paidan.builder.expressions.tree import Binary, Choice, Field
from paidan.kernel.i18n import LANGUAGES, load_catalogue


@pytest.mark.parametrize(
    ("formula", "code", "position"),
    [
        ("{amont} + 1", "expression.unknown_field", 0),
        ("1 + {customer.nam}", "expression.unknown_field", 4),
        ("{title.name}", "expression.not_a_link", 0),
        ("{customer.region.name.x}", "expression.not_a_link", 0),
        ("{a.b.c.d.e}", "expression.path_too_long", 0),
        ("SUMM(1)", "expression.unknown_function", 0),
        ("ROUND()", "expression.wrong_count", 0),
        ("1 + NOT(TRUE, FALSE)", "expression.wrong_count", 4),
        ("IFS(TRUE, 1, FALSE)", "expression.wrong_count", 0),
        ("ROUND({title})", "expression.wrong_type", 6),
        ("AND({amount})", "expression.wrong_type", 4),
        ("LEN({owner})", "expression.wrong_type", 4),
        ("LEFT(\"a\", \"b\")", "expression.wrong_type", 10),
        ("IF({amount}, 1, 2)", "expression.wrong_type", 3),
        ("{title} + 1", "expression.cannot_calculate", 8),
        ("{due} + {due}", "expression.cannot_calculate", 6),
        ("{created} + 1", "expression.cannot_calculate", 10),
        ("1 & {owner}", "expression.cannot_calculate", 2),
        ("-{title}", "expression.cannot_calculate_one", 0),
        ("{title} = 1", "expression.cannot_compare", 8),
        ("{amount} = TRUE", "expression.cannot_compare", 9),
        ("{priority} = {customer.level}", "expression.cannot_compare", 11),
        ("{team} = {customer}", "expression.cannot_compare", 7),
        ("{due} = \"soon\"", "expression.cannot_compare", 6),
        ("{priority} < \"high\"", "expression.cannot_order", 11),
        ("{urgent} > FALSE", "expression.cannot_order", 9),
        ("{priority} = {title}", "expression.choice_needs_literal", 11),
        ("{owner} = \"李雷\"", "expression.record_needs_field", 8),
        ("{title} = \"\"", "expression.compare_with_empty", 10),
        ("{amount} <> BLANK()", "expression.compare_with_empty", 12),
        ("{priority} = \"hihg\"", "expression.unknown_choice", 13),
        ("CONTAINS({tags}, \"vpi\")", "expression.unknown_choice", 17),
        ("IF(TRUE, 1, \"a\")", "expression.branches_differ", 12),
        ("SWITCH({count}, \"a\", 1)", "expression.cannot_compare", 16),
        ("ROUND(1, {count})", "expression.needs_literal", 9),
        ("ROUND(1, 99)", "expression.needs_literal", 9),
        ("TEXTJOIN({title}, \"a\")", "expression.needs_text", 9),
        ("DATEADD({due}, 1, \"fortnight\")", "expression.unknown_unit", 18),
        ("DATEADD({due}, 1, \"hour\")", "expression.unknown_unit", 18),
        ("WITHIN({due}, \"whenever\")", "expression.unknown_unit", 14),
        ("WITHIN({due}, \"last_n_days\")", "expression.wrong_count", 0),
        ("TEXT(1, \"abc\")", "expression.bad_format", 8),
        ("TEXT({due}, {title})", "expression.bad_format", 12),
        ("MOMENT(\"2026-05-01T08:00:00\")", "expression.bad_moment", 7),
        ("PERSON(1.5)", "expression.bad_identity", 7),
        ("1000000000000000", "expression.number_too_large", 0),
        ("{parts.price} + 1", "expression.list_needs_fold", 0),
        ("{tags} = \"vip\"", "expression.list_needs_fold", 0),
        ("{team} = MYTEAMS()", "expression.list_needs_fold", 9),
        ("SUMIF({amount}, TRUE)", "expression.not_a_list", 6),
        ("SUM({parts.price} + COUNT({tags}) + {watchers.name})", "expression.lists_mixed", 34),
        ("AVG({parts.price}, 1)", "expression.list_beside_values", 0),
        ("SUMIF({parts.price}, COUNT({tags}) > 1)", "expression.fold_in_fold", 27),
        ("SUM(IF({parts.covered}, SUMIF({parts.qty}, TRUE), 1))", "expression.fold_in_fold", 30),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(world: World, formula: str, code: str, position: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        check(parse(formula), world.scope)
    assert refused.value.code == code
    assert refused.value.position == position
    for language in LANGUAGES:
        assert not re.search(r"\{[a-z_]+\}", refused.value.sentence(language))


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("{amont}", "amount"),
        ("{优先集}", "优先级"),
        ("SUMM(1)", "SUM"),
        ("四舍五人(1)", "四舍五入"),
        ('{priority} = "Hihg"', "High"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(world: World, formula: str, part: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        check(parse(formula), world.scope)
    assert f"“{part}”" in refused.value.sentence("en")


def test_a_place_says_what_it_needs(world: World) -> None:
    assert check(parse("{amount} > 1"), world.scope, gives=Kind.BOOL).type.kind is Kind.BOOL
    assert check(parse("BLANK()"), world.scope, gives=Kind.DATE).type.kind is Kind.DATE
    with pytest.raises(ExpressionError) as refused:
        check(parse("{amount} + 1"), world.scope, gives=Kind.BOOL)
    assert refused.value.sentence("en") == "a yes/no value is needed here, but the formula gives a number."


@pytest.mark.parametrize(
    "formula", ["TODAY()", "NOW()", "{owner} = ME()", "IN({team}, MYTEAMS())", 'WITHIN({due}, "today")']
)
def test_a_stored_formula_may_not_grow_old(world: World, formula: str) -> None:
    assert check(parse(formula), world.scope).volatile
    with pytest.raises(ExpressionError) as refused:
        check(parse(formula), world.scope, allow_volatile=False)
    assert refused.value.code == "expression.volatile"


def test_working_time_is_known_not_to_run_in_sql(world: World) -> None:
    assert check(parse("{created} < {closed}"), world.scope).in_sql
    assert not check(parse("WORKHOURS({created}, {closed}) > 1"), world.scope).in_sql


def test_the_stored_tree_knows_keys_only(world: World) -> None:
    tree = check(parse('{优先级} = "高"'), world.scope).tree
    assert tree == Binary("=", Field(("priority",)), Choice(("priority",), "high"))
    assert check(parse('{Priority} = "HIGH"'), world.scope).tree == tree


def test_a_stored_formula_is_shown_with_labels(world: World) -> None:
    tree = check(parse('IF(AND({priority}="high",{amount}>2),-({amount}+1)*2,{customer.discount})'), world.scope).tree
    assert to_text(tree, world.scope, "zh-CN") == 'IF(AND({优先级} = "高", {金额} > 2), -({金额} + 1) * 2, {客户.折扣})'
    assert to_text(tree, world.scope, "en") == (
        'IF(AND({Priority} = "High", {Amount} > 2), -({Amount} + 1) * 2, {Customer.Discount})'
    )
    assert to_text(tree, world.scope, "zh-CN", chinese_functions=True).startswith('如果(且({优先级} = "高"')


@pytest.mark.parametrize(
    "formula", ["1 - (2 - 3)", "(1 - 2) - 3", "2 ^ (3 ^ 2)", "(1 + 2)%", "-(2 ^ 2)", '(1 & 2) & "x"', "(1 = 1) = TRUE"]
)
def test_brackets_stay_where_they_matter(world: World, formula: str) -> None:
    tree = check(parse(formula), world.scope).tree
    assert parse(to_text(tree, world.scope, "en")) == tree


def test_every_refusal_and_every_function_has_its_sentences_in_both_languages() -> None:
    catalogue = load_catalogue()
    refusals = [
        each for each in vars(errors_module).values() if isinstance(each, type) and issubclass(each, ExpressionError)
    ]
    keys = [f"error.{refusal.code}" for refusal in refusals] + [f"expression.function.{name}" for name in FUNCTIONS]
    for key in keys:
        assert set(catalogue[key]) == set(LANGUAGES), key
    ours = [key for key in catalogue if re.match(r"(error\.)?(expression|filter)\.", key)]
    assert not [key for key in ours if key.startswith("error.") and key not in keys]


def test_every_function_has_a_chinese_name_and_its_usage_begins_with_its_name() -> None:
    for function in FUNCTIONS.values():
        assert function.chinese
        assert function.usage.startswith(function.name + "(")
        assert function.least <= function.most
        assert function.help("en") != function.help("zh-CN")
