"""The page of one case: under which membership somebody acts there, and what a wrong reference tells."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerCase, LedgerEntry
from icat.audit.recording import change, upkeep
from icat.cases.models import Bar, Case, Stage
from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import actor_for, case_page
from icat.db import engine as db
from icat.members.commands import founding
from icat.members.models import Member
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.references import new_reference
from icat.web.page import Page
from tests.make import STARTED, MadeCase, Person, World, make_case

NONE = "KHM-2026-22222-2"  # well written, but of no case
UNREADABLE = "KHM-2026-22222-3"  # a mistyped character
ClientFor = Callable[[object], FlaskClient]


@pytest.fixture
def seen(app: Flask) -> list[CaseView]:
    """The cases as a page of this test got them, in order."""
    found: list[CaseView] = []

    @case_page(Permission.CASE_READ)
    def looked_at(case: CaseView) -> Page:
        found.append(case)
        return app.response_class(case.reference, mimetype="text/plain")

    app.add_url_rule("/tests/<reference>", "tests-looked-at", looked_at)
    return found


@pytest.fixture
def of_two_teams(world: World) -> Person:
    """The doctor of the team, who is also a chair of the other one."""
    founding.appoint(
        world.stranger.actor.team_id,
        "LVV",
        world.doctor.account_id,
        world.stranger.actor.agency_id,
        [Role.CHAIR],
        position="",
        from_on=STARTED,
    )
    db.end()
    return world.doctor


def strange_case(world: World) -> str:
    """A case of the other team, referred by its stranger; gives its reference."""
    actor = world.stranger.actor
    reference = new_reference("LVV", 2026)
    with change(actor) as work:
        case = work.add(
            Case(
                team_id=actor.team_id,
                reference=reference,
                hromada="UA46060250000025047",
                stage=Stage.SCREENING,
                urgency="soon",
                referrer_id=actor.member_id,
                referring_agency_id=actor.agency_id,
                opened_at=work.at,
            )
        )
        work.session.flush()
        work.record(Event.REFERRAL_SUBMITTED, case=case.id, referral=case.id, urgency="soon")
    db.end()
    return reference


def refusals(team_id: UUID, case_id: UUID | None = None) -> int:
    """How many refusals the ledger of a team holds: all, or those of one case."""
    db.end()
    wanted = select(func.count()).where(LedgerEntry.team_id == team_id, LedgerEntry.event == Event.ACCESS_REFUSED)
    if case_id is not None:
        same_leaf = (LedgerCase.team_id == LedgerEntry.team_id, LedgerCase.seq == LedgerEntry.seq)
        wanted = wanted.where(*same_leaf, LedgerCase.case_id == case_id)
    return db.session().scalar(wanted) or 0


def test_a_member_of_two_teams_acts_under_the_membership_of_the_cases_team(
    client_for: ClientFor, seen: list[CaseView], of_two_teams: Person, world: World
) -> None:
    here, there = make_case(world, seats=[world.health]).reference, strange_case(world)
    client = client_for(of_two_teams)

    assert client.get(f"/tests/{here}").status_code == 200
    assert client.get(f"/tests/{there}").status_code == 200

    assert [case.actor.team_code for case in seen] == ["KHM", "LVV"]
    assert seen[0].actor.member_id == of_two_teams.member_id
    assert seen[0].actor.roles == {Role.MEMBER}, "a chair elsewhere is no chair here"
    assert seen[1].actor.roles == {Role.CHAIR}
    assert not seen[0].may.CASE_DECLINE
    assert seen[1].may.CASE_DECLINE


def test_what_somebody_is_in_one_team_opens_nothing_in_the_other(
    client_for: ClientFor, seen: list[CaseView], of_two_teams: Person, world: World
) -> None:
    without_seat = make_case(world).reference

    assert client_for(of_two_teams).get(f"/tests/{without_seat}").status_code == 404
    assert seen == []


def test_a_refusal_is_recorded_in_the_ledger_of_the_team_whose_case_was_asked_for(
    client_for: ClientFor, seen: list[CaseView], of_two_teams: Person, world: World
) -> None:
    client = client_for(of_two_teams)
    teams = (world.team_id, world.stranger.actor.team_id)
    before = [refusals(team) for team in teams]

    client.get(f"/tests/{NONE}")
    assert [refusals(team) for team in teams] == [before[0] + 1, before[1]]
    client.get(f"/tests/{new_reference('LVV', 2026)}")
    assert [refusals(team) for team in teams] == [before[0] + 1, before[1] + 1]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(str.lower, id="lower case"),
        pytest.param(lambda text: text.replace("-", ""), id="without dashes"),
        pytest.param(lambda text: text.replace("-", " ").lower(), id="spaces"),
        pytest.param(lambda text: text.replace("KHM", "КНМ"), id="letters that look alike"),
    ],
)
def test_a_reference_is_known_however_it_is_written(
    client_for: ClientFor, seen: list[CaseView], world: World, written: Callable[[str], str]
) -> None:
    case = make_case(world)

    answer = client_for(world.coordinator).get(f"/tests/{written(case.reference)}")

    assert (answer.status_code, answer.get_data(as_text=True)) == (200, case.reference)
    assert [one.id for one in seen] == [case.id]


def test_lower_case_leads_a_member_of_two_teams_to_the_right_one_too(
    client_for: ClientFor, seen: list[CaseView], of_two_teams: Person, world: World
) -> None:
    client_for(of_two_teams).get(f"/tests/{strange_case(world).lower()}")

    assert [case.actor.team_code for case in seen] == ["LVV"]


def bar(world: World, case: MadeCase, who: Person) -> None:
    with upkeep() as session:
        session.add(
            Bar(
                team_id=world.team_id,
                case_id=case.id,
                member_id=who.member_id,
                set_at=clock.now(),
                set_by_id=world.chair.member_id,
            )
        )


def _without_what_is_asked(answer: TestResponse, reference: str) -> str:
    """The page without the reference, and without the token of its forms, which holds the second it was made in."""
    page = answer.get_data(as_text=True).replace(reference, "")
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", page)


def test_a_barred_member_a_wrong_reference_and_another_teams_case_get_one_answer_and_leave_a_refusal(
    client_for: ClientFor, seen: list[CaseView], world: World
) -> None:
    case = make_case(world)
    client = client_for(world.chair)
    assert client.get(f"/tests/{case.reference}").status_code == 200
    bar(world, case, world.chair)
    asked = [case.reference, NONE, UNREADABLE, strange_case(world)]
    before = refusals(world.team_id)

    answers = [client.get(f"/tests/{reference}") for reference in asked]

    assert {answer.status_code for answer in answers} == {404}
    pages = {_without_what_is_asked(answer, reference) for answer, reference in zip(answers, asked, strict=True)}
    assert len(pages) == 1
    assert refusals(world.team_id) == before + len(asked)
    assert refusals(world.team_id, case.id) == 1, "who watches over the log sees which case it was"
    assert len(seen) == 1, "the view ran for none of them"


def test_who_may_read_but_not_do_this_is_told_so(app: Flask, client_for: ClientFor, world: World) -> None:
    case = make_case(world, seats=[world.health])

    @case_page(Permission.CASE_DECLINE)
    def declined(case: CaseView) -> Page:
        raise AssertionError("the view ran")

    app.add_url_rule("/tests/<reference>/declined", "tests-declined", declined)

    assert client_for(world.doctor).get(f"/tests/{case.reference}/declined").status_code == 403
    assert client_for(world.policewoman).get(f"/tests/{case.reference}/declined").status_code == 404


def test_nobody_comes_to_a_case_without_signing_in(app: Flask, seen: list[CaseView], world: World) -> None:
    case = make_case(world)

    answer = app.test_client().get(f"/tests/{case.reference}")

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]
    assert seen == []


def test_without_a_membership_in_its_team_the_first_one_asks(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    actors = (world.doctor.actor, world.stranger.actor)
    monkeypatch.setattr("icat.cases.views.case_page.person", lambda: SimpleNamespace(actors=actors))

    assert actor_for(new_reference("LVV", 2026)) is actors[1]
    assert actor_for(new_reference("KHM", 2026)) is actors[0]
    assert actor_for(new_reference("LVVA", 2026)) is actors[0], "a code that only begins like it"
    assert actor_for("no reference at all") is actors[0]


def test_somebody_whose_membership_ran_out_gets_what_a_wrong_reference_gets(
    client_for: ClientFor, seen: list[CaseView], world: World
) -> None:
    reference = make_case(world, seats=[world.health]).reference
    client = client_for(world.doctor)
    with upkeep() as session:
        session.get_one(Member, world.doctor.member_id).until_on = STARTED

    assert [client.get(f"/tests/{one}").status_code for one in (reference, NONE)] == [404, 404]
    assert seen == []
