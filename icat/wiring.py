"""The blueprints of the application, one a word of the field."""

from flask import Blueprint

from icat.cases.views import case, referral
from icat.members.views import demo, grants, session


def blueprints() -> tuple[Blueprint, ...]:
    """Those of every installation."""
    return (session.bp, case.bp, grants.bp, referral.bp)


def demo_blueprints() -> tuple[Blueprint, ...]:
    """Those that exist in a demonstration only."""
    return (demo.bp,)
