"""The case page, cut: who sees what of one and the same case."""

from icat.cases.commands.screening import ask_agency, screen_case
from icat.cases.models import Case, LevelCode
from icat.cases.queries.door import CaseView, open_case
from icat.cases.queries.overview import overview
from icat.cases.scope import WITHHELD
from icat.db import engine as db
from icat.policy.permissions import Permission
from tests.cases.prechecking import read_out
from tests.cases.referring import SURVIVOR, submit
from tests.make import Person, World, make_case
from tests.meetings.sitting import one


def opened(member: Person, reference: str) -> CaseView:
    """The case as this member opens it."""
    db.end()
    return open_case(member.actor, Permission.CASE_READ, reference)


def values(about: object) -> str:
    """Everything that stands on the page, as one text."""
    return repr(about)


def test_the_referring_agency_sees_where_she_is_and_the_office_does_not(world: World) -> None:
    reference = submit(world).reference

    own, office = overview(opened(world.policewoman, reference)), overview(opened(world.coordinator, reference))

    assert own.survivor
    assert own.survivor.address_now == "вул. Прихована, 5"
    assert office.survivor
    assert office.survivor.address_now is WITHHELD
    assert office.survivor.contact
    assert office.survivor.contact.number == "+380671112233"


def test_another_agency_that_was_told_the_names_sees_nothing_more(world: World) -> None:
    case = make_case(world, seats=[world.health])

    about = overview(opened(world.doctor, case.reference))

    assert about.survivor
    assert about.survivor.name == "Ґалаґан Єва Їжаківна"
    assert about.survivor.contact is None
    for secret in ("Прихована", "Зарічна", "380", "пістолет"):
        assert secret not in values(about)


def test_of_a_child_nothing_is_said_to_whom_nothing_was_told(world: World) -> None:
    reference = submit(world, children=[{"given_name": "Аліна"}]).reference

    assert [child.name for child in overview(opened(world.coordinator, reference)).children] == ["Аліна"]
    assert overview(opened(world.officer, reference)).children


def test_doubtful_years_are_said_and_not_refused(world: World) -> None:
    reference = submit(world, children=[{"given_name": "Олег", "birth_year": "1985"}]).reference

    (doubt,) = overview(opened(world.coordinator, reference)).doubts

    assert "older than the survivor" in str(doubt)


def test_somebody_older_than_a_hundred_years_is_doubted(world: World) -> None:
    reference = submit(world, survivor={**SURVIVOR, "birth_year": "1912"}).reference

    assert len(overview(opened(world.coordinator, reference)).doubts) == 1


def test_the_reason_for_a_level_is_the_offices(world: World) -> None:
    from icat.cases.commands.level import raise_level  # noqa: PLC0415 - only here

    case = make_case(world, seats=[world.health])
    db.end()
    raise_level(world.chair.actor, case.id, 0, reason="Придбав зброю")

    (office,) = overview(opened(world.coordinator, case.reference)).levels
    (doctor,) = overview(opened(world.doctor, case.reference)).levels

    assert (office.level, office.reason, office.in_meeting) == (LevelCode.HIGHEST_RISK, "Придбав зброю", False)
    assert doctor.reason is WITHHELD


def test_the_official_level_is_shown_in_the_words_of_the_form(world: World) -> None:
    reference = submit(world, more={"police_level": "low", "police_level_by": "Г. Ярошенко"}).reference

    (referral,) = overview(opened(world.coordinator, reference)).referrals

    assert str(referral.police_level) == "low"
    assert referral.police_level_by == "Г. Ярошенко"


def test_hole_the_basis_of_a_referral_does_not_tell_of_a_child_whoever_was_told_the_names_only(world: World) -> None:
    reference = submit(world, basis_code="UA-CHILD-1D", children=[{"given_name": "Аліна"}]).reference
    case = one(Case)
    screen_case(world.coordinator.actor, case.id, case.version)
    read_out(world, case.id)
    ask_agency(world.coordinator.actor, case.id, agency_ids=[world.health])

    def basis(person: Person) -> str:
        (told,) = overview(opened(person, reference)).referrals
        return str(told.basis)

    assert "child" in basis(world.policewoman)
    assert "child" in basis(world.coordinator)
    assert basis(world.doctor) == "None"


def test_his_number_never_stands_without_whether_to_call_it(world: World) -> None:
    reference = submit(world, perpetrator={"surname": "Ґалаґан", "phone": "+380671112244"}).reference

    (he,) = overview(opened(world.coordinator, reference)).perpetrators

    told = next(str(line.value) for line in he.lines if "671112244" in str(line.value))
    assert "do not call" in told
