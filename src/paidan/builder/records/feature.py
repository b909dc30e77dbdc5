"""The feature of records: one door to everything that users keep."""

from __future__ import annotations

from paidan.builder.records import endpoints
from paidan.builder.records.dependents import RecalculationNeeded, recalculate_more
from paidan.builder.records.formulas import FormulaCheck
from paidan.builder.records.guards import RecordFiles, RecordTopics
from paidan.kernel.feature import Feature

feature = Feature(
    name="records",
    summary="Reading and writing records: rights, validation, formulas, history, search, the same for everyone.",
    router=endpoints.router,
    listens={RecalculationNeeded: recalculate_more},
    contributes=[FormulaCheck(), RecordFiles(), RecordTopics()],
)
