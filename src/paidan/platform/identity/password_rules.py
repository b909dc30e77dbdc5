"""Which passwords are good enough: long ones that are not among the first that an attacker tries.

Length and a list of common passwords rather than required kinds of characters, as NIST SP 800-63B §3.1.1.2 advises.
Pure: no database.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

from paidan.kernel.errors import AppError
from paidan.platform.identity.errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort, PasswordUnfit
from paidan.platform.identity.hashing import LONGEST_PASSWORD

SHORTEST_PASSWORD = 10
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")


def check_password(password: str, *, login: str = "", name: str = "") -> None:
    """Refuse a new password that is too short, too long or too easily guessed. Raises PasswordUnfit."""
    fault = _fault_of(password, login, name)
    if fault is not None:
        raise PasswordUnfit(fields={"password": [fault]})


def _fault_of(password: str, login: str, name: str) -> AppError | None:
    if len(password) < SHORTEST_PASSWORD:
        return PasswordTooShort(shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return PasswordTooLong(longest=LONGEST_PASSWORD)
    plain = unicodedata.normalize("NFKC", password).casefold().strip()
    about_the_person = any(
        len(word) >= 3 and plain.replace(word.casefold(), "").strip("0123456789!@#._-") == "" for word in (login, name)
    )
    if about_the_person or plain in _common() or _is_pattern(plain):
        return PasswordTooCommon()
    return None


def _is_pattern(plain: str) -> bool:
    """Whether it repeats one to four characters or only walks along the alphabet, the digits or the keyboard."""
    repeats = any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, 5))
    return repeats or any(_walks(plain, row) for row in _ROWS)


def _walks(plain: str, row: str) -> bool:
    there_and_on = row * (len(plain) // len(row) + 2)
    return plain in there_and_on or plain[::-1] in there_and_on


@cache
def _common() -> frozenset[str]:
    text = (resources.files("paidan.platform.identity") / "common_passwords.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip())
