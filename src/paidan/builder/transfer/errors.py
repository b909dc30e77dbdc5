"""What can be refused when files are read, imported and exported."""

from __future__ import annotations

from typing import Any

from paidan.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge


class FileTooLarge(TooLarge):
    """The file is larger than the installation accepts."""

    code = "transfer.file_too_large"


class TooManyRows(TooLarge):
    """The sheet has more rows than a spreadsheet holds."""

    code = "transfer.too_many_rows"


class TooManyColumns(TooLarge):
    """The sheet has more columns than an object could have fields."""

    code = "transfer.too_many_columns"


class SheetTooWide(TooLarge):
    """The used area of the sheet is so large that it would not fit into memory."""

    code = "transfer.sheet_too_large"


class UnpacksTooLarge(TooLarge):
    """The packed file says, or turns out, to be too large when unpacked."""

    code = "transfer.unpacks_too_large"


class UnknownFormat(Invalid):
    """The file is neither CSV nor an Excel workbook."""

    code = "transfer.unknown_format"


class FileDamaged(Invalid):
    """The workbook cannot be opened."""

    code = "transfer.file_damaged"


class FileLocked(Invalid):
    """The workbook is protected by a password."""

    code = "transfer.file_locked"


class FileEmpty(Invalid):
    """There is no row of data in the file."""

    code = "transfer.file_empty"


class NoSuchSheet(Invalid):
    """The workbook has no sheet of that name."""

    code = "transfer.no_such_sheet"


class UnknownEncoding(Invalid):
    """The encoding named is not one that is read here."""

    code = "transfer.unknown_encoding"


class CellTooLong(Invalid):
    """A cell is so long that a quotation mark must be missing."""

    code = "transfer.cell_too_long"


class ColumnUnknown(Invalid):
    """The mapping names a column that the file does not have."""

    code = "transfer.column_unknown"


class FieldNotImportable(Invalid):
    """The mapping names a field that is not there or that nobody types."""

    code = "transfer.field_not_importable"


class FieldMappedTwice(Invalid):
    """Two columns are mapped to one field."""

    code = "transfer.field_mapped_twice"


class NothingMapped(Invalid):
    """No column is mapped to a field."""

    code = "transfer.nothing_mapped"


class KeyNotMapped(Invalid):
    """The key by which rows find their records has no column."""

    code = "transfer.key_not_mapped"


class KeyNotUsable(Invalid):
    """Records cannot be found by a field of this type."""

    code = "transfer.key_not_usable"


class BatchNotFound(NotFound):
    """There is no such import, or it is not yours to see."""

    code = "transfer.batch_not_found"


class WrongState(Conflict):
    """The import is not in a state in which this can be done."""

    code = "transfer.wrong_state"

    def data(self) -> dict[str, Any]:
        """Give the state that it is in."""
        return {"state": self.params.get("state")}


class ExportTooLarge(TooLarge):
    """The list has more rows than one export may hold."""

    code = "transfer.export_too_large"


class ImportForbidden(Forbidden):
    """The actor may not import records."""

    code = "transfer.import_forbidden"


class ExportForbidden(Forbidden):
    """The actor may not export records."""

    code = "transfer.export_forbidden"


class KeyAmbiguous(Conflict):
    """Several records hold the key of one row."""

    code = "transfer.key_ambiguous"


class TooManyOptions(Invalid):
    """A column brings more options than a choice field should have."""

    code = "transfer.too_many_options"


class AddingForbidden(Forbidden):
    """Options are added to this field only by those who shape objects."""

    code = "transfer.adding_forbidden"


class SameFileImported(Conflict):
    """The very same file was imported before, and without a key every row would be there twice."""

    code = "transfer.same_file_imported"

    def data(self) -> dict[str, Any]:
        """Give the id of the earlier import."""
        return {"batch": self.params.get("batch")}


class ExportNotFound(NotFound):
    """There is no such export, or it is not yours."""

    code = "transfer.export_not_found"
