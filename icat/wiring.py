"""The blueprints of the application, one a word of the field."""

from flask import Blueprint

from icat.cases.views import case, caseload, referral
from icat.members.views import demo, grants, session
from icat.reports.views import log, work


def blueprints() -> tuple[Blueprint, ...]:
    """Those of every installation."""
    return (session.bp, case.bp, caseload.bp, grants.bp, log.bp, referral.bp, work.bp)


def demo_blueprints() -> tuple[Blueprint, ...]:
    """Those that exist in a demonstration only."""
    return (demo.bp,)
