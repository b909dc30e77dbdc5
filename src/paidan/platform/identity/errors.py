"""What identity refuses, each refusal with its permanent code; the sentences stand in messages.toml."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Forbidden, Invalid, TooMany, Unauthenticated


class WrongCredentials(Unauthenticated):
    """Login or password is wrong; never says which."""

    code = "session.wrong_credentials"


class AccountDisabled(Unauthenticated):
    """The person's account is disabled: sessions and tokens are refused."""

    code = "account.disabled"


class SignInLocked(TooMany):
    """Too many failed attempts for this account or from this address. Params: `seconds` to wait."""

    code = "session.locked"


class CsrfMismatch(Forbidden):
    """A changing request came with a session cookie but without the token that belongs to it."""

    code = "session.csrf"


class SessionNeeded(Forbidden):
    """Only a person who signed in may do this, not an API token."""

    code = "session.needed"


class TokenInvalid(Unauthenticated):
    """The API token is unknown, expired or revoked."""

    code = "token.invalid"


class TokenExpiryPast(Invalid):
    """An API token would have ended before it began."""

    code = "token.expiry_past"


class PasswordUnfit(Invalid):
    """The new password does not follow the rules; `fields` says why."""

    code = "password.unfit"


class PasswordTooShort(Invalid):
    """Params: `shortest`."""

    code = "password.too_short"


class PasswordTooLong(Invalid):
    """Params: `longest`."""

    code = "password.too_long"


class PasswordTooCommon(Invalid):
    """The password is among those that attackers try first."""

    code = "password.too_common"


class PasswordWrong(Invalid):
    """The current password given with a change is not right."""

    code = "password.wrong"


class LoginTaken(Conflict):
    """Somebody has this login already, perhaps in other letter case. Params: `login`."""

    code = "person.login_taken"


class PersonChanged(Conflict):
    """Somebody else changed the person since it was read."""

    code = "person.changed"


class PersonUnknown(Invalid):
    """A person named in a request does not exist or is disabled. Params: `id`."""

    code = "person.unknown"


class TimeZoneUnknown(Invalid):
    """Not an IANA time zone. Params: `zone`."""

    code = "person.time_zone_unknown"


class LanguageUnknown(Invalid):
    """The product does not speak this language. Params: `language`."""

    code = "person.language_unknown"


class TeamUnknown(Invalid):
    """A team named in a request does not exist. Params: `id`."""

    code = "team.unknown"


class TeamChanged(Conflict):
    """Somebody else changed the team since it was read."""

    code = "team.changed"


class TeamInCircle(Conflict):
    """A team would stand below itself. Params: `name`."""

    code = "team.circle"


class TeamNotEmpty(Conflict):
    """A team with members or teams below it cannot be deleted. Params: `name`."""

    code = "team.not_empty"


class MainTeamForeign(Invalid):
    """The main team is not among the person's teams."""

    code = "team.main_foreign"
