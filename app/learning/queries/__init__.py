"""Every way to read courses, and what learners did in them."""
