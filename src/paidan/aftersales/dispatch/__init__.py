"""Dispatch: who goes to a work order, and why nobody else does.

The core is pure: arrays in, a decision with its reasons out. It reads no database, no clock and no network.
"""
