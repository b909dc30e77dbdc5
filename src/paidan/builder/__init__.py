"""The builder: what an administrator shapes without code."""
