"""The blueprints of the application, one a word of the field."""

from flask import Blueprint

from icat.cases.queries import related
from icat.cases.views import (
    alarms,
    answering,
    assessment,
    bars,
    case,
    caseload,
    comparing,
    consent,
    development,
    instrument,
    judgement,
    level,
    offline,
    order,
    parcel,
    prechecks,
    question,
    quick,
    referral,
    releases,
    result,
    screening,
    sharing,
)
from icat.imports.views import batch
from icat.inquiries.views import inquiry, subject_report
from icat.meetings.documents import outcome
from icat.meetings.views import agenda, consensus, item, meeting, position, presenter, research, statement
from icat.members.views import demo, device, duty, grants, session, settings
from icat.plans.documents import hooks
from icat.plans.queries.recalling import recalled
from icat.plans.views import action, copies, plan, safety
from icat.reports.views import checkpoints, clocks, log, pack, report, work
from icat.retention.views import retention

hooks.outcome = outcome  # the paper of a plan says what the meeting decided
related.hooks.recall = recalled  # the page of a repeat begins with the last plan


def blueprints() -> tuple[Blueprint, ...]:
    """Those of every installation."""
    return (
        session.bp,
        action.bp,
        agenda.bp,
        alarms.bp,
        answering.bp,
        assessment.bp,
        bars.bp,
        batch.bp,
        case.bp,
        caseload.bp,
        checkpoints.bp,
        clocks.bp,
        comparing.bp,
        consensus.bp,
        consent.bp,
        copies.bp,
        development.bp,
        device.bp,
        duty.bp,
        grants.bp,
        inquiry.bp,
        instrument.bp,
        item.bp,
        judgement.bp,
        level.bp,
        log.bp,
        meeting.bp,
        offline.bp,
        order.bp,
        pack.bp,
        parcel.bp,
        plan.bp,
        position.bp,
        prechecks.bp,
        presenter.bp,
        question.bp,
        quick.bp,
        referral.bp,
        releases.bp,
        report.bp,
        research.bp,
        result.bp,
        retention.bp,
        safety.bp,
        screening.bp,
        settings.bp,
        sharing.bp,
        statement.bp,
        subject_report.bp,
        work.bp,
    )


def demo_blueprints() -> tuple[Blueprint, ...]:
    """Those that exist in a demonstration only."""
    return (demo.bp,)
