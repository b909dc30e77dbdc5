"""What any business system needs and no business owns: people, rights, files, calendars, messages, connections."""
