"""Doors for a report's authors."""
