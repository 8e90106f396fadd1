"""Copies of an installation for the day on which the machine is gone: sealed, and useless without the root key."""
