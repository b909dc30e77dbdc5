"""Paidan: after-sales service that a company runs itself."""
