"""The questions that an auditor or an officer of data protection is asked, and what each needs to be told."""

from enum import StrEnum

from icat.i18n import Message


class ReportCode(StrEnum):
    """One question. The value stands in addresses and in the log, and keeps its meaning for ever."""

    PERSON_SHARES = "shares-about-person"
    TOLD = "told-to-agency"
    WHO_SAW = "who-saw"
    UNTASKED = "opened-without-task"
    EXPORTS = "exports"
    REFUSALS = "refusals"
    WITHOUT_CONSENT = "without-consent"
    EXPIRING = "expiring-shares"
    UNANSWERED = "unanswered-inquiries"

    @property
    def label(self) -> Message:
        """What the report is called."""
        return _LABELS[self]

    @property
    def about(self) -> Message:
        """What it answers, in one sentence."""
        return _ABOUT[self]

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields of its form, in order."""
        return _ASKS[self]

    @property
    def needs(self) -> frozenset[str]:
        """The fields without which it cannot be answered."""
        return frozenset(_ASKS[self]) & _ALWAYS


_LABELS = {
    ReportCode.PERSON_SHARES: Message("All shares about one person"),
    ReportCode.TOLD: Message("What an agency was told about a person"),
    ReportCode.WHO_SAW: Message("Who saw a case"),
    ReportCode.UNTASKED: Message("Opened without a task"),
    ReportCode.EXPORTS: Message("Everything that was exported"),
    ReportCode.REFUSALS: Message("Who was refused"),
    ReportCode.WITHOUT_CONSENT: Message("Shared without her consent"),
    ReportCode.EXPIRING: Message("Shares that will soon expire"),
    ReportCode.UNANSWERED: Message("Inquiries that wait for an answer"),
}

_ABOUT = {
    ReportCode.PERSON_SHARES: Message(
        "Who told what to whom about somebody of a case, when and on which basis. Answers a request of the person."
    ),
    ReportCode.TOLD: Message(
        "What one agency was told about, for example, a child, by whom and on which basis, also at the table."
    ),
    ReportCode.WHO_SAW: Message(
        "Everybody to whom the case was shown: when, which categories, as one's own or under which share."
    ),
    ReportCode.UNTASKED: Message("Cases that somebody opened while nothing in the work gave them a reason to."),
    ReportCode.EXPORTS: Message(
        "Plans, safety plans, files of the log: copy, who holds it, what for, on which basis. For the monthly review."
    ),
    ReportCode.REFUSALS: Message("What was refused to whom, sign-ins too, and who was refused again and again."),
    ReportCode.WITHOUT_CONSENT: Message("Every share without consent, by legal basis."),
    ReportCode.EXPIRING: Message(
        "What agencies will stop seeing in the coming days, so that somebody decides in time whether it goes on."
    ),
    ReportCode.UNANSWERED: Message("Who asked the team about somebody and has no answer yet, and whose term is over."),
}

_PERIOD = ("from_on", "to_on")
_ASKS = {
    ReportCode.PERSON_SHARES: ("case", "part", "number", *_PERIOD),
    ReportCode.TOLD: ("case", "part", "number", "agency"),
    ReportCode.WHO_SAW: ("case", *_PERIOD),
    ReportCode.UNTASKED: ("person", *_PERIOD),
    ReportCode.EXPORTS: _PERIOD,
    ReportCode.REFUSALS: _PERIOD,
    ReportCode.WITHOUT_CONSENT: _PERIOD,
    ReportCode.EXPIRING: ("days",),
    ReportCode.UNANSWERED: (),
}
_ALWAYS = frozenset({"case", "part", "agency", "days"})  # a period may stay open, and a first person is meant
