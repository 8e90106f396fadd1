"""Sharing to protect a life leaves something to do: her consent is asked for, and her answer closes it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from icat import clock
from icat.audit.recording import change
from icat.cases.commands.consent import withdraw_consent
from icat.cases.models import Case
from icat.cases.queries.caseload import visible
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.db import engine as db
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.members.models import Agency, Member
from icat.reports.queries.seeking import consents_to_ask, consents_to_renew
from icat.reports.queries.work import sections
from tests.cases.consenting import agree, seated, to
from tests.make import MadeCase, Person, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case in which the NGO told the hospital something while she could not be asked."""
    made = make_case(world, seats=seated(world))
    with change(world.advocate.actor) as work:
        open_share(
            work,
            work.get(Case, made.id),
            sender=work.get(Agency, world.ngo),
            to=Recipient(RecipientKind.AGENCY, world.health),
            lines=[Line(Category.RISK)],
            ground=Ground(
                "UA-VITAL", ConsentState.SEEK_LATER, Purpose.RISK_ASSESSMENT, Necessity.PROTECT_NOW, "Непритомна"
            ),
        )
    return made


def waiting(who: Person) -> Sequence[object]:
    db.end()
    return list(consents_to_ask(who.actor, visible(who.actor).with_only_columns(Case.id)))


def test_the_sender_has_it_on_the_list_with_a_day_and_nobody_else(world, case):
    ((case_id, what, by, page),) = waiting(world.advocate)

    assert (case_id, page) == (case.id, "/consents/new")
    assert "Ask her" in str(what)
    assert by.weekday() < 5
    assert waiting(world.doctor) == []
    assert waiting(world.chair) == []


@pytest.mark.parametrize("answer", ["agreed", "refused"])
def test_her_answer_closes_it_be_it_yes_or_no(world, case, answer):
    agree(world.advocate, case, frozenset(), **{answer: to(world.health)})

    assert waiting(world.advocate) == []


def test_what_another_agency_asked_does_not_close_it(world, case):
    agree(world.doctor, case, to(world.police))

    assert len(waiting(world.advocate)) == 1


def test_it_stands_among_the_work_of_the_sender(world, case):
    db.end()
    titles = [str(section.title) for section in sections(world.advocate.actor)]

    assert "Ask for her consent" in titles


def ending(who: Person) -> Sequence[object]:
    db.end()
    return list(consents_to_renew(who.actor, visible(who.actor).with_only_columns(Case.id)))


def test_whoever_asked_is_reminded_before_a_consent_ends(world, case):
    last = clock.today() + timedelta(days=10)
    agree(world.policewoman, case, to(world.health), until_on=clock.today() + timedelta(days=15))
    consent_id = agree(world.advocate, case, to(world.police), until_on=last)

    ((case_id, what, by, page),) = ending(world.advocate)
    assert (case_id, by, page) == (case.id, last, "/consents/new")
    assert "ask her again" in str(what)
    assert "Consents that end soon" in [str(section.title) for section in sections(world.advocate.actor)]
    assert ending(world.supervisor) == ending(world.policewoman) == ending(world.doctor) == []

    withdraw_consent(world.advocate.actor, consent_id, frozenset(), method="phone", reason="Передумала")
    assert ending(world.advocate) == []


def test_a_newer_answer_of_the_agency_closes_it_and_a_colleague_hears_of_it_when_the_asker_has_left(world, case):
    agree(world.policewoman, case, to(world.health), until_on=clock.today() + timedelta(days=10))
    assert ending(world.supervisor) == []

    with db.writing() as session:
        session.get_one(Member, world.policewoman.member_id).until_on = clock.today() - timedelta(days=1)
        session.commit()
    assert len(ending(world.supervisor)) == 1

    agree(world.supervisor, case, to(world.health))
    assert ending(world.supervisor) == []
