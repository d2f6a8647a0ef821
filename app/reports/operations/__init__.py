"""Everything that can happen to a call or a report; the only writer."""
