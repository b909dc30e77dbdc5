"""Objects: what kinds of records a company keeps, and the commands that shape them.

Work orders, customers and parts are objects that we ship; a company extends them and makes its own with the same
commands. Every change of shape stores how to undo it.
"""
