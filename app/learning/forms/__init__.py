"""The shape of what learners choose and type."""
