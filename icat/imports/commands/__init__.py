"""What can be done about an import: one change each."""
