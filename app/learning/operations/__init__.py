"""Everything that can happen in learning; the only writer."""
