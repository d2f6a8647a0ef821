"""What authors type around their answers; the answers themselves are shaped by the template."""
