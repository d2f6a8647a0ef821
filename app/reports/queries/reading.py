"""The public register: filters, pages, figures and formats of published reports."""
