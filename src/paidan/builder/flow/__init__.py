"""The flow engine: how work walks through the process that a company drew for itself.

The core is pure: `step.step` takes where an instance stands and one command, and returns rows, events and effects.
It reads no database and no clock, so that every promise about flows can be tested with plain values.
"""
