"""What a referral becomes when it is submitted: a case, its people, and the shares to the team's office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from icat import clock, codes, territory
from icat.audit.recording import Work
from icat.cases.models import Case, Part, Person, Referral, Seat
from icat.cases.queries.consent import consent_of
from icat.cases.queries.covering import Pair
from icat.cases.queries.office import LEAST, WHOLE, lawful_categories
from icat.cases.steps.consenting import Asked, note_consent
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.members.models import Agency, Team

ADDRESS_BASES = ("UA-CONSENT", "UA-REP-CONSENT")
ADDRESS_BASIS = ADDRESS_BASES[0]


@dataclass(frozen=True, slots=True)
class People:
    """Those of whom a referral tells: for each the values of ``Person`` by name."""

    survivor: Mapping[str, Any]
    perpetrator: Mapping[str, Any]
    children: Sequence[Mapping[str, Any]] = ()
    others: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a referral says besides the people: the values of ``Referral`` by name."""

    reason_now: str
    told: str
    agrees: str
    basis_code: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def why_without(self) -> str:
        """Why it goes ahead without her agreement."""
        return str(self.more.get("why_without", ""))


def insist_on_complete(
    people: People, told: Told, *, hromada: str, urgency: str, team: Team, has_paper: bool = False
) -> None:
    """Refuse a referral from which nobody could begin to work, and one that says what cannot be.

    One thing of her, of him or of what happened is enough, or a photo of the official form (practice: at the door
    nothing else may stand between an officer and the alert); the law's basis is asked where the office is told.
    """
    said = (*people.survivor.items(), *people.perpetrator.items())
    if not (has_paper or told.reason_now or any(value for name, value in said if name not in _SAYS_NOT_WHO)):
        raise RuleBroken(
            Message("Say at least one thing: a name, an address, what happened, or a photo of the form."),
            field="reason_now",
        )
    if hromada not in team.hromadas or territory.find(hromada) is None:
        raise RuleBroken(Message("Choose a hromada of this team."), field="hromada")
    _insist_on_code("urgency", urgency, "urgency")
    insist_on_possible(people, told)


_SAYS_NOT_WHO = frozenset({"relationship", "safe_method", "language", "needs", "status", "is_estimated"})


def insist_on_possible(people: People, told: Told) -> None:
    """Refuse what cannot be, a number without whether it is safe to call, and an override without its reason (law
    2297-VI Art. 6, 11)."""
    survivor, perpetrator = people.survivor, people.perpetrator
    if survivor.get("safe_number") and not survivor.get("safe_method"):
        raise RuleBroken(Message("Say whether it is safe to call this number."), field="safe_method")
    for name, code, where in (
        ("contact_method", survivor.get("safe_method"), "safe_method"),
        ("informed_told", told.told, "told"),
        ("informed_agrees", told.agrees, "agrees"),
        ("child_count", told.more.get("child_count"), "child_count"),
    ):
        if code:
            _insist_on_code(name, code, where)
    if (told.agrees == "objects" or told.told == "not_told_other") and not told.why_without:
        raise RuleBroken(Message("Say why the referral goes ahead without her agreement."), field="why_without")
    for who, name in ((survivor, "birth_year"), (perpetrator, "his_birth_year")):
        _insist_on_possible_birth(who, name)
    for child in (*people.children, *people.others):
        _insist_on_possible_birth(child, "birth_year")


def _insist_on_code(name: str, code: str, where: str) -> None:
    if code not in codes.code_list(name).options:
        raise RuleBroken(Message("Choose one of the offered answers."), field=where)


def _insist_on_possible_birth(who: Mapping[str, Any], where: str) -> None:
    born: date | None = who.get("birth_on")
    year = str(who.get("birth_year") or "")
    if born and born > clock.today():
        raise RuleBroken(Message("A date of birth cannot be in the future."), field=where.replace("year", "on"))
    if year and (not year.isdecimal() or int(year) > clock.today().year):
        raise RuleBroken(Message("A year of birth cannot be in the future."), field=where)
    if born and year and int(year) != born.year:
        raise RuleBroken(Message("The year of birth is not the year of the date of birth."), field=where)


def add_people(work: Work, case: Case, owner: Agency, people: People) -> None:
    """The people of the case. A child who suffered or witnessed has a record of its own (law 2229-VIII Art. 1(2))."""
    own = {"team_id": case.team_id, "case_id": case.id, "owner_id": owner.id}
    work.add(Person(**own, part=Part.SURVIVOR, is_first=True, **people.survivor))
    work.add(Person(**own, part=Part.PERPETRATOR, is_first=True, **people.perpetrator))
    for part, rows in ((Part.CHILD, people.children), (Part.OTHER, people.others)):
        for values in rows:
            if any(values.values()):
                work.add(Person(**own, part=part, **values))


