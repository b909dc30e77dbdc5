"""Putting rights and filters together: one actor looking at the model at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement

from paidan.builder.objects.loading import current_model, model_of
from paidan.builder.objects.model import Model, ObjectType
from paidan.builder.records.formula_sql import compile_filter
from paidan.builder.records.rights import Rights, rights_of
from paidan.kernel.actor import Actor
from paidan.kernel.database import Database, Tx
from paidan.platform.permissions.access import access_of


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a filter may be relative to: the moment, the company's zone, and who asks."""

    now: datetime
    zone: ZoneInfo
    me: int | None = None
    my_teams: tuple[int, ...] = ()
    teammates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """One actor looking at one version of the model at one moment, on one kind of database."""

    actor: Actor
    model: Model
    dialect: str
    around: Surroundings

    def rights(self, object_key: str, action: str = "read") -> Rights:
        """The actor's rights to an object. Raises UnknownObject."""
        return rights_of(self.actor, self.model, object_key, action, self._scope_condition, self.around.now)

    def read_rights(self, object_key: str) -> Rights:
        """The actor's rights to read an object."""
        return self.rights(object_key, "read")

    def filter(self, object_type: ObjectType, table: Any, tree: dict[str, Any]) -> ColumnElement[bool]:
        """Compile the actor's own filter. Raises ExpressionError, FieldUnknown, FieldForbidden."""
        return compile_filter(self, object_type, table, tree)

    def _scope_condition(self, object_type: ObjectType, table: Any, tree: dict[str, Any]) -> ColumnElement[bool]:
        return compile_filter(self, object_type, table, tree, trusted=True)


def viewpoint(actor: Actor, model: Model, dialect: str, now: datetime, zone: ZoneInfo) -> Viewpoint:
    """Build a viewpoint from its parts."""
    teams = tuple(sorted(access_of(actor).team_ids))
    return Viewpoint(
        actor, model, dialect, Surroundings(now, zone, actor.id if actor.kind == "person" else None, teams)
    )


def view_in(tx: Tx, actor: Actor | None = None) -> Viewpoint:
    """The viewpoint of a transaction's actor, or of another."""
    return viewpoint(actor or tx.actor, model_of(tx), tx.dialect, tx.now, zone_of(tx.registry))


async def view_of(database: Database, actor: Actor) -> Viewpoint:
    """An actor's viewpoint on what is committed now."""
    model = await current_model(database)
    dialect = database.statements.dialect.name
    return viewpoint(actor, model, dialect, database.clock.now(), zone_of(database.registry))


def zone_of(registry: Any) -> ZoneInfo:
    """The company's time zone, as the settings say."""
    zone: ZoneInfo = registry.memory.get("company_zone") or ZoneInfo("Asia/Shanghai")
    return zone


def read_rights(tx: Tx, model: Model, object_key: str) -> Rights:
    """The rights of a transaction's actor to read an object."""
    return viewpoint(tx.actor, model, tx.dialect, tx.now, zone_of(tx.registry)).read_rights(object_key)
