"""Courses to take away: as pages for a phone without a network, and as a package for other platforms."""
