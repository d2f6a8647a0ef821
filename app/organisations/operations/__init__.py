"""Everything that can happen to an organisation; the only writer."""
