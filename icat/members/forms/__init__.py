"""Forms of signing in."""
