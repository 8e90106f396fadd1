"""A case out of a row: the file, its people, what was written, and the share to the team's office."""

from datetime import date, datetime, time
from uuid import uuid4

from sqlalchemy import exists, select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Imported, Part, Person, Referral, ReferralState, Stage
from icat.cases.queries.office import LEAST, WHOLE, lawful_categories
from icat.cases.steps.barring import bar_named
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.imports.models import Import
from icat.imports.rows import Made
from icat.legal import RecipientKind
from icat.members.models import Agency
from icat.names import full_name
from icat.references import new_reference

_NOON = time(12)
_URGENCY = {True: "routine", False: "before_next_meeting"}


def open_imported(work: Work, batch: Import, agency: Agency, made: Made, *, ground: Ground) -> Case:
    """The case of one row, opened on the day that the row names. What is in it belongs to the coordinator's agency,
    from whose table it came, and is told to the team's office on ``ground``; no other agency is told anything.

    No agency has a seat and no level is set: the first is the coordinator's act for each case, the second a meeting's.
    A member of the perpetrator's name is kept away. Refuses what the law does not allow, and a case that nobody in the
    office could open.
    """
    reference, case_id = _fresh_reference(work), uuid4()
    opened_at = _at_noon(made.opened_on or clock.today())
    case = work.add(
        Case(
            id=case_id,
            team_id=batch.team_id,
            reference=reference,
            hromada=made.hromada,
            stage=made.stage,
            urgency=_URGENCY[made.stage is Stage.CLOSED],
            has_children=made.has_children,
            referrer_id=work.actor.member_id,
            referring_agency_id=made.agency_id or agency.id,
            opened_at=opened_at,
            screened_at=work.at,
            screened_by_id=work.actor.member_id,
            next_review_on=made.review_on,
        )
    )
    own = {"team_id": batch.team_id, "case_id": case_id, "owner_id": agency.id}
    work.session.flush()
    work.add(Person(**own, part=Part.SURVIVOR, is_first=True, **made.survivor))
    work.add(Person(**own, part=Part.PERPETRATOR, is_first=True, **made.perpetrator))
    work.add(
        Referral(
            **own,
            author_id=work.actor.member_id,
            reference=reference,
            state=ReferralState.SUBMITTED,
            started_at=work.at,
            saved_at=work.at,
            submitted_at=opened_at,
            basis_code=ground.basis_code,
            reason_now=made.happened,
            tried_so_far=made.tried,
            agrees="not_asked",
        )
    )
    work.add(
        Imported(
            team_id=batch.team_id,
            case_id=case_id,
            import_id=batch.id,
            row=made.number,
            digest=batch.digest,
            closed_on=made.closed_on,
            imported_at=work.at,
            imported_by_id=work.actor.member_id,
            own_number=made.own_number,
        )
    )
    work.record(
        Event.CASE_IMPORTED,
        case=case_id,
        basis=ground.basis_code,
        import_id=batch.id,
        row=made.number,
        stage=made.stage,
    )
    lines = lawful_categories(agency, ground.basis_code, WHOLE)
    if not set(LEAST) <= set(lines):
        lines = list(LEAST)  # the law is asked below, and says what is wrong
    open_share(work, case, sender=agency, to=Recipient(RecipientKind.OFFICE), lines=map(Line, lines), ground=ground)
    his = made.perpetrator
    bar_named(
        work, case, (), full_name(*(str(his.get(part) or "") for part in ("surname", "given_name", "patronymic")))
    )
    return case


def _at_noon(day: date) -> datetime:
    """Noon of that day here: no change of the clocks moves it into another one. Never later than now."""
    return min(datetime.combine(day, _NOON, clock.KYIV), clock.now())


def _fresh_reference(work: Work) -> str:
    """A reference that nothing has yet. The year in it is this one: it says when a number was given."""
    while True:
        found = new_reference(work.actor.team_code, clock.today().year)
        taken = select(exists().where(Referral.reference == found)), select(exists().where(Case.reference == found))
        if not any(work.session.scalar(one) for one in taken):
            return found
