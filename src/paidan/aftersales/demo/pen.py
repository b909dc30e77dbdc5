"""The pen: writes records as somebody and at some moment, through the record store like everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from paidan.builder.records import create_record, update_record
from paidan.builder.records.writing import WriteOptions
from paidan.kernel.actor import SYSTEM, Actor
from paidan.kernel.database import Tx
from paidan.platform.identity.queries import find_person_by_login
from paidan.platform.permissions.access import FieldRight, customer_access
from paidan.platform.permissions.compiling import compile_access_in

_AS_IT_HAPPENED = WriteOptions(system_fields=True)
"""Moments, counts and scores are written by the product's own code, which this stands for."""


class Pen:
    """Writes inside one transaction."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self._actors: dict[str, Actor] = {}

    def at(self, moment: datetime, login: str = "") -> Pen:
        """Write what comes next at a moment, as the person with a login or as the product itself."""
        self._as(moment, self._person(login) if login else SYSTEM)
        return self

    def from_outside(self, moment: datetime, channel: str) -> Pen:
        """Write what comes next as the product does for somebody outside, who came by a channel."""
        self._as(moment, Actor(kind="service", name=channel, source="portal"))
        return self

    def as_customer(self, moment: datetime, name: str, order_id: int, fields: frozenset[str]) -> Pen:
        """Write what comes next as the customer of an order, who may write these fields of it."""
        rights = dict.fromkeys(fields, FieldRight.EDIT)
        access = customer_access(
            "work_order", frozenset({order_id}), actions=frozenset({"read", "update"}), fields=rights
        )
        self._as(moment, Actor(kind="customer", id=order_id, name=name, source="portal", access=access))
        return self

    def create(self, object_key: str, values: Mapping[str, Any]) -> int:
        """Create a record; returns its id."""
        given = {key: value for key, value in values.items() if value is not None}
        return create_record(self.tx, object_key, given, options=_AS_IT_HAPPENED)

    def update(self, object_key: str, record_id: int, **values: Any) -> None:
        """Change fields of a record."""
        update_record(self.tx, object_key, record_id, values, options=_AS_IT_HAPPENED)

    def _as(self, moment: datetime, actor: Actor) -> None:
        self.tx.now, self.tx.actor = moment, actor

    def _person(self, login: str) -> Actor:
        found = self._actors.get(login)
        if found is None:
            person = self.tx.get(find_person_by_login(login))
            access = compile_access_in(self.tx, person.id)
            found = self._actors[login] = Actor("person", person.id, person.name, source="web", access=access)
        return found
