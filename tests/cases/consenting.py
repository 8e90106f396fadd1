"""Consents as tests need them."""

from typing import Any
from uuid import UUID

from icat.audit.recording import change
from icat.cases.commands.consent import record_consent
from icat.cases.models import Case, Share
from icat.cases.queries.covering import Pair
from icat.cases.steps.consenting import Asked
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.db import engine as db
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.members.models import Agency
from tests.make import MadeCase, Person, World


def to(*agency_ids: UUID, category: Category = Category.RISK) -> frozenset[Pair]:
    """That these agencies may receive this."""
    return frozenset(Pair(category, RecipientKind.AGENCY, id) for id in agency_ids)


def agree(who: Person, case: MadeCase, pairs: frozenset[Pair], **more: Any) -> UUID:
    """Let somebody record that she agreed, by phone unless told."""
    db.end()
    asked = Asked(**{"agreed": pairs, "method": "phone", **more})
    found = record_consent(who.actor, case.id, asked=asked)
    db.end()
    return found


def share_on_consent(
    who: Person,
    case: MadeCase,
    agency_id: UUID,
    *,
    basis: str = "UA-CONSENT",
    category: Category = Category.RISK,
    consent_id: UUID | None = None,
) -> Share:
    """Let somebody's agency tell another one something, as she agreed."""
    db.end()
    with change(who.actor) as work:
        made = open_share(
            work,
            work.get(Case, case.id),
            sender=work.get(Agency, who.actor.agency_id),
            to=Recipient(RecipientKind.AGENCY, agency_id),
            lines=[Line(category)],
            ground=Ground(
                basis,
                ConsentState.GIVEN,
                Purpose.RISK_ASSESSMENT,
                Necessity.DECIDE_LEVEL,
                consent_id=consent_id,
            ),
        )
    db.end()
    return made


def seated(world: World) -> list[UUID]:
    """Those who sit at the table in these tests."""
    return [world.police, world.social, world.health, world.ngo]
