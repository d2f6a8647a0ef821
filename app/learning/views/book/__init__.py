"""A course as a book on paper: its pages read, its questions drawn, its words, and the making of it."""
