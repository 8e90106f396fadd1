"""What becomes of letters and errands."""
