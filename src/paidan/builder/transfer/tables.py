"""The tables of imports and exports.

Rows of imported files are not kept: every user table has a column `import_batch`, what a changed record held before
stands in `import_undo`, and the file itself lies with the other files.
"""

from __future__ import annotations

import sqlalchemy as sa

from paidan.kernel.database import Id, Json, Moment, core_tables

batches = sa.Table(
    "import_batch",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("file_id", Id, nullable=False),
    sa.Column("file_sha", sa.Text, nullable=False, index=True),
    sa.Column("reading", Json, nullable=False),
    sa.Column("mapping", Json, nullable=False),
    sa.Column("key_field", sa.Text),
    sa.Column("options", Json, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("cursor", Id, nullable=False),
    sa.Column("counts", Json, nullable=False),
    sa.Column("report", Json, nullable=False),
    sa.Column("error_file_id", Id),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("started_by_kind", sa.Text, nullable=False),
    sa.Column("started_by", Id),
    sa.Column("started_by_name", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.Index("ix_import_batch_object", "object", "id"),
)
"""One import. `state`: see `batches.State`. `reading` how the file is read, `mapping` a `Mapping`, `options` the
`ImportOptions`. `cursor`: number of the last row done (while undoing, id of the last record done). `counts` by outcome;
`report` what else is to be told."""

problems = sa.Table(
    "import_problem",
    core_tables,
    sa.Column("batch_id", Id, primary_key=True, autoincrement=False),
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("problems", Json, nullable=False),
)
"""The bad rows of an import, by row number: [{"column", "key", "params"}]."""

undo = sa.Table(
    "import_undo",
    core_tables,
    sa.Column("batch_id", Id, primary_key=True, autoincrement=False),
    sa.Column("record_id", Id, primary_key=True, autoincrement=False),
    sa.Column("rev", sa.Integer, nullable=False),
    sa.Column("before", Json, nullable=False),
)
"""What records held before an import changed them, and their revision after it."""

exports = sa.Table(
    "export_job",
    core_tables,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("question", Json, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("file_id", Id),
    sa.Column("failure", sa.Text),
    sa.Column("asked_by_kind", sa.Text, nullable=False),
    sa.Column("asked_by", Id),
    sa.Column("asked_by_name", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Index("ix_export_job_asked_by", "asked_by", "id"),
)
"""One export too large to be answered at once. `state`: queued, done, failed, expired. `question`: what list."""
