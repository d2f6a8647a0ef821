"""Lessons that wait on the desk until an editor has held them against the law again."""
