"""One function a change of who works here."""
