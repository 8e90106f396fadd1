"""ICAT: an interagency team looks together at one highest-risk domestic-violence case."""

__version__ = "0.1.0"
