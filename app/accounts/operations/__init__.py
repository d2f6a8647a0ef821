"""Everything that can happen to an account."""
