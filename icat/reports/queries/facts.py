"""What an entry of the log notes beside who, what and when, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from icat import codes
from icat.cases.models import ConsentAnswer, Ending, Giver, Proposal, Rung, Stage
from icat.i18n import Message, Sayable
from icat.inquiries.terms import inquirers
from icat.legal import ConsentState
from icat.meetings.models import Presence, Revealed
from icat.policy.permissions import Permission
from icat.reports.queries.catalogue import ReportCode
from icat.reports.queries.names import Names
from icat.retention.rules import rules as terms


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that an entry says beside who, what and when."""

    label: Message
    text: Sayable
    is_grave: bool = False  # drawn so that it is not overlooked


def _of(list_name: str) -> Callable[[Any, Names], Sayable]:
    def said(code: Any, _names: Names) -> Sayable:
        known = {option.code: option for option in codes.options(list_name, with_retired=True)}
        return known[code].words if code in known else str(code)

    return said


def _bare(value: Any, _names: Names) -> Sayable:
    return str(value)


def _person(value: Any, names: Names) -> Sayable:
    return names.person(UUID(value))


def _agency(value: Any, names: Names) -> Sayable:
    return names.agency(UUID(value))


# Why somebody is kept from a case, by the code that ``icat.cases.steps.barring`` records.
_BARRED = {
    "named": Message("named in the referral"),
    "same-name": Message("has the name of the person who harms her"),
    "added": Message("added by the office"),
    "linked": Message("a name that was kept is this member"),
}


def _reason(code: Any, names: Names) -> Sayable:
    """Why a referral was not accepted, why a share ended, or why somebody is kept away."""
    if code in _BARRED:
        return _BARRED[code]
    if code in {option.code for option in codes.options("precheck_reason", with_retired=True)}:
        return _of("precheck_reason")(code, names)
    return Ending(code).label if code in set(Ending) else _of("not_accepted_reason")(code, names)


_ANSWERS = {ConsentAnswer.GIVEN: Message("consent given"), ConsentAnswer.REFUSED: Message("consent refused")}


# What is not here (identifiers of things, digests) stands on the entry's own page.
_FACTS: dict[str, tuple[Message, Callable[[Any, Names], Sayable]]] = {
    "permission": (Message("What was refused"), lambda code, _names: Permission(code).label),
    "page": (Message("Page"), _bare),
    "consent": (Message("Consent"), _of("consent_state")),
    "answer": (Message("Answer"), lambda code, _names: _ANSWERS.get(code, str(code))),
    "giver": (Message("Who consents"), lambda code, _names: Giver(code).label),
    "method": (Message("How she was asked, or said it"), _of("consent_method")),
    "shares": (Message("Shares that rested on it"), _bare),
    "purpose": (Message("Purpose"), _of("share_purpose")),
    "mode": (Message("How"), _of("share_mode")),
    "rung": (Message("How"), lambda code, _names: Rung(code).label if code in set(Rung) else str(code)),
    "presence": (Message("Answer"), lambda code, _names: Presence(code).label),
    "urgency": (Message("Urgency"), _of("urgency")),
    "level": (Message("Level"), _of("level")),
    "reveal": (Message("Why then"), lambda code, _names: Revealed(code).label),
    "consensus": (Message("Consensus"), _of("consensus")),
    "proposal": (Message("Proposal"), lambda code, _names: Proposal(code).label),
    "reason": (Message("Reason"), _reason),
    "member": (Message("Member"), _person),
    "agency": (Message("Agency"), _agency),
    "known": (Message("Answer"), _of("known")),
    "status": (Message("Status"), _of("action_status")),
    "domain": (Message("Part of the plan"), _of("action_domain")),
    "edition": (Message("Edition"), _bare),
    "instrument": (Message("Instrument"), _bare),
    "copy": (Message("Copy number"), _bare),
    "format": (Message("Format"), _of("export_format")),
    "holder": (Message("Given to"), _of("plan_holder")),
    "report": (Message("Which report"), lambda code, _names: ReportCode(code).label),
    "use": (Message("What for"), _of("report_use")),
    "rows": (Message("Rows"), _bare),
    "cases": (Message("Cases"), _bare),
    "row": (Message("Row of the file"), _bare),
    "stage": (Message("Stage"), lambda code, _names: Stage(code).label),
    "entries": (Message("Entries"), _bare),
    "number": (Message("Number in the register"), _bare),
    "inquirer": (Message("Who asks"), lambda code, _names: inquirers()[code].words if code in inquirers() else code),
    "shown": (Message("What was shown"), _of("identity_shown")),
    "entry": (Message("Entry"), _bare),
    "ground": (Message("Ground"), _of("hold_reason")),
    "term": (Message("Term"), lambda code, _names: terms().classes[code].label if code in terms().classes else code),
    "counted": (Message("Counted from"), _bare),
    "until": (Message("Kept until"), _bare),
    "erased": (Message("Entries deleted"), _bare),
    "keys": (Message("Keys destroyed"), _bare),
    "size": (Message("Entries held"), _bare),
    "seconds": (Message("Seconds ahead (+) or behind (-)"), lambda n, _names: f"{n:+d}"),
}
_GRAVE = {"consent": (ConsentState.REFUSED_OVERRIDDEN,)}


def said(facts: Iterable[tuple[str, Any]], names: Names) -> list[Detail]:
    """What an entry notes beside itself, in words."""
    given = dict(facts)
    told = [
        Detail(label, say(given[name], names), is_grave=given[name] in _GRAVE.get(name, ()))
        for name, (label, say) in _FACTS.items()
        if name in given
    ]
    if given.get("late"):
        told.append(Detail(Message("Note"), Message("Entered later than it was told"), is_grave=True))
    if given.get("behalf"):
        told.append(Detail(Message("Note"), Message("Entered by the office for the agency that did it")))
    if given.get("again"):
        told.append(Detail(Message("Note"), Message("Destroyed once more, after a backup had brought it back")))
    return told
