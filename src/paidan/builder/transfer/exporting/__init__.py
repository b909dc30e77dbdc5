"""Exporting: a list, as somebody may see it, leaves as CSV or Excel."""
