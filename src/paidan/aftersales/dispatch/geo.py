"""Places: great-circle distance, and the three datums in which coordinates reach us.

Inside the product every coordinate is WGS-84. Phones give WGS-84; AMap, Tencent and WeChat give GCJ-02; Baidu gives BD-09.
Convert where a coordinate enters or leaves, once. GCJ-02 moves points on the mainland by 100 to 700 m and leaves the rest of
the world alone, so the question "is it on the mainland?" is asked with an outline and not with a rectangle: Hong Kong, Macau,
Taipei and Seoul stay where they are. The outline (`mainland.json`) is about 5 km true along land borders.

All functions take scalars or arrays of degrees and return float64 arrays of the broadcast shape.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Place = tuple[Floats, Floats]
"""Latitudes and longitudes."""

EARTH_METRES = 6_371_008.8  # mean radius, IUGG
_AXIS = 6_378_245.0  # Krasovsky 1940, as GCJ-02 has it
_ECCENTRICITY2 = 0.00669342162296594323
_BD_WAVE = np.pi * 3000.0 / 180.0
_ROUNDS = 30
_CLOSE_ENOUGH = 1e-11  # degrees: about a micrometre


def great_circle_metres(lat1: Any, lng1: Any, lat2: Any, lng2: Any) -> Floats:
    """Return the distance over a spherical earth (haversine; within 0.5 % of the ellipsoid). NaN gives NaN."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half_lat = np.sin((phi2 - phi1) * 0.5)
    half_lng = np.sin(np.radians(np.subtract(lng2, lng1)) * 0.5)
    chord = half_lat * half_lat + np.cos(phi1) * np.cos(phi2) * (half_lng * half_lng)
    return np.asarray(2.0 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))


def wgs84_to_gcj02(lat: Any, lng: Any) -> Place:
    """Shift points on the mainland; others are returned as they are."""
    lat, lng = _pair(lat, lng)
    north, east = _shift(lat, lng)
    inside = on_mainland(lat, lng)
    return np.where(inside, lat + north, lat), np.where(inside, lng + east, lng)


def gcj02_to_wgs84(lat: Any, lng: Any) -> Place:
    """Undo `wgs84_to_gcj02` to about a micrometre, by iteration.

    Within 700 m of the outline one GCJ-02 point may stand for two places, a shifted and an unshifted one; the mainland one is returned.
    """
    lat, lng = _pair(lat, lng)
    true_lat, true_lng = _invert(_add_shift, lat, lng)
    inside = on_mainland(true_lat, true_lng)
    return np.where(inside, true_lat, lat), np.where(inside, true_lng, lng)


def gcj02_to_bd09(lat: Any, lng: Any) -> Place:
    """Turn GCJ-02 into Baidu's coordinates (Baidu applies this wave everywhere)."""
    lat, lng = _pair(lat, lng)
    radius = np.hypot(lng, lat) + 2e-5 * np.sin(lat * _BD_WAVE)
    angle = np.arctan2(lat, lng) + 3e-6 * np.cos(lng * _BD_WAVE)
    return radius * np.sin(angle) + 0.006, radius * np.cos(angle) + 0.0065


def bd09_to_gcj02(lat: Any, lng: Any) -> Place:
    """Undo `gcj02_to_bd09` to about a micrometre, by iteration."""
    return _invert(gcj02_to_bd09, *_pair(lat, lng))


def wgs84_to_bd09(lat: Any, lng: Any) -> Place:
    """Go from what phones give to what Baidu shows."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lat, lng))


def bd09_to_wgs84(lat: Any, lng: Any) -> Place:
    """Go from what Baidu gives to what we store."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lat, lng))


def on_mainland(lat: Any, lng: Any) -> Bools:
    """Tell which WGS-84 points lie where map services shift coordinates. NaN is outside."""
    lat, lng = _pair(lat, lng)
    zones = _zones()
    inside = np.zeros(lat.shape, dtype=np.bool_)
    near = (lat > 17.0) & (lat < 54.5) & (lng > 73.0) & (lng < 136.0)
    here = lat[near], lng[near]
    inside[near] = _within(zones["mainland"], *here) & ~(
        _within(zones["hong_kong"], *here) | _within(zones["macau"], *here)
    )
    return inside


def _pair(lat: Any, lng: Any) -> Place:
    wide = np.broadcast_arrays(np.asarray(lat, dtype=np.float64), np.asarray(lng, dtype=np.float64))
    return wide[0], wide[1]


def _add_shift(lat: Floats, lng: Floats) -> Place:
    north, east = _shift(lat, lng)
    return lat + north, lng + east


def _shift(lat: Floats, lng: Floats) -> Place:
    """Return the GCJ-02 displacement in degrees north and east of a WGS-84 point, wherever it is."""
    x, y = lng - 105.0, lat - 35.0
    ripple = 20.0 * (np.sin(6.0 * np.pi * x) + np.sin(2.0 * np.pi * x))
    metres_north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    metres_north += (ripple + _waves(y, ((20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0)))) * 2.0 / 3.0
    metres_east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    metres_east += (ripple + _waves(x, ((20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0)))) * 2.0 / 3.0
    phi = np.radians(lat)
    flat = 1.0 - _ECCENTRICITY2 * np.sin(phi) ** 2
    north = np.degrees(metres_north * flat * np.sqrt(flat) / (_AXIS * (1.0 - _ECCENTRICITY2)))
    east = np.degrees(metres_east * np.sqrt(flat) / (_AXIS * np.cos(phi)))
    return north, east


def _waves(along: Floats, parts: tuple[tuple[float, float], ...]) -> Floats:
    total = np.zeros_like(along)
    for height, length in parts:
        total = total + height * np.sin(along * np.pi / length)
    return total


def _invert(forward: Callable[[Floats, Floats], Place], lat: Floats, lng: Floats) -> Place:
    guess_lat, guess_lng = lat, lng
    for _ in range(_ROUNDS):
        seen_lat, seen_lng = forward(guess_lat, guess_lng)
        off_lat, off_lng = lat - seen_lat, lng - seen_lng
        guess_lat, guess_lng = guess_lat + off_lat, guess_lng + off_lng
        if not (np.abs(off_lat) > _CLOSE_ENOUGH).any() and not (np.abs(off_lng) > _CLOSE_ENOUGH).any():
            break
    return guess_lat, guess_lng


@cache
def _zones() -> dict[str, tuple[Floats, Floats]]:
    stored = json.loads(resources.files(__package__).joinpath("mainland.json").read_text("utf-8"))
    scale = {"mainland": 100.0, "hong_kong": 1000.0, "macau": 1000.0}
    rings = {name: np.array(stored[name], dtype=np.float64).reshape(-1, 2) / scale[name] for name in scale}
    return {name: (ring[:, 1], ring[:, 0]) for name, ring in rings.items()}


def _within(ring: tuple[Floats, Floats], lat: Floats, lng: Floats) -> Bools:
    """Count the edges that a ray to the east crosses; an odd number means inside."""
    lat1, lng1 = ring
    lat2, lng2 = np.roll(lat1, -1), np.roll(lng1, -1)
    slope = (lng2 - lng1) / np.where(lat2 == lat1, 1.0, lat2 - lat1)
    points_lat, points_lng = lat[..., None], lng[..., None]
    spans = (lat1 > points_lat) != (lat2 > points_lat)
    east = points_lng < lng1 + (points_lat - lat1) * slope
    return np.asarray((spans & east).sum(axis=-1) % 2 == 1)
