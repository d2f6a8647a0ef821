"""What waits for the moderators, and what they said."""
