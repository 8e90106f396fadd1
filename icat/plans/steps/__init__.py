"""Shared moves inside a change to a plan. Each takes ``work`` first and never commits."""
