"""Shared moves inside a change. Each takes ``work`` first and never commits."""
