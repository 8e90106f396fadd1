"""The demonstration: invented teams, people and cases, made through the same commands that the pages call."""
