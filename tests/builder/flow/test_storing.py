"""Rows come back from the database's form exactly as they went in, whatever has happened to an instance."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builder.flow.test_properties import Sketch, random_command

from paidan.builder.flow.storing import column_names, from_row, read_value, to_row, write_value
from paidan.kernel.errors import AppError

MOMENT = datetime(2026, 11, 16, 1, 2, 3, 456000, tzinfo=UTC)


def there_and_back(row: Any) -> Any:
    """What JSON columns do to a row."""
    written = to_row(row)
    stored = {k: orjson.loads(orjson.dumps(v)) if isinstance(v, (dict, list)) else v for k, v in written.items()}
    return from_row(type(row), tuple(stored[name] for name in column_names(type(row))))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(st.randoms(use_true_random=False), st.integers(10, 40))
def test_rows_survive_the_tables(draw: Any, play: Any, rnd: Random, length: int) -> None:
    graph = Sketch(rnd, draw).graph()
    p = play(*[b.model_dump() for b in graph.root.blocks], values={"n": rnd.randint(0, 9)})
    p.begin(1)
    for _ in range(length):
        try:
            p.do(random_command(rnd, p))
        except AppError:
            continue
        if p.over in ("completed", "rejected", "withdrawn", "terminated"):
            break
    for row in (p.instance, *p.rows.values()):
        assert there_and_back(row) == row


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=5)
    | st.just(MOMENT)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "$moment", "$map", "$decimal"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_values_keep_their_type(value: Any) -> None:
    assert read_value(orjson.loads(orjson.dumps(write_value(value)))) == value


@pytest.mark.parametrize("given_", [{"$moment": "no moment"}, {"$decimal": "viel"}, {"$map": {}}])
def test_what_somebody_types_is_not_taken_for_a_mark(given_: Any) -> None:
    assert read_value(write_value(given_)) == given_


def test_amounts_compare_as_they_did() -> None:
    assert read_value(write_value({"price": Decimal("0.10")})) == {"price": Decimal("0.1")}
