"""Moves that several commands about inquiries share."""
