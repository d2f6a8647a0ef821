"""The shape of what is typed about organisations and their people. No database, no permissions."""
