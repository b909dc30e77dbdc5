"""Serial numbers: `WO-{yyyyMMdd}-{0000}` counts within the company's local day, without gaps among kept records."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from paidan.builder.objects.model import Field
from paidan.kernel.database import Tx

_DATE_PARTS = {
    "yyyy": "%Y",
    "yy": "%y",
    "MM": "%m",
    "dd": "%d",
    "yyyyMM": "%Y%m",
    "yyyyMMdd": "%Y%m%d",
    "yyMMdd": "%y%m%d",
    "yyMM": "%y%m",
}
_PART = re.compile(r"\{([a-zA-Z]+|0+)\}")


def next_serial(tx: Tx, field: Field, at: datetime, zone: ZoneInfo) -> str:
    """Take the next number of a serial field at a moment.

    The counter starts again with each new value of the date parts. Two writers wait for each other here, which is what
    keeps the numbers without gaps.
    """
    template = str(field.settings.get("template") or "{yyyy}-{000000}")
    local = at.astimezone(zone)
    period = _fill(template, local, None)
    mark = "?" if tx.dialect == "sqlite" else "%s"
    rows = tx.run_text(
        f"INSERT INTO meta_serial (field_id, period, last) VALUES ({mark}, {mark}, 1)"  # noqa: S608 - marks only
        " ON CONFLICT (field_id, period) DO UPDATE SET last = meta_serial.last + 1 RETURNING last",
        (field.id, period),
    )
    return _fill(template, local, rows[0][0])


def _fill(template: str, local: datetime, count: int | None) -> str:
    def part(found: re.Match[str]) -> str:
        name = found.group(1)
        if name.startswith("0"):
            return found.group(0) if count is None else str(count).zfill(len(name))
        pattern = _DATE_PARTS.get(name)
        return local.strftime(pattern) if pattern else found.group(0)

    return _PART.sub(part, template)
