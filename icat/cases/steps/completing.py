"""Completing what was submitted: what was empty is filled in, what differs is put beside it, nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from icat import codes
from icat.audit.recording import Work
from icat.cases.models import LATER_COLUMNS, Case, Correction, Part, Person, Referral, ReferralState
from icat.cases.steps.submitting import People
from icat.i18n import Message

REFER_ANEW = Message("The team has finished with this case. If she is in danger again, refer anew.")
_WHO = ("surname", "given_name", "birth_year")  # by these two children are one


@dataclass
class Added:
    """How much came: fields that were empty, people who were not there, fields that differ."""

    filled: int = 0
    people: int = 0
    corrected: int = 0

    def __bool__(self) -> bool:
        return bool(self.filled or self.people or self.corrected)


def complete_people(work: Work, case: Case, referral: Referral, people: People) -> Added:
    """Add what ``referral`` says of the people to what its agency said of them before.

    A child or another person who was named before is the same one.
    """
    known = list(
        work.session.scalars(
            select(Person).where(Person.case_id == case.id, Person.owner_id == referral.owner_id).order_by(Person.id)
        )
    )
    added = Added()
    for part, values in ((Part.SURVIVOR, people.survivor), (Part.PERPETRATOR, people.perpetrator)):
        person = next(one for one in known if one.part is part and one.is_first)
        _complete(work, referral, person, values, added)
    for part, rows in ((Part.CHILD, people.children), (Part.OTHER, people.others)):
        for values in rows:
            if not any(values.values()):
                continue
            same = next((one for one in known if one.part is part and _is_same(one, values)), None)
            if same is not None:
                _complete(work, referral, same, values, added)
                continue
            known.append(
                work.add(Person(team_id=case.team_id, case_id=case.id, owner_id=referral.owner_id, part=part, **values))
            )
            added.people += 1
    return added


def _is_same(one: Person, values: Mapping[str, Any]) -> bool:
    return all(_plain(getattr(one, name)) == _plain(values.get(name)) for name in _WHO)


def _complete(work: Work, referral: Referral, person: Person, values: Mapping[str, Any], added: Added) -> None:
    for name, value in values.items():
        if not value or name == "is_estimated":
            continue
        before = getattr(person, name)
        if not before:
            setattr(person, name, value)
            if name == "birth_year":
                person.is_estimated = bool(values.get("is_estimated"))
            added.filled += 1
        elif _plain(before) != _plain(value) and not _is_said(work, person, name, value):
            field = Person.__sealed__[name].field
            work.add(
                Correction(
                    team_id=person.team_id,
                    case_id=person.case_id,
                    owner_id=person.owner_id,
                    referral_id=referral.id,
                    person_id=person.id,
                    about=name,
                    said_at=work.at,
                    said_by_id=work.actor.member_id,
                    **{LATER_COLUMNS.get(field.compartment, "said"): written(value)},
                )
            )
            added.corrected += 1


def _is_said(work: Work, person: Person, name: str, value: Any) -> bool:
    """Whether the same was put beside it already: a form may come twice."""
    work.session.flush()
    rows = work.session.scalars(select(Correction).where(Correction.person_id == person.id, Correction.about == name))
    return any(_plain(said_in(row)) == _plain(written(value)) for row in rows)


def written(value: Any) -> str:
    """As a correction keeps it: a day as YYYY-MM-DD, codes with commas between."""
    if isinstance(value, date):
        return value.isoformat()
    return ",".join(value) if isinstance(value, list) else str(value)


def said_in(row: Correction) -> str:
    """What a correction says, in whichever compartment it lies."""
    return row.said or row.said_contact or row.said_address


def _plain(value: Any) -> str:
    return " ".join(written(value or "").casefold().split())


def only_new(work: Work, first: Referral, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a fuller form says in its own words, without what stands already in the referral or in what completed it."""
    rows = work.session.scalars(
        select(Referral).where(
            (Referral.id == first.id) | (Referral.completes_id == first.id),
            Referral.state == ReferralState.SUBMITTED,
        )
    ).all()
    blank: Mapping[type, Any] = {list: [], str: ""}
    return {
        name: blank.get(type(value)) if any(_plain(getattr(row, name)) == _plain(value) for row in rows) else value
        for name, value in said.items()
    }


def raise_urgency(case: Case, urgency: str) -> bool:
    """Take over an urgency that is higher than the case's; it is never lowered by a form."""
    order: Sequence[str] = list(codes.code_list("urgency").options)
    if order.index(urgency) >= order.index(case.urgency):
        return False
    case.urgency = urgency
    return True
