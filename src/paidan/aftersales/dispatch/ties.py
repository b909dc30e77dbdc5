"""Who is first among equals, the same on every machine and in whatever order engineers are listed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from paidan.aftersales.dispatch.problem import EngineerPool
from paidan.aftersales.dispatch.spans import Ints


def in_order(pool: EngineerPool, rows: Ints, cost: Ints, *, seed: int, order_id: int) -> Ints:
    """Return positions in `rows`, cheapest first; ties: longest since the last dispatch, then the drawn number, then id."""
    ids = pool.ids[rows]
    return np.lexsort((ids, drawn(ids, seed, order_id), pool.last_assigned[rows], cost))


def drawn(ids: Ints, seed: int, order_id: int) -> npt.NDArray[np.uint64]:
    """Return a number for each engineer that looks random and depends on nothing but its arguments."""
    salt = np.array([(seed * 0x9E3779B97F4A7C15 + order_id) % 2**64], dtype=np.uint64)
    return _mixed(_mixed(ids.astype(np.uint64)) ^ _mixed(salt))


def _mixed(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread every bit over the whole word: the finaliser of SplitMix64 (Steele, Lea, Flood 2014)."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
