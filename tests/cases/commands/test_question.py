"""One factor, one agency: what it learns, what its answer becomes, and who reads that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from icat import clock
from icat.cases.commands.question import answer_factor, ask_factor
from icat.cases.commands.screening import screen_case
from icat.cases.models import Assessment, Case, FactorQuestion, Seat, Share, ShareLine, Stage
from icat.cases.queries.door import open_case
from icat.cases.queries.factors import knowledge
from icat.cases.queries.question import factor_questions
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Category, ConsentState, RecipientKind
from icat.policy.permissions import Permission
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
from tests.make import Person, World

VITAL = {"basis_code": "UA-VITAL", "consent": ConsentState.SEEK_LATER}


def opened(world: World) -> Case:
    """A referral that the coordinator opened."""
    reference = submit(world).reference
    case = db.session().scalars(select(Case).where(Case.reference == reference)).one()
    screen_case(world.coordinator.actor, case.id, case.version)
    read_out(world, case.id)
    return db.session().get_one(Case, case.id)


def asked(world: World, case: Case, agency_id: object, factor: str = "strangling") -> FactorQuestion:
    ask_factor(world.coordinator.actor, case.id, agency_id=agency_id, factor=factor)  # type: ignore[arg-type]
    db.end()
    return db.session().scalars(select(FactorQuestion).order_by(FactorQuestion.asked_at.desc()).limit(1)).one()


def sees(who: Person, case: Case) -> dict[str, str]:
    db.end()
    return {
        id: str(one.answer)
        for id, one in knowledge(open_case(who.actor, Permission.CASE_READ, case.reference)).known.items()
    }


def test_the_agency_learns_the_names_and_the_question_and_nothing_else(world: World) -> None:
    case = opened(world)

    asked(world, case, world.health)

    session = db.session()
    assert session.scalars(select(Seat).where(Seat.case_id == case.id, Seat.agency_id == world.health)).one()
    shares = session.scalars(select(Share).where(Share.recipient_id == world.health)).all()
    lines = session.scalars(select(ShareLine).where(ShareLine.share_id.in_([share.id for share in shares]))).all()
    assert {line.category for line in lines} == {Category.IDENTITY}
    assert session.get_one(Case, case.id).stage is Stage.RESEARCH
    view = open_case(world.doctor.actor, Permission.FACTOR_ANSWER, case.reference)
    assert [(one.factor.id, one.is_mine) for one in factor_questions(view)] == [("strangling", True)]


def test_the_answer_counts_with_its_source_and_day_and_only_the_office_reads_it(world: World) -> None:
    case = opened(world)
    question = asked(world, case, world.health)
    day = clock.today() - timedelta(days=9)

    given = Given("yes", "двічі, у травні", "own_record", day, changed=True)
    answer_factor(world.doctor.actor, question.id, question.version, given=given, **VITAL)
    db.end()

    made = db.session().scalars(select(Assessment).where(Assessment.owner_id == world.health)).one()
    share = db.session().scalars(select(Share).where(Share.sender_id == world.health)).one()
    line = db.session().scalars(select(ShareLine).where(ShareLine.share_id == share.id)).one()
    assert (share.recipient_kind, line.category, line.item_id) == (RecipientKind.OFFICE, Category.RISK, made.id)
    assert sees(world.chair, case) == {"strangling": "yes"}
    assert sees(world.policewoman, case) == {}
    known = knowledge(open_case(world.chair.actor, Permission.CASE_READ, case.reference)).known["strangling"]
    assert (known.note, known.known_on, known.changed) == ("двічі, у травні", day, True)


def test_what_the_law_does_not_allow_is_not_answered(world: World) -> None:
    case = opened(world)
    question = asked(world, case, world.health)

    for wrong in (
        {**VITAL, "basis_code": "UA-CONSENT", "consent": ConsentState.REFUSED_OVERRIDDEN},
        {**VITAL, "given": Given()},
        {**VITAL, "given": Given("perhaps")},
    ):
        with pytest.raises(RuleBroken):
            answer_factor(world.doctor.actor, question.id, question.version, **{"given": Given("yes"), **wrong})
        db.end()

    assert db.session().scalars(select(Assessment).where(Assessment.owner_id == world.health)).all() == []


def test_who_may_not_ask_or_answer_what_is_no_factor_and_a_second_question_are_refused(world: World) -> None:
    case = opened(world)
    question = asked(world, case, world.health)

    for who, refusal in ((world.policewoman, NotAllowed), (world.doctor, NotAllowed), (world.stranger, NotFound)):
        with pytest.raises(refusal):
            ask_factor(who.actor, case.id, agency_id=world.health, factor="stalking")
        db.end()
    for agency_id, factor in ((world.health, "strangling"), (world.health, "stranglin")):
        with pytest.raises(RuleBroken):
            ask_factor(world.coordinator.actor, case.id, agency_id=agency_id, factor=factor)
        db.end()
    for answering, version, why in (
        (world.policewoman, question.version, NotFound),
        (world.chair, question.version, NotAllowed),
        (world.doctor, question.version + 5, Stale),
    ):
        with pytest.raises(why):
            answer_factor(answering.actor, question.id, version, given=Given("no"), **VITAL)
        db.end()
    answer_factor(world.doctor.actor, question.id, question.version, given=Given("unknown"), **VITAL)
    with pytest.raises(RuleBroken, match="answered already"):
        answer_factor(world.doctor.actor, question.id, question.version + 1, given=Given("yes"), **VITAL)
    db.end()
    assert asked(world, case, world.health).factor == "strangling"  # not known is an answer; it may be asked again
