"""Logins: what somebody types to say who they are, compared without regard to letter case or width."""

from __future__ import annotations

import unicodedata


def login_key(login: str) -> str:
    """Return the form in which logins are compared: ＷＡＮＧ and wang are one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", login).casefold()).strip()
