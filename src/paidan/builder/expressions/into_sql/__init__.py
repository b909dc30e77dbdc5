"""The SQL back end: typed trees become SQLAlchemy column elements, with the tools of `sql/`."""
