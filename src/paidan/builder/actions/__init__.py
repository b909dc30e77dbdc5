"""Actions: what the product can do by itself with a record, registered by type, used by flows and rules alike."""
