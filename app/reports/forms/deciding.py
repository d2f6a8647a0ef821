"""What moderators type when they decide."""
