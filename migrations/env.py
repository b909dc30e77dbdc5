"""Alembic's way in: the connection comes from the caller, and only the product's own tables are looked at."""

from alembic import context

from paidan.features import FEATURES
from paidan.kernel.database.schema import is_core_object
from paidan.kernel.database.tables import core_tables

assert FEATURES, "importing the features declares their tables"

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=core_tables,
    include_object=is_core_object,
    render_as_batch=False,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
