"""What can be done about an inquiry: one change each."""
