"""Moves that several commands share."""
