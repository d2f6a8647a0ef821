"""Operators' commands: what is done on the server, not on a page."""
