"""The settings that nodes share: who gets the work, what the form shows, when to remind."""
