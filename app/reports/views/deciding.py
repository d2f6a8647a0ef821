"""Doors for moderators."""
