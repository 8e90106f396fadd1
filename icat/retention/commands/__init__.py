"""What may be done about how long cases are kept: one function a change."""
