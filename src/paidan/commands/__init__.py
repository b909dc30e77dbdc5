"""What the command line does, one module a command; `cli.py` says how it is called and imports these when they are."""
