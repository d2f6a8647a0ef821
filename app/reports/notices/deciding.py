"""Letters about what the moderators decided."""