def seat(work: Work, case: Case, agency: Agency) -> Seat:
    """Give an agency its place at this case's table."""
    case.access_version += 1
    return work.add(
        Seat(
            team_id=case.team_id,
            case_id=case.id,
            agency_id=agency.id,
            given_at=work.at,
            given_by_id=work.actor.member_id,
        )
    )


def tell_office(work: Work, case: Case, owner: Agency, told: Told, *, with_address: bool) -> None:
    """Open to the coordinator and the chairs what the basis allows. Where she is now goes only when named by itself.

    Refuses a basis on which the office could not even be told who, what and how to reach her.
    """
    consent = consent_of(told.agrees, told.basis_code)
    lines = lawful_categories(owner, told.basis_code, WHOLE)
    if not set(LEAST) <= set(lines):
        lines = list(LEAST)  # the law is asked below, and says what is wrong and what would help
    address = [Category.SAFE_ADDRESS] if with_address else []
    along = address if told.basis_code in ADDRESS_BASES else []
    _note_answer(work, case, told, [*lines, *address])
    ground = _ground(told, told.basis_code, consent)
    open_share(work, case, sender=owner, to=_TO_OFFICE, lines=map(Line, (*lines, *along)), ground=ground)
    if address and not along:
        _open_address(work, case, owner, told)


def has_children(people: People, more: Mapping[str, Any]) -> bool:
    """Whether a referral speaks of children, by name or by number."""
    return any(any(child.values()) for child in people.children) or more.get("child_count") in _SOME_CHILDREN


_SOME_CHILDREN = frozenset({"one", "two", "three", "more", "some"})


def add_to_told(
    work: Work, case: Case, owner: Agency, first: Referral, told: Told, *, is_answer: bool, with_address: bool
) -> None:
    """What a fuller form opens beyond the referral that it completes: on another basis, or where she is now.

    The share that the office has covers what its sender adds in the same categories.
    """
    if told.basis_code and told.basis_code != first.basis_code:
        tell_office(work, case, owner, told, with_address=with_address)
        return
    address = [Category.SAFE_ADDRESS] if with_address else []
    if is_answer:
        lines = lawful_categories(owner, first.basis_code or "", WHOLE)
        _note_answer(work, case, told, [*lines, *address])
    if address:
        _open_address(work, case, owner, told)


def _open_address(work: Work, case: Case, owner: Agency, told: Told) -> None:
    try:
        own = _ground(told, ADDRESS_BASIS, consent_of(told.agrees, ADDRESS_BASIS))
        open_share(work, case, sender=owner, to=_TO_OFFICE, lines=[Line(Category.SAFE_ADDRESS)], ground=own)
    except RuleBroken as refused:
        raise RuleBroken(refused.message, field="with_address") from refused


_TO_OFFICE = Recipient(RecipientKind.OFFICE)


def _note_answer(work: Work, case: Case, told: Told, categories: Sequence[Category]) -> None:
    """What she said of the referral is a consent, or a refusal, on record: the referral asks no more.

    It is about what the team's office is told, and about the agencies of the team learning who is concerned: they are
    asked what they know.
    """
    pairs = frozenset(Pair(category, RecipientKind.OFFICE) for category in categories)
    if told.agrees == "agrees":
        agencies = work.session.scalars(select(Agency.id).where(Agency.team_id == case.team_id))
        others = {id for id in agencies if id != work.actor.agency_id}
        names = frozenset(Pair(Category.IDENTITY, RecipientKind.AGENCY, id) for id in others)
        note_consent(work, case, Asked(agreed=pairs | names))
    elif told.agrees == "objects":
        note_consent(work, case, Asked(refused=pairs))


def _ground(told: Told, basis_code: str, consent: ConsentState) -> Ground:
    return Ground(basis_code, consent, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL, told.why_without)


def new_case(work: Work, referral: Referral, *, hromada: str, urgency: str, has_children: bool) -> Case:
    """The case of a referral; its number and its keys were made with the draft."""
    return work.add(
        Case(
            id=referral.case_id,
            team_id=referral.team_id,
            reference=referral.reference,
            hromada=hromada,
            urgency=urgency,
            has_children=has_children,
            referrer_id=referral.author_id,
            referring_agency_id=referral.owner_id,
            opened_at=work.at,
        )
    )
