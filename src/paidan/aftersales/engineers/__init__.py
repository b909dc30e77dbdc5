"""Engineers: who can be sent, what each can do, when each works and when not."""
