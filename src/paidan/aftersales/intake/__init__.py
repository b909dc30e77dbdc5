"""Intake: a report becomes an order and starts on its way. Ships the two flows that a company begins with."""
