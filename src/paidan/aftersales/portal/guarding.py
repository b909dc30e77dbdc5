"""Keeping machines out: challenges with a proof of work, signed form stamps for scripts off, and limits.

The proof: SHA-256 of `challenge:nonce` begins with `DIFFICULTY` zero bits. Each challenge or stamp serves one report.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from paidan.aftersales.portal.errors import ChallengeInvalid, ReportRefused, TooManyReports
from paidan.aftersales.portal.signing import Note, Secret
from paidan.aftersales.portal.tables import codes, hits, used_challenges
from paidan.kernel.database import Tx

DIFFICULTY = 14
"""About 16,000 hashes: a blink on a phone, dear for somebody who sends thousands."""
LASTS = timedelta(hours=1)
FASTEST = timedelta(seconds=3)
"""Nobody fills in the form faster by hand."""
CHALLENGE = "challenge"
STAMP = "stamp"
_KEPT = timedelta(days=1)

Limit = tuple[int, timedelta]
BY_ADDRESS: Limit = (20, timedelta(hours=1))
BY_ADDRESS_WITHOUT_PROOF: Limit = (5, timedelta(hours=1))
BY_PHONE: Limit = (5, timedelta(hours=1))
CODES_BY_ADDRESS: Limit = (10, timedelta(hours=1))
CODES_BY_PHONE: Limit = (1, timedelta(minutes=1))


def is_solved(challenge: str, nonce: str) -> bool:
    """Whether the nonce proves the work."""
    proof = hashlib.sha256(f"{challenge}:{nonce}".encode("utf-8", "replace")).digest()
    return int.from_bytes(proof[:8], "big") >> (64 - DIFFICULTY) == 0


def open_challenge(secret: Secret, tx: Tx, challenge: str, nonce: str) -> Note:
    """Return a challenge of ours that was solved. Raises ChallengeInvalid."""
    note = secret.open(challenge, CHALLENGE, tx.now, lasts=LASTS)
    if note is None or not is_solved(challenge, nonce):
        raise ChallengeInvalid
    return note


def open_stamp(secret: Secret, tx: Tx, stamp: str) -> Note:
    """Return the stamp of a form that a person filled in. Raises ChallengeInvalid, ReportRefused."""
    note = secret.open(stamp, STAMP, tx.now, lasts=LASTS)
    if note is None:
        raise ChallengeInvalid
    if tx.now - note.issued_at < FASTEST:
        raise ReportRefused
    return note


def use_up(tx: Tx, note: Note) -> None:
    """Let a challenge or stamp serve once. Raises ChallengeInvalid the second time."""
    insert = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = insert(used_challenges).values(id=note.id, at=tx.now).on_conflict_do_nothing()
    if not tx.execute(statement):
        raise ChallengeInvalid
    for table, column in ((used_challenges, used_challenges.c.at), (hits, hits.c.at), (codes, codes.c.sent_at)):
        tx.execute(sa.delete(table).where(column < tx.now - _KEPT))


def count_hit(tx: Tx, key: str, limit: Limit) -> None:
    """Count one more under a key. Raises TooManyReports with the seconds to wait."""
    most, span = limit
    recent = sa.select(hits.c.at).where(hits.c.key == key, hits.c.at > tx.now - span).order_by(hits.c.at)
    found = [row[0] for row in tx.all(recent)]
    if len(found) >= most:
        raise TooManyReports(seconds=max(1, round((found[-most] + span - tx.now).total_seconds())))
    tx.insert(hits, {"id": tx.new_id(), "key": key, "at": tx.now})
