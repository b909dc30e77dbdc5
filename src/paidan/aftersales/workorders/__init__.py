"""Work orders: one request for service until its closure, with its visits and messages."""
