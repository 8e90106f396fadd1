"""What can be done about research and meetings: one change each."""
