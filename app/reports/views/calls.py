"""Doors to calls."""
