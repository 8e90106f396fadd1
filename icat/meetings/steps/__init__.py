"""Moves that several commands of the meeting share."""
