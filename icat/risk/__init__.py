"""Arithmetic on published risk instruments: it counts, compares and names what is not known, and decides nothing."""
