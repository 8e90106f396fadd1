"""How long each part of a case is kept, legal holds on it, and its destruction by two people."""
