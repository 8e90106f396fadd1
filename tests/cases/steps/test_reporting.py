"""Telling at once: whom it may go to, and that the law is asked."""

import pytest
from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Share
from icat.cases.steps.reporting import tell_at_once
from icat.cases.steps.sharing import Line, held
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.legal import Category, RecipientKind
from icat.members.models import Agency
from tests.make import World, make_case


def test_it_goes_to_the_office_and_to_those_with_a_seat_and_to_nobody_else(world: World) -> None:
    case = make_case(world, seats=[world.police, world.ngo])
    line = Line(Category.ORDERS, case.id)

    def tell(*agency_ids: object, basis: str = "UA-POWER") -> None:
        with change(world.policewoman.actor) as work:
            tell_at_once(
                work,
                held(work, case.id),
                sender=work.get(Agency, world.police),
                lines=[line],
                basis_code=basis,
                with_office=True,
                agency_ids=agency_ids,  # type: ignore[arg-type]
            )
            work.record(Event.TEAM_CREATED)

    for wrong in ([world.health], [world.police]):
        with pytest.raises(RuleBroken) as refused:
            tell(*wrong)
        assert refused.value.field == "agencies"
    for basis in ("", "UA-CONSENT", "UA-MED-INJURY"):  # none, no consent on record, none of the police
        with pytest.raises(RuleBroken) as refused:
            tell(basis=basis)
        assert refused.value.field == "basis_code"
    tell(world.ngo)

    db.end()
    told = db.session().execute(
        select(Share.recipient_kind, Share.recipient_id).where(
            Share.basis_code == "UA-POWER", Share.sender_id == world.police
        )
    )
    assert {tuple(row) for row in told} >= {(RecipientKind.OFFICE, None), (RecipientKind.AGENCY, world.ngo)}
