"""Permissions: who may do what, to which rows, and to which fields of them."""
