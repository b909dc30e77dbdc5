"""Promises about time: which apply to a work order, how much of each is used, and when the next one falls due.

The core here is pure. Start with `clock` (what a running promise is), then `moving` (what can happen to it), `measuring`
(what can be asked of it) and `ledger` (where every second went). `policies` say what is promised.
"""
