"""Files of reference data become terms. Knows the files' forms; asks no database."""
