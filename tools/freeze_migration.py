"""Write the first migration from the tables that the code declares.

Only before the first release, while `0001` is still the whole schema; afterwards migrations are added, never rewritten.
Usage: python tools/freeze_migration.py
"""

from __future__ import annotations

from pathlib import Path

import pysqlite3
import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy.pool import StaticPool

from paidan.features import FEATURES
from paidan.kernel.database.schema import MIGRATIONS, special_ddl
from paidan.kernel.database.tables import core_tables

HEAD = '''"""The first schema."""

import sqlalchemy as sa
from alembic import op

import paidan.kernel.database.types as types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SPECIAL = {special}


def upgrade() -> None:
    {body}
    dialect = op.get_bind().dialect.name
    for wanted, sql in SPECIAL:
        if wanted == dialect:
            op.get_bind().exec_driver_sql(sql)
'''


def main() -> None:
    """Render `0001_initial.py`."""
    assert FEATURES
    engine = sa.create_engine("sqlite://", module=pysqlite3, poolclass=StaticPool)
    with engine.connect() as connection:
        options = {"target_metadata": core_tables, "user_module_prefix": "types."}
        context = MigrationContext.configure(connection, opts=options)
        operations = produce_migrations(context, core_tables).upgrade_ops
        assert operations is not None
        body = render_python_code(operations, migration_context=context, user_module_prefix="types.").strip()
    special = "[\n" + "".join(f"    ({ddl.dialect!r}, {ddl.sql!r}),\n" for ddl in special_ddl) + "]"
    target = Path(MIGRATIONS) / "versions" / "0001_initial.py"
    target.write_text(HEAD.format(special=special, body=body), "utf-8")


if __name__ == "__main__":
    main()
