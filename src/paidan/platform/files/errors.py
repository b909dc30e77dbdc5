"""What files refuse, each refusal with its permanent code; the sentences stand in messages.toml."""

from __future__ import annotations

from paidan.kernel.errors import Conflict, Forbidden, Invalid, TooLarge, TooMany


class FileTooLarge(TooLarge):
    """More bytes than the setting max_upload_mb allows. Params: `limit` (text with its unit)."""

    code = "file.too_large"


class FileEmpty(Invalid):
    """A file without a byte."""

    code = "file.empty"


class FileMissing(Invalid):
    """The form holds no file."""

    code = "file.missing"


class FormUnreadable(Invalid):
    """The request is not a well-formed multipart form, or it broke off."""

    code = "file.form_unreadable"


class FileTypeRefused(Invalid):
    """What is inside the file is not of a kind that is taken in. Params: `name`."""

    code = "file.type_refused"


class PictureTooLarge(Invalid):
    """A picture of more pixels than anybody could open. Params: `limit` (million pixels)."""

    code = "file.picture_too_large"


class TooManyTemporary(TooMany):
    """The uploader has too many files that belong to nothing yet. Params: `limit`, `seconds`."""

    code = "file.too_many_temporary"


class FileUnknown(Invalid):
    """A file named in a request does not exist, or somebody else handed it in. Params: `id`."""

    code = "file.unknown"


class FileTaken(Conflict):
    """A file belongs to another record or field already. Params: `name`."""

    code = "file.taken"


class UploadForbidden(Forbidden):
    """Only people, customers and the product itself hand in files."""

    code = "file.upload_forbidden"
