"""The product's own tables, declared by the rooms that own them into one metadata.

Tables that users shape do not stand here: their names start with `u_` and the record engine alone knows them.
"""

from __future__ import annotations

import sqlalchemy as sa

core_tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
