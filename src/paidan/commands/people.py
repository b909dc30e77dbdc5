"""`paidan user add`: an account from the command line, such as the first administrator's."""

from __future__ import annotations

import getpass
import secrets
import sys

from paidan.commands.line import Line
from paidan.platform.identity.hashing import hash_password
from paidan.platform.identity.password_rules import check_password
from paidan.platform.identity.people import create_person
from paidan.platform.permissions.queries import ADMINISTRATOR


def add_user(line: Line, login: str, name: str, roles: list[str], *, is_administrator: bool, generate: bool) -> None:
    """Add a person who can sign in. The password is asked for, read from a pipe, or made up and shown once.

    Raises Unavailable, LoginTaken, RoleUnknown, PasswordUnfit.
    """
    password = secrets.token_urlsafe(12) if generate else ask_password(line)
    check_password(password, login=login, name=name)
    chosen = [*roles, ADMINISTRATOR] if is_administrator else roles
    password_hash = hash_password(password)
    with line.open() as product:
        product.database.write_now(
            lambda tx: create_person(
                tx,
                name=name,
                login=login,
                password_hash=password_hash,
                role_keys=chosen,
                must_change_password=generate,
            )
        )
    line.say("cli.user.added", login=login)
    if generate:
        line.say("cli.user.password", password=password)


def ask_password(line: Line) -> str:
    """Return a password: typed twice on a terminal, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    while True:
        first = getpass.getpass(line.text("cli.user.ask"))
        if first == getpass.getpass(line.text("cli.user.ask_again")):
            return first
        line.warn("cli.user.differ")
