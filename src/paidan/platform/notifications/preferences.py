"""Preferences: by which channels beside the inbox a person wants each kind of notification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from paidan.kernel.database import Query, Tx
from paidan.kernel.database.reading import as_tuple
from paidan.kernel.errors import Forbidden
from paidan.kernel.i18n import label_in
from paidan.kernel.registry import Registry
from paidan.platform.notifications.channel import MessageChannel
from paidan.platform.notifications.errors import PreferenceUnknown
from paidan.platform.notifications.tables import notification_preferences
from paidan.platform.notifications.templates import find_kind, list_kinds


def wanted_channels(tx: Tx, person_ids: Sequence[int], kind: str) -> dict[int, list[str]]:
    """Return the channels that each person is told a kind of thing by, beside the inbox."""
    kind = find_kind(tx.registry, kind).key
    table = notification_preferences
    chosen = sa.select(table.c.person_id, table.c.channel, table.c.wanted).where(
        table.c.person_id.in_(person_ids), table.c.kind == kind
    )
    decided = {(person_id, channel): wanted for person_id, channel, wanted in tx.all(chosen)} if person_ids else {}
    default = find_kind(tx.registry, kind).channels
    channels = [channel.name for channel in _channels(tx.registry)]
    return {
        person_id: [name for name in channels if decided.get((person_id, name), name in default)]
        for person_id in person_ids
    }


def set_preferences(tx: Tx, *, changes: Sequence[tuple[str, str, bool]]) -> None:
    """Let the actor decide (kind, channel, wanted). The inbox cannot be switched off. Raises PreferenceUnknown."""
    if tx.actor.kind != "person" or tx.actor.id is None:
        raise Forbidden
    kinds = {kind.key for kind in list_kinds(tx.registry)}
    channels = {channel.name for channel in _channels(tx.registry)}
    for kind, channel, wanted in changes:
        if kind not in kinds or channel not in channels:
            raise PreferenceUnknown(kind=kind, channel=channel)
        where = {"person_id": tx.actor.id, "kind": kind, "channel": channel}
        if not tx.update(notification_preferences, where, {"wanted": wanted}):
            tx.insert(notification_preferences, {**where, "wanted": wanted})


def list_preferences(person_id: int) -> Query[tuple[str, str, bool]]:
    """Kind, channel and decision of everything that a person decided."""
    table = notification_preferences
    columns = (table.c.kind, table.c.channel, table.c.wanted)
    return Query(sa.select(*columns).where(table.c.person_id == person_id), as_tuple)


def describe_preferences(
    registry: Registry, decided: Sequence[tuple[str, str, bool]], language: str
) -> list[dict[str, Any]]:
    """Return each kind with what holds for each channel. JSON-able."""
    by_place: Mapping[tuple[str, str], bool] = {(kind, channel): wanted for kind, channel, wanted in decided}
    names = [channel.name for channel in _channels(registry)]
    return [
        {
            "kind": kind.key,
            "label": label_in(kind.label, language),
            "channels": {name: by_place.get((kind.key, name), name in kind.channels) for name in names},
        }
        for kind in list_kinds(registry)
    ]


def _channels(registry: Registry) -> list[MessageChannel]:
    return registry.all(MessageChannel)  # type: ignore[type-abstract]
