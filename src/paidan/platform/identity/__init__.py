"""Identity: people, the team tree, sign-in, sessions and API tokens."""
