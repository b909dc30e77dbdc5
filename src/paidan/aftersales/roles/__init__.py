"""Roles: who works in a service company, and what each of them may do from the first day.

A room that brings an object or a permission names it here for the roles that need it; existing installations are
offered it once.
"""
