"""What notifications refuse, each refusal with its permanent code; the sentences stand in messages.toml."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Invalid, NotFound


class TemplateUnknown(NotFound):
    """No feature brings a template with this key. Params: `key`."""

    code = "template.unknown"


class TemplateInvalid(Invalid):
    """The words of a template do not fit; `fields` says where and why."""

    code = "template.invalid"


class VariableUnknown(Invalid):
    """A template names a variable that it does not have. Params: `name`, `known` (text)."""

    code = "template.variable_unknown"


class SubjectNotOneLine(Invalid):
    """A subject holds a line break."""

    code = "template.subject_not_one_line"


class TemplateEdited(Conflict):
    """Somebody else changed the words since they were read."""

    code = "template.edited"


class AddressInvalid(Invalid):
    """Not an address that a message can be sent to. Params: `address`."""

    code = "message.address_invalid"


class MessageNotRetriable(Conflict):
    """The message was sent or is on its way."""

    code = "message.not_retriable"


class PreferenceUnknown(Invalid):
    """There is no such kind of notification, or it has no such channel that could be switched. Params: `kind`, `channel`."""

    code = "notification.preference_unknown"
