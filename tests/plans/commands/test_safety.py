"""The safety plan: written with her, confirmed, entrusted; by whom, and by whom not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from icat import clock
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Share
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import ConsentState, RecipientKind
from icat.members.commands.founding import appoint, open_account
from icat.members.queries.signed_in import actor_of
from icat.plans.commands.safety import (
    Cover,
    Part,
    confirm_safety_plan,
    entrust_safety_plan,
    write_safety_plan,
)
from icat.plans.queries.safety import safety_plan
from icat.policy.roles import Role
from tests.make import STARTED, World
from tests.plans.build import SPEECH, decided, her_plan, rows, view


def write(world: World, case_id: object, version: int | None, **more: object) -> None:
    given = {"sections": {"children": Part("Діти йдуть до Олі.")}, "cover": Cover(), "is_with_her": False, **more}
    write_safety_plan(world.advocate.actor, case_id, version, **given)  # type: ignore[arg-type]


def test_her_words_are_kept_sealed_and_what_she_does_not_want_on_paper_is_marked(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    plan = safety_plan(view(world.advocate, case))

    assert plan is not None
    kept = {section.code: (section.text, section.is_printed) for section in plan.written}
    assert kept["during_incident"] == (SPEECH, True)
    assert kept["technology"] == ("Старий телефон у сестри.", False)
    assert (plan.code_word, plan.is_old, plan.confirmed_on) == ("помідор", False, clock.today())
    with db.database().engine.connect() as connection:
        raw = connection.exec_driver_sql("select text_sealed from safety_section").scalars().all()
    assert all(SPEECH.encode() not in bytes(text) for text in raw)
    assert rows.events(world.team_id)[-2:] == ["safety-plan:written", "safety-plan:confirmed"]


def test_a_section_that_is_not_given_stays_and_one_that_is_emptied_goes(world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    version = rows.safety(case.id).version

    write(world, case.id, version, sections={"documents_bag": Part(""), "children": Part("Діти йдуть до Олі.")})

    plan = safety_plan(view(world.advocate, case))
    assert plan is not None
    assert [section.code for section in plan.written] == ["during_incident", "children", "technology"]


def test_the_second_writer_is_stale_and_nothing_of_the_first_is_lost(world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    version = rows.safety(case.id).version
    write(world, case.id, version)

    for old in (version, None):
        with pytest.raises(Stale):
            write(world, case.id, old)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sections": {"no-such": Part("Т")}}, "no such section"),
        ({"sections": {"children": Part(" ")}}, "at least one section"),
        ({"sections": {"children": Part("а" * 4001)}}, "at most 4000"),
        ({"cover": Cover(language="ru")}, "offered answers"),
        ({"cover": Cover(next_contact_on=clock.today() - timedelta(days=1))}, "past"),
    ],
)
def test_what_cannot_be_is_refused(world: World, wrong: dict[str, object], told: str) -> None:
    case = decided(world)

    with pytest.raises(RuleBroken, match=told):
        write(world, case.id, None, **wrong)


def test_only_an_advocate_writes_it(world: World) -> None:
    case = decided(world)

    for member in (world.coordinator, world.chair, world.policewoman, world.supervisor):
        with pytest.raises(NotAllowed):
            write_safety_plan(
                member.actor, case.id, None, sections={"children": Part("Т")}, cover=Cover(), is_with_her=False
            )


def advocate_of(world: World, agency_id: object) -> object:
    account = open_account("second-advocate", "Друга Адвокатка", "$argon2id$none", "JBSWY3DPEHPK3PXP")
    member = appoint(world.team_id, "KHM", account, agency_id, (Role.ADVOCATE,), position="", from_on=STARTED)  # type: ignore[arg-type]
    actor = actor_of(member)
    db.end()
    return actor


def test_where_another_agency_looks_after_her_plan_an_advocate_is_told_so(world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    second = advocate_of(world, world.social)

    with pytest.raises(RuleBroken, match="Another agency"):
        write_safety_plan(
            second,  # type: ignore[arg-type]
            case.id,
            None,
            sections={"children": Part("Т")},
            cover=Cover(),
            is_with_her=False,
        )


def test_it_is_confirmed_with_her_today(world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case, is_with_her=False)
    assert rows.safety(case.id).confirmed_on is None

    confirm_safety_plan(world.advocate.actor, plan, rows.safety(case.id).version)

    assert rows.safety(case.id).confirmed_on == clock.today()
    with pytest.raises(Stale):
        confirm_safety_plan(world.advocate.actor, plan, 0)


def test_who_may_not_see_it_cannot_confirm_it_either(world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)

    with pytest.raises(NotFound):
        confirm_safety_plan(world.supervisor.actor, plan, rows.safety(case.id).version)
    with pytest.raises(NotAllowed):
        confirm_safety_plan(world.chair.actor, plan, rows.safety(case.id).version)


def test_entrusting_rests_on_her_consent_and_opens_it_to_that_agency_alone(world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)
    assert safety_plan(view(world.supervisor, case)) is None

    with pytest.raises(RuleBroken, match="Ask her first"):
        entrust_safety_plan(world.advocate.actor, plan, agency_id=world.police, she_agrees=False)
    entrust_safety_plan(world.advocate.actor, plan, agency_id=world.police, she_agrees=True)

    seen = safety_plan(view(world.supervisor, case))
    assert seen is not None
    assert seen.written[0].text == SPEECH
    with db.database().open_reading() as session:
        share = session.scalars(select(Share).order_by(Share.recorded_at.desc())).first()
        assert share is not None
        assert (share.sender_id, share.recipient_kind, share.recipient_id) == (
            world.ngo,
            RecipientKind.AGENCY,
            world.police,
        )
        assert (share.basis_code, share.consent) == ("UA-CONSENT", ConsentState.GIVEN)
    for other in (world.coordinator, world.chair, world.social_worker):
        assert safety_plan(view(other, case)) is None


def test_what_was_entrusted_is_closed_again_when_she_takes_it_back(world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)
    entrust_safety_plan(world.advocate.actor, plan, agency_id=world.police, she_agrees=True)
    with db.database().open_reading() as session:
        share = session.scalars(select(Share).where(Share.sender_id == world.ngo)).one()

    withdraw_share(
        world.advocate.actor, share.id, share.digest, code="consent_withdrawn", reason="Вона більше не хоче."
    )

    assert safety_plan(view(world.supervisor, case)) is None
    seen = safety_plan(view(world.advocate, case))
    assert seen is not None
    assert seen.entrusted_to == ()


def test_it_is_not_entrusted_to_who_has_no_seat_nor_by_who_does_not_own_it(world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)

    for agency in (world.health, world.ngo):
        with pytest.raises(RuleBroken, match="another agency with a seat"):
            entrust_safety_plan(world.advocate.actor, plan, agency_id=agency, she_agrees=True)
    with pytest.raises(NotAllowed):
        entrust_safety_plan(world.supervisor.actor, plan, agency_id=world.social, she_agrees=True)
    with pytest.raises(NotFound):
        entrust_safety_plan(advocate_of(world, world.social), plan, agency_id=world.police, she_agrees=True)  # type: ignore[arg-type]
