"""Travel time: speeds by hour, and what must hold for any of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.aftersales.dispatch.ruleset import Travel
from paidan.aftersales.dispatch.spans import FAR
from paidan.aftersales.dispatch.travel import UNKNOWN, roads_of, straight_metres

SLOW_AT_EIGHT = Travel(
    speed_kmh=(60,) * 8 + (10,) + (60,) * 15, road_factor_permille=1_000, utc_offset_minutes=0, unknown_minutes=45
)
speeds = st.lists(st.integers(1, 120), min_size=24, max_size=24)


def minutes(travel, leave, kilometres):
    roads = roads_of(travel)
    way = roads.sixtieths(np.array([round(kilometres * 1_000)]))
    return int(roads.arrive(np.array([leave]), way)[0]) - leave


@pytest.mark.parametrize(
    ("leave", "kilometres", "taken"),
    [
        (6 * 60, 0, 0),
        (6 * 60, 30, 30),
        (6 * 60, 30.1, 31),  # a begun minute counts
        (8 * 60, 10, 60),  # in the rush hour
        (7 * 60 + 30, 40, 30 + 60),  # half before it, all through it
        (7 * 60 + 30, 41, 30 + 60 + 1),
        (23 * 60 + 30, 60, 60),  # past midnight
    ],
)
def test_a_way_takes_as_long_as_the_hours_it_is_driven_in_allow(leave, kilometres, taken):
    assert minutes(SLOW_AT_EIGHT, leave, kilometres) == taken


def test_the_hour_is_that_of_the_local_clock():
    shanghai = SLOW_AT_EIGHT.model_copy(update={"utc_offset_minutes": 480})
    assert minutes(shanghai, 0, 10) == 60


def test_the_road_is_longer_than_the_line():
    assert minutes(SLOW_AT_EIGHT.model_copy(update={"road_factor_permille": 1_500}), 0, 20) == 30


def test_a_way_to_or_from_nowhere_takes_the_stated_time():
    metres = straight_metres(np.array([31.0, np.nan]), np.array([121.0, np.nan]), 31.0, 121.0)
    assert metres.tolist() == [0, UNKNOWN]
    assert straight_metres(np.array([31.0]), np.array([121.0]), None, None).tolist() == [UNKNOWN]
    roads = roads_of(SLOW_AT_EIGHT)
    assert roads.arrive(np.array([5, 5]), roads.sixtieths(metres)).tolist() == [5, 50]
    assert roads.leave_by(np.array([50, 50]), roads.sixtieths(metres)).tolist() == [50, 5]


@given(speed=speeds, leave=st.integers(0, 10**7), wait=st.integers(0, 600), metres=st.integers(0, 2_000_000))
def test_whoever_leaves_later_never_arrives_earlier(speed, leave, wait, metres):
    roads = roads_of(Travel(speed_kmh=tuple(speed)))
    way = roads.sixtieths(np.array([metres, metres]))
    first, second = roads.arrive(np.array([leave, leave + wait]), way)
    assert leave <= first <= second


@given(speed=speeds, arrive=st.integers(10**6, 10**7), metres=st.integers(0, 2_000_000))
def test_leaving_by_the_last_minute_is_in_time_and_a_minute_later_is_not(speed, arrive, metres):
    roads = roads_of(Travel(speed_kmh=tuple(speed)))
    way = roads.sixtieths(np.array([metres]))
    last = roads.leave_by(np.array([arrive]), way)
    assert roads.arrive(last, way)[0] <= arrive < roads.arrive(last + 1, way)[0]


def test_padding_in_the_far_future_does_no_harm():
    roads = roads_of(SLOW_AT_EIGHT)
    assert roads.arrive(np.array([FAR, -FAR]), roads.sixtieths(np.array([1_000, 1_000]))).tolist() == [
        FAR + 1,
        -FAR + 1,
    ]
