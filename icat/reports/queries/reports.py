"""Which function answers which question."""

from collections.abc import Callable

from icat.reports.queries import about, seen, taken, waiting
from icat.reports.queries.answer import Report
from icat.reports.queries.asking import Question
from icat.reports.queries.catalogue import ReportCode

ANSWERS: dict[ReportCode, Callable[[Question], Report]] = {
    ReportCode.PERSON_SHARES: about.about_person,
    ReportCode.TOLD: about.told_to_agency,
    ReportCode.WHO_SAW: seen.who_saw,
    ReportCode.UNTASKED: seen.untasked,
    ReportCode.EXPORTS: taken.exports,
    ReportCode.REFUSALS: taken.refusals,
    ReportCode.WITHOUT_CONSENT: about.without_consent,
    ReportCode.EXPIRING: about.expiring,
    ReportCode.UNANSWERED: waiting.unanswered,
}


def answered(question: Question) -> Report:
    """The answer to a question, within the limits of who asks."""
    return ANSWERS[question.code](question)
