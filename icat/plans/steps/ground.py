"""Finding the basis on which a plan, or a part of it, may lawfully go to somebody, and the consent it rests on."""

from collections.abc import Collection
from dataclasses import replace

from icat import clock, legal
from icat.audit.recording import Work
from icat.cases.models import Case
from icat.cases.queries.renewing import TEAM
from icat.cases.steps.consenting import agreed_in_this_act
from icat.cases.steps.sharing import Ground, Recipient, pairs_of
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Category, ConsentNeed, ConsentState, Necessity, Purpose
from icat.members.models import Agency


def lawful_ground(
    work: Work,
    case: Case,
    *,
    sender: Agency | None,
    to: Recipient,
    categories: Collection[Category],
    purpose: Purpose,
    necessity_code: Necessity,
    has_consent: bool,
    reason: str = "",
) -> Ground:
    """The first basis that the law offers and whose papers are in order; ``sender`` none is the team.

    Refuses where there is none, with the reason and what would make it lawful (law 2297-VI Art. 6, 7, 14).
    """
    origin = legal.Sender(sender.sector, sender.is_state) if sender else TEAM
    agency = work.get(Agency, to.id) if to.kind is legal.RecipientKind.AGENCY and to.id else None
    is_state = agency.is_state if agency else False
    whom = legal.Recipient(to.kind, agency.sector if agency else None, is_state, to.parent)
    today = clock.today()
    offered = legal.offers(origin, whom, categories, critical_yes=False, child_concerned=case.has_children, on=today)
    refused: list[legal.Allowed] = []
    for code in [basis.code for basis in offered] or ["UA-CONSENT"]:
        needs_consent = legal.bases()[code].consent is ConsentNeed.REQUIRED
        consent = ConsentState.GIVEN if needs_consent and has_consent else ConsentState.NOT_NEEDED
        answer = legal.check(
            code,
            sender=origin,
            recipient=whom,
            categories=categories,
            consent=consent,
            on=today,
            reason=reason,
            child_concerned=True if case.has_children else None,
        )
        if answer:
            return Ground(code, consent, purpose, necessity_code, reason)
        refused.append(answer)
    why, helps = refused[0].reason, refused[0].remedies[0].message
    raise RuleBroken(Message("%(why)s What would help: %(help)s", why=why, help=helps), field="basis")


def ground_of_plan(work: Work, case: Case, to: Recipient, purpose: Purpose = Purpose.SAFETY_PLANNING) -> Ground:
    """On what the team tells an agency of its plan, so that it can do its part. Refuses as ``lawful_ground`` does."""
    return lawful_ground(
        work,
        case,
        sender=None,
        to=to,
        categories={Category.PLAN},
        purpose=purpose,
        necessity_code=Necessity.CARRY_OUT_ACTION,
        has_consent=False,
    )


def with_her_consent(
    work: Work,
    case: Case,
    ground: Ground,
    *,
    sender: Agency | None,
    to: Recipient,
    categories: Collection[Category],
    outside: str = "",
) -> Ground:
    """The same ground with the consent it rests on: one on record that covers it, or the one she gives in this act.

    ``outside`` is the name of a body or person outside the team, whom her consent names.
    """
    pairs = [pair for category in categories for pair in pairs_of(work, sender, to, category)]
    if ground.consent is not ConsentState.GIVEN or not pairs:
        return ground
    consent_id = agreed_in_this_act(
        work, case, pairs, basis_code=ground.basis_code, purpose=ground.purpose, outside=outside
    )
    return replace(ground, consent_id=consent_id)
