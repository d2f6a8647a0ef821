"""Every way to read calls and reports; the doors that check."""
