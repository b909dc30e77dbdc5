"""Notifications: the inbox of people, the words of messages, and the ways in which they leave the house."""
