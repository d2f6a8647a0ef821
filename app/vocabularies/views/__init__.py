"""The doors of the vocabularies."""
