"""Coordinates: known points, exact returns, and places that must not move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.aftersales.dispatch import geo

MAINLAND = {
    "Beijing": (39.9042, 116.4074), "Futian": (22.533, 114.055), "Shekou": (22.485, 113.915), "Yantian": (22.557, 114.237),
    "Hengqin": (22.120, 113.525), "Gongbei": (22.219, 113.549), "Sanya": (18.25, 109.50), "Zhoushan": (30.0, 122.2),
    "Dandong": (40.13, 124.385), "Heihe": (50.245, 127.49), "Manzhouli": (49.59, 117.43), "Ruili": (24.01, 97.85),
    "Kashgar": (39.47, 75.99), "Erenhot": (43.65, 111.98), "Xiamen": (24.48, 118.09), "Fuyuan": (48.36, 134.3),
}  # fmt: skip
ELSEWHERE = {
    "Hong Kong Central": (22.282, 114.158), "Lo Wu": (22.5265, 114.1133), "Sheung Shui": (22.501, 114.128), "Macau": (22.197, 113.541),
    "Taipa": (22.156, 113.560), "Taipei": (25.033, 121.565), "Kaohsiung": (22.63, 120.30), "Seoul": (37.567, 126.978),
    "Pyongyang": (39.03, 125.75), "Ulaanbaatar": (47.9, 106.9), "Hanoi": (21.03, 105.85), "Almaty": (43.24, 76.9),
    "Kathmandu": (27.7, 85.3), "Vladivostok": (43.12, 131.9), "London": (51.5, -0.12), "Sydney": (-33.87, 151.2),
}  # fmt: skip


@pytest.mark.parametrize("name", MAINLAND)
def test_a_point_on_the_mainland_is_shifted_by_100_to_700_metres(name):
    lat, lng = MAINLAND[name]
    assert 80 < float(geo.great_circle_metres(lat, lng, *geo.wgs84_to_gcj02(lat, lng))) < 750


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_point_elsewhere_stays_where_it_is(name):
    lat, lng = ELSEWHERE[name]
    assert [float(c) for c in geo.wgs84_to_gcj02(lat, lng)] == [lat, lng]
    if name != "Lo Wu":  # so near the border one GCJ-02 point stands for two places
        assert [float(c) for c in geo.gcj02_to_wgs84(lat, lng)] == [lat, lng]


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
        ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
    ],
)
def test_known_points_in_gcj02(wgs84, gcj02):
    assert [float(c) for c in geo.wgs84_to_gcj02(*wgs84)] == pytest.approx(gcj02, abs=1e-9)
    assert [float(c) for c in geo.gcj02_to_wgs84(*gcj02)] == pytest.approx(wgs84, abs=1e-9)


def test_a_known_point_in_bd09():
    assert [float(c) for c in geo.gcj02_to_bd09(39.915, 116.404)] == pytest.approx(
        (39.92133699351021, 116.41036949371029), abs=1e-9
    )


@given(lat=st.floats(25, 41), lng=st.floats(101, 115))
def test_every_conversion_can_be_undone_away_from_the_border(lat, lng):
    start = np.array([lat]), np.array([lng])
    for there, back in (
        (geo.wgs84_to_gcj02, geo.gcj02_to_wgs84),
        (geo.gcj02_to_bd09, geo.bd09_to_gcj02),
        (geo.wgs84_to_bd09, geo.bd09_to_wgs84),
    ):
        assert float(geo.great_circle_metres(*start, *back(*there(*start)))[0]) < 0.001


@given(lat=st.floats(15, 56), lng=st.floats(70, 140))
def test_near_the_border_an_undone_conversion_is_off_by_the_shift_at_most(lat, lng):
    back = geo.gcj02_to_wgs84(*geo.wgs84_to_gcj02(lat, lng))
    assert float(geo.great_circle_metres(lat, lng, *back)) < 800


@pytest.mark.parametrize(
    ("here", "there", "kilometres"),
    [((39.9042, 116.4074), (31.2304, 121.4737), 1067.3), ((0, 0), (0, 1), 111.195), ((0, 0), (0, 180), 20015.1)],
)
def test_known_distances(here, there, kilometres):
    assert float(geo.great_circle_metres(*here, *there)) / 1000 == pytest.approx(kilometres, rel=1e-4)


def test_many_points_are_converted_at_once_and_unknown_ones_stay_unknown():
    lats, lngs = geo.wgs84_to_gcj02([39.915, 25.033, np.nan], [116.404, 121.565, np.nan])
    assert lats[0] == pytest.approx(39.91640428150164)
    assert (lats[1], lngs[1]) == (25.033, 121.565)
    assert np.isnan(lats[2])
    assert np.isnan(lngs[2])
