"""Opaque tokens: long random texts that are given away once and kept only as a digest.

A token has 128 random bits or more, so a plain SHA-256 is enough; there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

BITS = 256


def new_token(prefix: str = "", bits: int = BITS) -> str:
    """Return a fresh URL-safe token."""
    return prefix + secrets.token_urlsafe(bits // 8)


def digest(token: str) -> str:
    """Return what is stored of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_token_of(session_token: str) -> str:
    """Return the CSRF token bound to a session: whoever holds the session can make it, nobody can go back."""
    return hashlib.sha256(b"csrf\0" + session_token.encode("utf-8", "surrogatepass")).hexdigest()[:43]


def csrf_fits(session_token: str, given: str | None) -> bool:
    """Whether a CSRF token belongs to a session; takes the same time for every wrong one."""
    return hmac.compare_digest(csrf_token_of(session_token).encode(), (given or "").encode("utf-8", "surrogatepass"))
