"""A report on its authors' side: started, written, submitted, withdrawn."""
