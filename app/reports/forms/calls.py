"""What the Secretariat types about a call."""
