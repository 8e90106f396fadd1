"""Shared moves inside a disposal. Each takes ``work`` first and never commits."""
