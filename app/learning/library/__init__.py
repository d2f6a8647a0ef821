"""Courses as files: read, checked, made into pages; questions judged. Knows no web and no database."""
