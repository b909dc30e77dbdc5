"""Every cell of "Modes of a sign group", in whole numbers."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.builder.flow.votes import decide, votes_needed

A, R, _ = "agree", "reject", None


@pytest.mark.parametrize(
    ("mode", "votes", "more", "verdict"),
    [
        ("any", [_, _, _], {}, "open"),
        ("any", [_, A, _], {}, "passed"),
        ("any", [R, _, _], {}, "rejected"),
        ("all", [A, A, _], {}, "open"),
        ("all", [A, A, A], {}, "passed"),
        ("all", [A, R, _], {}, "rejected"),
        ("all", [A, R, _], {"veto": "count"}, "open"),
        ("all", [A, R, A], {"veto": "count"}, "rejected"),
        ("all", [A, A, A], {"veto": "count"}, "passed"),
        ("sequence", [A, _, _], {}, "open"),
        ("sequence", [A, A, A], {}, "passed"),
        ("sequence", [A, R, _], {}, "rejected"),
        ("sequence", [A, R, _], {"veto": "count"}, "rejected"),
        ("vote", [A, _, _], {"percent": 50}, "open"),
        ("vote", [A, A, _], {"percent": 50}, "passed"),
        ("vote", [A, R, _], {"percent": 50}, "open"),
        ("vote", [R, R, _], {"percent": 50}, "rejected"),
        ("vote", [A, A, _], {"percent": 67}, "open"),
        ("vote", [R, _, _], {"percent": 67}, "rejected"),
        ("vote", [A, A, R], {"percent": 66}, "passed"),
    ],
)
def test_a_group_decides_by_its_mode(mode: Any, votes: list[Any], more: dict[str, Any], verdict: str) -> None:
    assert decide(mode, votes, **more) == verdict


@given(st.integers(1, 200), st.integers(1, 100))
def test_the_votes_needed_are_the_ceiling_in_whole_numbers(seats: int, percent: int) -> None:
    needed = votes_needed(seats, percent)
    assert isinstance(needed, int)
    assert needed == ceil(Fraction(seats * percent, 100))
    assert 1 <= needed <= seats


@given(
    st.sampled_from(["any", "all", "sequence", "vote"]),
    st.lists(st.sampled_from([A, R]), min_size=1, max_size=8),
    st.integers(1, 100),
    st.sampled_from(["one", "count"]),
)
def test_once_everybody_has_voted_a_group_is_decided(mode: Any, votes: list[Any], percent: int, veto: Any) -> None:
    assert decide(mode, votes, percent=percent, veto=veto) != "open"


@given(st.lists(st.sampled_from([A, R]), min_size=1, max_size=8), st.integers(1, 100), st.data())
def test_a_percentage_vote_decides_early_only_what_the_last_vote_would_confirm(
    votes: list[Any], percent: int, data: Any
) -> None:
    cast = data.draw(st.integers(0, len(votes)))
    early = decide("vote", [*votes[:cast], *[None] * (len(votes) - cast)], percent=percent)
    assert early in ("open", decide("vote", votes, percent=percent))
