"""The blueprints of the application, one a word of the field."""

from flask import Blueprint

from icat.members.views import demo, grants, session


def blueprints() -> tuple[Blueprint, ...]:
    """Those of every installation."""
    return (session.bp, grants.bp)


def demo_blueprints() -> tuple[Blueprint, ...]:
    """Those that exist in a demonstration only."""
    return (demo.bp,)
