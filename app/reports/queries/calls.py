"""Calls: the list, one by its key, and whether a person may answer."""
