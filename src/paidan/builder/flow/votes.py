"""How a sign group decides: whole numbers in, a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from paidan.builder.flow.state import SignMode, Veto, Vote

Verdict = Literal["open", "passed", "rejected"]


def votes_needed(seats: int, percent: int) -> int:
    """Return ceil(seats · percent / 100), computed in whole numbers, and never less than one."""
    return max(1, -(-seats * percent // 100))


def decide(mode: SignMode, votes: Sequence[Vote | None], *, percent: int = 100, veto: Veto = "one") -> Verdict:
    """Return the verdict of a group from the votes of its seats, None for those not cast.

    any: the first vote decides. all and sequence: every seat agrees; one rejection decides, or with `veto` count the
    last vote does. vote: rejected as soon as the needed number of agrees can no longer be reached.
    """
    agrees, rejects = votes.count("agree"), votes.count("reject")
    pending = len(votes) - agrees - rejects
    if mode == "any":
        return "passed" if agrees else "rejected" if rejects else "open"
    if mode == "vote":
        needed = votes_needed(len(votes), percent)
        return "passed" if agrees >= needed else "rejected" if agrees + pending < needed else "open"
    if rejects and (not pending or mode == "sequence" or veto == "one"):
        return "rejected"
    return "open" if pending else "passed"
