"""What the portal refuses, each refusal with its permanent code; the sentences stand in messages.toml."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Invalid, NotFound, TooMany


class ChallengeInvalid(Invalid):
    """The challenge is forged, over, used, or not solved. Fetch another."""

    code = "portal.challenge_invalid"


class ReportRefused(Invalid):
    """The report looks like a machine's."""

    code = "portal.report_refused"


class TooManyReports(TooMany):
    """Too many requests from one address or phone. Params: `seconds`."""

    code = "portal.too_many"


class PhoneUnchecked(Invalid):
    """The phone number was not checked by a code."""

    code = "portal.phone_unchecked"


class CodeWrong(Invalid):
    """The code is wrong, over, or was tried too often."""

    code = "portal.code_wrong"


class NoCodeChannel(Conflict):
    """No code can be sent; none is needed."""

    code = "portal.no_code_channel"


class AssetUnknown(NotFound):
    """No asset carries this code."""

    code = "portal.asset_unknown"


class UrgedTooSoon(TooMany):
    """The order was urged a short while ago. Params: `minutes`, `seconds`."""

    code = "portal.urged_too_soon"


class NotNow(Conflict):
    """The order is not at a stage that allows it."""

    code = "portal.not_now"


class RatedAlready(Conflict):
    """The rating was given and changed once."""

    code = "portal.rated_already"


class TextMissing(Invalid):
    """Neither words nor files were given."""

    code = "portal.text_missing"
