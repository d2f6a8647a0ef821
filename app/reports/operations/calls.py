"""Calls: prepared, announced, cancelled; templates and history loaded from files."""
