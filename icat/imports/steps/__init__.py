"""Moves inside the change that brings cases in."""
