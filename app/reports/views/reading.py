"""Doors for everybody who reads: the register and the published report."""
