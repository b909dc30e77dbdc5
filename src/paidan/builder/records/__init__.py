"""Records: the only door to what users keep.

Every reader and every writer comes through here, so that rights, validation, formulas and events are the same for
screens, the API, imports, rules and flows.
"""

from paidan.builder.records.reading import get_record, list_records, record_values
from paidan.builder.records.writing import create_record, restore_record, trash_record, update_record

__all__ = [
    "create_record",
    "get_record",
    "list_records",
    "record_values",
    "restore_record",
    "trash_record",
    "update_record",
]
