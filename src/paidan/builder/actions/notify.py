"""Notify 通知: tell people something about the record, in words made from its fields."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as Setting

from paidan.builder.actions.action_type import ActionContext, ActionSettings, ActionType
from paidan.builder.actions.staff import holders_of, is_active, leader_of_person, members_of, people_in
from paidan.builder.actions.telling import FREE, tell
from paidan.builder.actions.wording import fill_template
from paidan.builder.objects.loading import model_of
from paidan.builder.records.reading import record_values
from paidan.kernel.database import Tx
from paidan.kernel.i18n import Label, load_catalogue


class Recipients(ActionSettings):
    """Whom to tell: people, holders of roles, members of teams, people in fields of the record, and these by relation."""

    people: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    teams: tuple[int | str, ...] = ()
    fields: tuple[str, ...] = ()
    initiator: bool = False
    leader_of_initiator: bool = False


class NotifySettings(ActionSettings):
    """title and text hold {字段} by label or key."""

    to: Recipients
    title: Annotated[str, Setting(max_length=200)] = "{number} {title}"
    text: Annotated[str, Setting(min_length=1, max_length=2000)]


class Notify(ActionType[NotifySettings]):
    """Tells everybody found once; closed accounts are left out."""

    name = "notify"
    label: ClassVar[Label] = {"zh-CN": "通知", "en": "Notify"}
    settings_model = NotifySettings

    def run(self, tx: Tx, context: ActionContext, settings: NotifySettings) -> None:
        """Tell people. Raises RecordNotFound."""
        text = fill_template(tx, context.object_key, context.record_id, settings.text)
        title = fill_template(tx, context.object_key, context.record_id, settings.title)
        found = [person for person in find_recipients(tx, context, settings.to) if is_active(tx, person)]
        words = {"title": title, "text": text}
        tell(tx, found, FREE, words, object_key=context.object_key, record_id=context.record_id)

    def problems(self, tx: Tx, object_key: str, settings: NotifySettings) -> list[Label]:
        """Return what is wrong: fields that are not there, nobody named."""
        fields = model_of(tx).object(object_key).fields
        texts = load_catalogue()
        unknown = [key for key in settings.to.fields if key not in fields]
        found = [
            {one: t.format(key=key) for one, t in texts["action.problem.unknown_field"].items()} for key in unknown
        ]
        return found if any(settings.to.model_dump().values()) else [*found, texts["action.problem.nobody"]]


def find_recipients(tx: Tx, context: ActionContext, to: Recipients) -> list[int]:
    """Return everybody whom the settings name, each once."""
    found = [*to.people]
    for role in to.roles:
        found += holders_of(tx, role)
    for team in to.teams:
        found += members_of(tx, team)
    if to.fields:
        stored = record_values(tx, context.object_key, context.record_id)
        for key in to.fields:
            found += people_in(tx, stored, key)
    if context.initiator is not None:
        leader = leader_of_person(tx, context.initiator) if to.leader_of_initiator else None
        found += [context.initiator] if to.initiator else []
        found += [] if leader is None else [leader]
    return list(dict.fromkeys(found))
