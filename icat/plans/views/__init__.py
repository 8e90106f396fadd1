"""Pages of the two plans."""
