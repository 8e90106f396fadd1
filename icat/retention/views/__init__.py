"""Pages of retention: references, stages and days, and never a word of a case."""
