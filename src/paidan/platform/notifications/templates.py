"""Templates: what the product has to say, contributed by the features that say it.

A feature contributes a `MessageTemplate` with its shipped words; administrators may put their own in place. A sentence
of the message catalogue can be used as a template of the inbox without further ado, by its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paidan.kernel.i18n import DEFAULT_LANGUAGE, LANGUAGES, Label, load_catalogue
from paidan.kernel.registry import Registry
from paidan.platform.notifications.errors import TemplateUnknown
from paidan.platform.notifications.rendering import Variable, Words, find_unknown

IN_APP = "in_app"
EMAIL = "email"
SMS = "sms"
CHANNELS = (IN_APP, EMAIL, SMS)
OTHER = "other"

Texts = Mapping[str, Mapping[str, Words]]
"""Channel → language → words."""

COMMON_VARIABLES = (
    Variable("recipient", {"zh-CN": "收件人", "en": "recipient"}, {"zh-CN": "张三", "en": "Li Lei"}),
    Variable("link", {"zh-CN": "链接", "en": "link"}, "https://example.com/o/work_order/1024"),
)
"""Every template has these; they are filled where the message is made."""


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """What people switch on and off as one. `channels` are those used for whoever decided nothing, beside the inbox."""

    key: str
    label: Label = field(hash=False)
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """Something the product says. `texts` hold at least the inbox words in every language; other channels without
    words of their own use these. Raises ValueError when built for words that are missing or name unknown variables.
    """

    key: str
    kind: str
    label: Label = field(hash=False)
    texts: Texts = field(hash=False)
    variables: tuple[Variable, ...] = ()

    def __post_init__(self) -> None:
        for channel, words in {IN_APP: {}, **self.texts}.items():
            if set(words) != set(LANGUAGES):
                raise ValueError(f"template {self.key} lacks words of {channel} in a language")
            for one in words.values():
                if unknown := find_unknown(one.subject + one.body, self.all_variables):
                    raise ValueError(f"template {self.key} names unknown variables: {unknown}")

    @property
    def all_variables(self) -> tuple[Variable, ...]:
        """Its own variables and those that every template has."""
        return self.variables + COMMON_VARIABLES

    def words(self, channel: str, language: str) -> Words:
        """Return the shipped words, those of the inbox where the channel has none, Chinese where the language has none."""
        by_language = self.texts.get(channel) or self.texts[IN_APP]
        return by_language.get(language) or by_language[DEFAULT_LANGUAGE]


MESSAGE = MessageTemplate(
    key="message",
    kind=OTHER,
    label={"zh-CN": "自由消息", "en": "Free message"},
    variables=(
        Variable("title", {"zh-CN": "标题", "en": "title"}, {"zh-CN": "设备已恢复", "en": "The machine runs again"}),
        Variable("text", {"zh-CN": "正文", "en": "text"}, {"zh-CN": "请到现场确认。", "en": "Please check on site."}),
    ),
    texts={
        IN_APP: {"zh-CN": Words("{标题}", "{正文}"), "en": Words("{title}", "{text}")},
        EMAIL: {"zh-CN": Words("{标题}", "{正文}\n\n{链接}"), "en": Words("{title}", "{text}\n\n{link}")},
    },
)
"""Words that somebody else rendered already: rules, flows, people writing to each other."""

OTHER_KIND = NotificationKind(OTHER, {"zh-CN": "其他通知", "en": "Other notifications"})


def get_template(registry: Registry, key: str, params: Mapping[str, object] | None = None) -> MessageTemplate:
    """Return the template with a key; a sentence of the catalogue counts as one. Raises TemplateUnknown."""
    found = next((one for one in registry.all(MessageTemplate) if one.key == key), None)
    return found or _from_catalogue(key, tuple(params or ()))


def list_kinds(registry: Registry) -> list[NotificationKind]:
    """Return every kind of notification, in the order of the features."""
    return registry.all(NotificationKind)


def find_kind(registry: Registry, key: str) -> NotificationKind:
    """Return a kind; one that nobody contributed counts as other."""
    return next((one for one in list_kinds(registry) if one.key == key), OTHER_KIND)


def _from_catalogue(key: str, names: tuple[str, ...]) -> MessageTemplate:
    sentence = load_catalogue().get(key)
    if sentence is None:
        raise TemplateUnknown(key=key)
    common = {variable.key for variable in COMMON_VARIABLES}
    variables = tuple(Variable(name, {}) for name in names if name not in common)
    label = dict.fromkeys(LANGUAGES, key)
    texts = {IN_APP: {language: Words(sentence[language], "") for language in LANGUAGES}}
    return _Unchecked(key, OTHER, label, texts, variables)


@dataclass(frozen=True, slots=True)
class _Unchecked(MessageTemplate):
    """A sentence of the catalogue: a value that was not given shows as nothing."""

    def __post_init__(self) -> None:
        return
