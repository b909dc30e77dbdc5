"""A condition tells why it held or not."""

from __future__ import annotations

from tests.builder.expressions.world import World

from paidan.builder.expressions import Seen, check, explain, parse


def test_each_part_of_a_condition_is_told_with_the_values_it_saw(world: World) -> None:
    checked = check(parse('AND({priority} = "high", OR({amount} > 1000, NOT({urgent})))'), world.scope)
    found = explain(checked, world.rows["full"], world.context, "zh-CN")

    assert (found.holds, [part.holds for part in found.parts]) == (False, [True, False])
    priority, either = found.parts
    assert (priority.text, priority.seen) == ('{优先级} = "高"', (Seen(("priority",), "优先级", "高"),))
    assert [(part.text, part.holds) for part in either.parts] == [("{金额} > 1000", False), ("NOT({紧急})", False)]
    assert either.parts[0].seen == (Seen(("amount",), "金额", "250.5"),)
    assert either.parts[1].parts[0].seen == (Seen(("urgent",), "紧急", "是"),)


def test_a_blank_is_told_as_seen_and_empty(world: World) -> None:
    found = explain(check(parse("{amount} > 1"), world.scope), world.rows["empty"], world.context, "en")
    assert (found.holds, found.seen) == (False, (Seen(("amount",), "Amount", None),))


def test_only_the_branch_that_was_taken_is_told(world: World) -> None:
    checked = check(parse("IF({urgent}, {amount} > 1, {count} > 1)"), world.scope)
    found = explain(checked, world.rows["minus"], world.context, "en")
    assert [(part.text, part.holds) for part in found.parts] == [("{Urgent}", False), ("{Visits} > 1", False)]


def test_people_and_lists_are_told_by_name_and_number(world: World) -> None:
    checked = check(
        parse("AND({owner} = ME(), COUNT({parts}) > 5, {closed} > {created}, {spent} > HOURS(1))"), world.scope
    )
    found = explain(checked, world.rows["full"], world.context, "en", name_of=lambda kind, number: f"person {number}")
    seen = [each for part in found.parts for each in part.seen]
    assert [(each.label, each.value) for each in seen] == [
        ("Owner", "person 7"),
        ("Parts", "3 items"),
        ("Closed", "2026-11-22 11:00"),
        ("Created", "2026-11-20 09:30"),
        ("Time spent", "1:30:00"),
    ]
