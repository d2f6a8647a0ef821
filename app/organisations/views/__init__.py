"""Find, ask, do, answer."""
