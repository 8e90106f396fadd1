"""What is asked on the pages of the two plans."""
