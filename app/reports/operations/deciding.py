"""A report on the moderators' side: commented, returned, declined, accepted, published."""
