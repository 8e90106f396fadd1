"""Recording a consent, and asking whether one covers what is about to be shared."""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.ledger import canonical
from icat.audit.recording import Work
from icat.cases.models import Case, Consent, ConsentAnswer, ConsentLine, ConsentPaper, Giver, Part, Person
from icat.cases.queries.covering import Pair, covered, not_covered
from icat.cases.scope import bits
from icat.errors import RuleBroken
from icat.files import store
from icat.files.store import Laid
from icat.i18n import Message
from icat.legal import Purpose, RecipientKind
from icat.legal.remedies import in_order
from icat.members.models import Agency, Member
from icat.names import skeleton

USUAL = timedelta(days=365)  # practice: asked again at least once a year
LONGEST = timedelta(days=2 * 365)
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked what, by whom and how, and what the answer was.

    ``agreed`` and ``refused`` are pairs of what and to whom. Nothing said of a moment or a day: now, and one year.
    """

    agreed: frozenset[Pair] = frozenset()
    refused: frozenset[Pair] = frozenset()
    purpose: Purpose = Purpose.RISK_ASSESSMENT
    method: str = UNSTATED
    asked_by_id: UUID | None = None  # none: whoever records it
    asked_at: datetime | None = None
    until_on: date | None = None
    giver: Giver = Giver.SURVIVOR
    giver_name: str = ""
    giver_reason: str = ""
    is_not_him: bool = False  # the representative is not the person who harms her
    language: str = ""
    is_easy_read: bool = False
    witness: str = ""
    outside: str = ""
    papers: tuple[Laid, ...] = field(default=(), repr=False)


def note_consent(work: Work, case: Case, asked: Asked) -> Consent:
    """Record that somebody was asked and what the answer was; the agency of whoever records it owns the record.

    Refuses what says nothing, a person of another agency as the one who asked, a moment to come, a day that has passed
    or lies too far off, a representative who is or may be the perpetrator (law 2229-VIII Art. 9: then the guardianship
    body consents; law 2402-III Art. 10-1), an outside body without a name, and a refusal of what a consent in force
    still says yes to: that consent is withdrawn first, where the page shows what ends.
    """
    _insist_on_terms(work, asked)
    _insist_on_giver(work, case, asked)
    _insist_on_no_contradiction(work, case, asked)
    asked_at = asked.asked_at or work.at
    row = work.add(
        Consent(
            team_id=case.team_id,
            case_id=case.id,
            owner_id=work.actor.agency_id,
            giver=asked.giver,
            answer=ConsentAnswer.GIVEN if asked.agreed else ConsentAnswer.REFUSED,
            purpose=asked.purpose,
            method=asked.method,
            language=asked.language,
            is_easy_read=asked.is_easy_read,
            asked_at=asked_at,
            asked_by_id=asked.asked_by_id or work.actor.member_id,
            recorded_at=work.at,
            recorded_by_id=work.actor.member_id,
            until_on=(asked.until_on or clock.local(asked_at).date() + USUAL) if asked.agreed else None,
            salt=secrets.token_hex(16),
            digest="",
            giver_name=asked.giver_name.strip(),
            giver_reason=asked.giver_reason.strip(),
            witness=asked.witness.strip(),
            outside=asked.outside.strip(),
        )
    )
    work.session.flush()
    lines = [(pair, True) for pair in asked.agreed] + [(pair, False) for pair in asked.refused - asked.agreed]
    rows = [
        work.add(
            ConsentLine(
                team_id=case.team_id,
                case_id=case.id,
                consent_id=row.id,
                category=pair.category,
                recipient_kind=pair.kind,
                recipient_id=pair.id,
                is_agreed=is_agreed,
            )
        )
        for pair, is_agreed in lines
    ]
    row.digest = digest(row, rows)
    work.session.flush()
    work.record(
        Event.CONSENT_RECORDED,
        case=case.id,
        categories=bits({pair.category for pair in asked.agreed or asked.refused}),
        consent_id=row.id,
        answer=row.answer,
        giver=row.giver,
        method=row.method,
        purpose=row.purpose,
        digest=row.digest,
    )
    for laid in asked.papers:
        add_paper(work, row, laid)
    return row


def add_paper(work: Work, consent: Consent, laid: Laid) -> ConsentPaper:
    """Keep a scan with its consent; the leaf holds the salted digest of what is in it."""
    kept = store.keep(work.session, laid, at=work.at, by_id=work.actor.member_id)
    work.session.flush()
    work.record(Event.PAPER_ATTACHED, case=consent.case_id, consent_id=consent.id, digest=laid.digest)
    return work.add(
        ConsentPaper(
            team_id=consent.team_id,
            case_id=consent.case_id,
            consent_id=consent.id,
            file_id=kept.id,
            added_at=work.at,
            added_by_id=work.actor.member_id,
        )
    )


def agreed_in_this_act(
    work: Work, case: Case, pairs: Collection[Pair], *, basis_code: str, purpose: Purpose, outside: str = ""
) -> UUID:
    """The consent that covers what is being done: one on record, or the one that is said in this very act."""
    found = None if outside else covered(work.session, case.id, at=work.at, basis_code=basis_code).by(pairs)
    if found is not None:
        return found
    return note_consent(work, case, Asked(agreed=frozenset(pairs), purpose=purpose, outside=outside)).id


def insist_on_consent(
    work: Work,
    case_id: UUID,
    pairs: Collection[Pair],
    *,
    at: datetime,
    basis_code: str,
    named_id: UUID | None,
) -> UUID:
    """The consent in force on which a share rests: the one that is named, or the newest that covers all of it.

    What goes to a body outside the team needs a consent that is named, because only people know which body it was
    about. Refuses where nothing on record says that she agreed (law 2297-VI Art. 6(5), 11(1)(1)).
    """
    now = covered(work.session, case_id, at=at, basis_code=basis_code)
    if named_id is not None:
        is_covered = all(named_id in now.agreed.get(pair, ()) for pair in pairs)
        found = named_id if is_covered else None
    else:
        is_outside = any(pair.kind is RecipientKind.OUTSIDE for pair in pairs)
        found = None if is_outside else now.by(pairs)
    if found is None:
        raise RuleBroken(not_covered(now.lacking(pairs) or pairs), field="consent")
    return found


def digest(consent: Consent, lines: Iterable[ConsentLine]) -> str:
    """SHA-256 over what was agreed and refused, by whom, to whom, until when, with the row's salt: as for a share."""
    content = {
        "salt": consent.salt,
        "consent": str(consent.id),
        "owner": str(consent.owner_id),
        "who": [consent.giver, str(consent.asked_by_id), consent.method],
        "what": [consent.answer, consent.purpose, str(consent.until_on)],
        "lines": sorted(
            [line.category, line.recipient_kind, str(line.recipient_id), str(line.is_agreed)] for line in lines
        ),
        "at": clock.microseconds(consent.asked_at),
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def _insist_on_terms(work: Work, asked: Asked) -> None:
    codes.require("consent_method", asked.method)
    if asked.language:
        codes.require("language", asked.language)
    pairs = asked.agreed | asked.refused
    if not pairs:
        raise RuleBroken(Message("Say what may be told to whom, or what she said no to."), field="categories")
    for agency_id in {pair.id for pair in pairs if pair.kind is RecipientKind.AGENCY}:
        work.get(Agency, agency_id) if agency_id else None
    if any(pair.kind is RecipientKind.OUTSIDE for pair in pairs) and not asked.outside.strip():
        raise RuleBroken(Message("Write which body outside the team it is."), field="outside")
    if asked.asked_by_id is not None and work.get(Member, asked.asked_by_id).agency_id != work.actor.agency_id:
        raise RuleBroken(Message("Choose somebody of your own agency."), field="asked_by")
    if asked.asked_at is not None and asked.asked_at > work.at:
        raise RuleBroken(Message("She cannot have been asked in the future."), field="asked_at")
    if asked.until_on is not None:
        asked_on = clock.local(asked.asked_at or work.at).date()
        if asked.until_on < clock.today():
            raise RuleBroken(Message("This day has passed already."), field="until_on")
        if asked.until_on > asked_on + LONGEST:
            raise RuleBroken(Message("At most two years: after that she is asked again."), field="until_on")


def _insist_on_giver(work: Work, case: Case, asked: Asked) -> None:
    if asked.giver is Giver.SURVIVOR:
        return
    if not asked.giver_name.strip():
        raise RuleBroken(Message("Write who consents for her."), field="giver_name")
    if not asked.giver_reason.strip():
        raise RuleBroken(Message("Write why she does not consent herself."), field="giver_reason")
    if asked.giver is not Giver.REPRESENTATIVE:
        return
    if not asked.is_not_him or _is_perpetrator(work, case, asked.giver_name):
        raise RuleBroken(
            Message(
                "Where the representative is the person who harms her, or may be, the guardianship body consents. "
                "Never ask him."
            ),
            field="giver",
        )


def _is_perpetrator(work: Work, case: Case, name: str) -> bool:
    """Whether a name could be that of a perpetrator of the case: one holds all words of the other."""
    given = frozenset(skeleton(name).split())
    rows = work.session.scalars(select(Person).where(Person.case_id == case.id, Person.part == Part.PERPETRATOR))
    for person in rows.all():
        fewer, more = sorted((frozenset(skeleton(person.full_name).split()), given), key=len)
        if fewer <= more and len(fewer) > 1:
            return True
    return False


def _insist_on_no_contradiction(work: Work, case: Case, asked: Asked) -> None:
    if not asked.refused:
        return
    now = covered(work.session, case.id, at=work.at, basis_code="")
    if still := [pair for pair in asked.refused - asked.agreed if pair in now.agreed]:
        raise RuleBroken(
            Message(
                "An earlier consent says yes to this: %(categories)s. Withdraw that consent first; its page shows what "
                "ends with it.",
                categories=in_order(pair.category for pair in still),
            ),
            field="refused",
        )
