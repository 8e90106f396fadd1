"""Whole stories through a real server and a real browser, in the users' words."""
