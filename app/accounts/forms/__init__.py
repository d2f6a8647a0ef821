"""The shape of what is typed about accounts. No database, no permissions."""
