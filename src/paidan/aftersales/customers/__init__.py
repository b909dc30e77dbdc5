"""Customers: who is served, whom to call there, where to go, and the regions that rules speak of."""
