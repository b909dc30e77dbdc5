"""Finding what values name: people, teams, records and files, inside one transaction and for one actor."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from paidan.builder.objects.loading import model_of
from paidan.builder.records.scoping import read_rights, zone_of
from paidan.kernel.database import Tx
from paidan.platform.files.tables import files
from paidan.platform.identity.tables import people, teams


class TxLookup:
    """Looks values up through a transaction; each name once.

    `current_files` are files that the record holds already: they may stay although the actor did not upload them.
    """

    def __init__(self, tx: Tx, current_files: frozenset[int] = frozenset()) -> None:
        self._tx = tx
        self._files = current_files
        self._known: dict[Any, int | None] = tx.memo.setdefault("lookups", {})

    @property
    def zone(self) -> tzinfo:
        """The company's time zone."""
        return zone_of(self._tx.registry)

    def person(self, name: Any) -> int | None:
        """Find a person by id, login or name; a name that two people share names nobody."""
        table = people
        if _is_id(name):
            return self._one(("person", name), sa.select(table.c.id).where(table.c.id == name))
        text = str(name).strip()
        named = sa.or_(table.c.login_key == text.lower(), table.c.name == text)
        return self._one(("person", text), sa.select(table.c.id).where(named))

    def team(self, name: Any) -> int | None:
        """Find a team by id or name."""
        column = teams.c.id if _is_id(name) else teams.c.name
        wanted = name if _is_id(name) else str(name).strip()
        return self._one(("team", wanted), sa.select(teams.c.id).where(column == wanted, teams.c.deleted_at.is_(None)))

    def record(self, object_key: str, name: Any) -> int | None:
        """Find a record that the actor may see by id, else by number or title."""
        rights = read_rights(self._tx, model_of(self._tx), object_key)
        table = rights.object.table
        if _is_id(name):
            wanted = table.c.id == name
        else:
            text = str(name).strip()
            wanted = sa.or_(table.c.number == text, table.c.title == text)
        statement = sa.select(table.c.id).where(wanted, table.c.deleted_at.is_(None))
        reach = rights.rows(table)
        key = (object_key, name if _is_id(name) else str(name).strip(), self._tx.actor.kind, self._tx.actor.id)
        return self._one(key, statement if reach is None else statement.where(reach))

    def file(self, file_id: Any) -> int | None:
        """Find a file that the record holds already or that the actor uploaded and nothing holds."""
        if not _is_id(file_id):
            return None
        if file_id in self._files:
            return int(file_id)
        own = sa.and_(files.c.uploaded_by_kind == self._tx.actor.kind, files.c.uploaded_by_id == self._tx.actor.id)
        if self._tx.actor.kind == "service":
            own = sa.true()
        statement = sa.select(files.c.id).where(files.c.id == file_id, files.c.attached_record.is_(None), own)
        return self._one(("file", file_id), statement)

    def _one(self, key: Any, statement: sa.Select[Any]) -> int | None:
        found = self._known.get(key)
        if found is None:
            rows = self._tx.all(statement.limit(2))
            found = self._known[key] = rows[0][0] if len(rows) == 1 else None
        return found


def _is_id(name: Any) -> bool:
    return isinstance(name, int) and not isinstance(name, bool)
