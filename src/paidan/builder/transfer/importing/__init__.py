"""Importing: from a file that was handed in to records, and back."""
