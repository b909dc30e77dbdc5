"""The kernel: words of no business. Settings, clock, ids, errors, database, events, jobs, features, HTTP, languages, logs."""
