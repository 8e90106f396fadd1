"""The tests; each mirrors the module that it is about."""
