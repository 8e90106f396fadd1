"""What may be done to the two plans: one function a change."""
