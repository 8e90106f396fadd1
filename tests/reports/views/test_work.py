"""My work: each finds what waits for them, by when, and nothing of what they may not read."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, update

from icat import clock
from icat.audit.events import Event
from icat.audit.reading import tear_off
from icat.audit.recording import upkeep
from icat.cases.models import Bar, Case, InformationRequest, Proposal, Referral, ReferralState, Stage
from icat.db import engine as db
from icat.legal import Sector
from icat.meetings.models import Meeting, Return
from icat.members.commands import founding
from icat.plans.models import Action, Domain, Plan
from icat.policy.roles import Role
from icat.references import new_reference
from icat.reports.queries.work import sections
from tests.audit.acting import count, newest
from tests.make import HROMADA, STARTED, MadeCase, Person, World, make_case

DAY = timedelta(days=1)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def set_case(case: MadeCase, **values: Any) -> None:
    with upkeep() as session:
        session.execute(update(Case).where(Case.id == case.id).values(**values))


def bar(world: World, case: MadeCase, *people: Person) -> None:
    with upkeep() as session:
        for person in people:
            session.add(
                Bar(
                    team_id=world.team_id,
                    case_id=case.id,
                    member_id=person.member_id,
                    set_at=clock.now(),
                    set_by_id=world.chair.member_id,
                )
            )


def promise(world: World, case: MadeCase, agency: Any, *, days: int, text: str = "") -> None:
    with upkeep() as session:
        plan = session.query(Plan).filter(Plan.case_id == case.id).one_or_none()
        if plan is None:
            plan = Plan(team_id=world.team_id, case_id=case.id, begun_at=clock.now())
            session.add(plan)
            session.flush()
        session.add(
            Action(
                team_id=world.team_id,
                case_id=case.id,
                plan_id=plan.id,
                domain=Domain.SURVIVOR,
                danger_factor="weapons",
                agency_id=agency,
                due_on=clock.today() + days * DAY,
                added_at=clock.now(),
                added_by_id=world.chair.member_id,
                text=text,
            )
        )


def tasks(person: Person) -> list[tuple[str, str, str]]:
    """What waits for somebody: title, reference, when."""
    db.end()
    tear_off()
    found = [
        (str(section.title), task.reference, str(task.when))
        for section in sections(person.actor)
        for task in section.tasks
    ]
    tear_off()
    return found


def test_a_referral_to_screen_waits_for_the_office_an_urgent_one_for_four_hours(world: World) -> None:
    case = make_case(world)
    assert [task[:2] for task in tasks(world.coordinator)] == [("Referrals to screen", case.reference)]
    assert "Overdue" not in tasks(world.coordinator)[0][2]

    set_case(case, urgency="urgent_now", opened_at=clock.now() - timedelta(hours=5))
    assert tasks(world.chair)[0][2].startswith("Overdue since")
    set_case(case, opened_at=clock.now() - timedelta(hours=3))
    assert "Overdue" not in tasks(world.chair)[0][2]
    assert tasks(world.doctor) == []


def test_what_was_screened_waits_for_a_proposal_and_then_for_a_chair(world: World) -> None:
    case = make_case(world)
    set_case(case, screened_at=clock.now(), screened_by_id=world.coordinator.member_id)
    assert [task[0] for task in tasks(world.coordinator)] == ["Referrals to screen"]
    assert tasks(world.chair) == []

    set_case(case, proposal=Proposal.LIST, proposed_at=clock.now(), proposed_by_id=world.coordinator.member_id)
    assert tasks(world.coordinator) == []
    assert [task[:2] for task in tasks(world.chair)] == [("Proposals that wait for a chair", case.reference)]


def test_an_agency_is_asked_until_it_has_answered(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    assert [task[:2] for task in tasks(world.doctor)] == [("Your agency's answers for the meeting", case.reference)]
    assert tasks(world.social_worker) == []

    with upkeep() as session:
        answer = Return(
            team_id=world.team_id,
            case_id=case.id,
            owner_id=world.health,
            asked_at=clock.now(),
            due_on=clock.today() - DAY,
        )
        session.add(answer)
    assert tasks(world.doctor)[0][2].startswith("Overdue since")
    with upkeep() as session:
        session.execute(update(Return).values(filed_at=clock.now(), filed_by_id=world.doctor.member_id))
    assert tasks(world.doctor) == []


def test_an_agencys_actions_appear_a_week_ahead_and_the_office_sees_the_late_ones(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.health])
    promise(world, case, world.health, days=-1)
    promise(world, case, world.health, days=0)
    promise(world, case, world.health, days=30)
    promise(world, case, world.social, days=-2)

    whens = [when for title, _reference, when in tasks(world.doctor) if title == "Your agency's actions"]
    assert [when.split()[0] for when in whens] == ["Overdue", "Today,"]
    late = [when for title, _reference, when in tasks(world.chair) if title.startswith("Overdue actions")]
    assert len(late) == 2


def test_a_review_is_due(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE)
    set_case(case, next_review_on=clock.today() + 30 * DAY)
    assert tasks(world.coordinator) == []

    set_case(case, next_review_on=clock.today() - DAY)
    assert tasks(world.coordinator)[0][0] == "Reviews"
    assert tasks(world.coordinator)[0][2].startswith("Overdue since")


def ask(world: World, case: MadeCase) -> None:
    with upkeep() as session:
        session.add(
            InformationRequest(
                team_id=world.team_id,
                case_id=case.id,
                owner_id=world.police,
                asked_at=clock.now(),
                asked_by_id=world.coordinator.member_id,
                due_on=clock.today(),
                text="Канаркове питання",
            )
        )


def refer(world: World, case: MadeCase | None, state: ReferralState) -> str:
    reference = case.reference if case else new_reference("KHM", 2026)
    with upkeep() as session:
        session.add(
            Referral(
                team_id=world.team_id,
                case_id=case.id if case else uuid4(),
                owner_id=world.police,
                author_id=world.officer.member_id,
                reference=reference,
                state=state,
                started_at=clock.now(),
                saved_at=clock.now(),
                submitted_at=clock.now() if state is ReferralState.SUBMITTED else None,
                reason_now="Канаркова причина",
            )
        )
    return reference


def test_a_referrer_sees_the_state_of_own_referrals_and_no_content(world: World, client_for: Any) -> None:
    case = make_case(world, surname="Канаренко")
    refer(world, case, ReferralState.SUBMITTED)
    draft = refer(world, None, ReferralState.DRAFT)
    ask(world, case)
    page = client_for(world.officer).get("/").text

    assert 'href="/referrals/new"' in page
    assert f'href="/referrals/{draft}/edit"' in page
    assert f'href="/referrals/{case.reference}"' in page
    assert "The team asks you something" in page
    assert "Answer the team" in page
    assert "Канар" not in page
    assert "1991" not in page
    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["a"]) == (Event.CASES_READ, str(world.officer.member_id))


def test_nothing_of_a_case_reaches_somebody_who_is_barred_from_it(world: World, client_for: Any) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health, world.police], surname="Канаренко")
    refer(world, case, ReferralState.SUBMITTED)
    ask(world, case)
    promise(world, case, world.health, days=-1, text="Канаркова дія")
    set_case(case, next_review_on=clock.today())
    everybody = (world.doctor, world.officer, world.policewoman, world.coordinator, world.chair)
    assert all(case.reference in client_for(person).get("/").text for person in everybody)

    bar(world, case, *everybody)
    for person in everybody:
        client = client_for(person)
        before = count(world.team_id)
        page = client.get("/").text
        assert case.reference not in page
        assert "Канар" not in page
        assert count(world.team_id) == before, "a reading of nothing"


def test_what_the_page_shows_of_cases_is_in_the_log(world: World, client_for: Any) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    make_case(world)
    page = client_for(world.doctor).get("/").text

    assert "Ґалаґан" in page
    leaf = newest(world.team_id)
    assert leaf["k"] == Event.CASES_READ
    assert {seen[0] for seen in leaf["c"]} == {str(case.id)}  # type: ignore[attr-defined]


def test_an_actions_words_are_cut_like_everything_else(world: World, client_for: Any) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.health])
    promise(world, case, world.health, days=-1, text="Канаркова дія")

    assert "Канаркова дія" in client_for(world.chair).get("/").text  # what the team made is the office's
    page = client_for(world.doctor).get("/").text
    assert "Канаркова дія" not in page
    assert "safety and support" in page


def test_meetings_to_come_are_listed_and_an_emergent_one_only_to_who_reads_its_case(
    world: World, client_for: Any
) -> None:
    with upkeep() as session:
        for number, emergent in ((1, False), (2, True)):
            session.add(
                Meeting(
                    team_id=world.team_id,
                    number=number,
                    held_at=clock.now() + number * DAY,
                    is_emergent=emergent,
                    arranged_by_id=world.chair.member_id,
                )
            )
        session.add(
            Meeting(
                team_id=world.team_id, number=3, held_at=clock.now() - 3 * DAY, arranged_by_id=world.chair.member_id
            )
        )
    page = client_for(world.doctor).get("/").text

    assert "/teams/KHM/meetings/1" in page
    assert "/meetings/2" not in page
    assert "/meetings/3" not in page


def test_an_auditor_sees_what_the_log_counted_and_no_case(world: World, client_for: Any) -> None:
    case = make_case(world)
    page = client_for(world.auditor).get("/").text

    assert 'href="/log?team=KHM&amp;groups=refusal"' in page or 'href="/log?team=KHM&groups=refusal"' in page
    assert re.search(r"Shared without her consent 1\b", words(page))
    assert case.reference not in page
    assert "New referral" not in page


def test_who_has_nothing_to_do_is_told_so(world: World, client_for: Any) -> None:
    assert "Nothing waits for you now." in client_for(world.advocate).get("/").text


def test_one_page_spans_all_teams_of_a_person(world: World, client_for: Any) -> None:
    team_id, (agency,) = founding.found_team(
        "ODS", "Одеська", [HROMADA], [("Лікарня Одеси", "Лікарня", Sector.HEALTH, True)]
    )
    founding.appoint(team_id, "ODS", world.doctor.account_id, agency, [Role.CHAIR], position="", from_on=STARTED)
    db.end()
    here = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    with upkeep() as session:
        there = Case(
            team_id=team_id,
            reference=new_reference("ODS", 2026),
            hromada=HROMADA,
            urgency="routine",
            referrer_id=world.officer.member_id,
            referring_agency_id=agency,
            opened_at=clock.now(),
        )
        session.add(there)
        reference = there.reference
    page = client_for(world.doctor).get("/").text

    assert here.reference in page
    assert reference in page


@pytest.mark.parametrize("who", ["coordinator", "doctor"])
def test_the_page_costs_the_same_however_much_waits(world: World, who: str) -> None:
    person: Person = getattr(world, who)
    prices = []
    for more in (1, 6):
        for _ in range(more):
            case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
            promise(world, case, world.health, days=-1, text="x")
            make_case(world)
        db.end()
        tear_off()
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any, kept: list[str] = asked) -> None:
            kept.append(statement)

        event.listen(db.engine(), "before_cursor_execute", note)
        assert sections(person.actor)
        event.remove(db.engine(), "before_cursor_execute", note)
        prices.append(len(asked))

    assert prices[0] == prices[1]
