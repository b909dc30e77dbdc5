"""`paidan migrate`: bring the tables up to date and install what the features ship."""

from __future__ import annotations

from paidan.commands.line import Line
from paidan.commands.opening import open_product


def migrate(line: Line) -> None:
    """Migrate. Raises Unavailable, DatabaseLocked."""
    product = open_product(line.settings)
    try:
        product.migrate()
    finally:
        product.database.close()
    line.say("cli.migrated")
