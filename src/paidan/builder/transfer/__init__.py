"""Transfer: records come in from spreadsheets and go out to them.

A file is read as rows, its columns are mapped to fields, each row is checked whole before anything of it is written;
good rows go in, bad ones into a file that says why, and a whole batch can be taken back. All reading and writing of
records goes through the record store, so rights and validation are those of every screen.
"""
