"""The feature of transfer: files in, files out."""

from __future__ import annotations

from paidan.builder.transfer import cleaning_up, endpoints, tables
from paidan.builder.transfer.commands import ExportCommands, ImportCommands
from paidan.builder.transfer.exporting import jobs as export_jobs
from paidan.builder.transfer.guards import TransferFiles, TransferTopics
from paidan.builder.transfer.importing import service
from paidan.kernel.feature import Feature
from paidan.kernel.jobs import Job, Schedule

feature = Feature(
    name="transfer",
    summary="Imports of CSV and Excel with preview, dry run and undo; exports of any list.",
    router=endpoints.router,
    contributes=[
        Job(service.RUN_JOB, service.run_import_job),
        Job(service.UNDO_JOB, service.run_undo_job),
        Job(export_jobs.JOB, export_jobs.run_export_job),
        Job(cleaning_up.JOB, cleaning_up.run_clean_up_job),
        Schedule(cleaning_up.JOB, cleaning_up.JOB, "20 3 * * *"),
        TransferFiles(),
        TransferTopics(),
        ImportCommands(),
        ExportCommands(),
    ],
)

TABLES = (tables.batches, tables.problems, tables.undo, tables.exports)
