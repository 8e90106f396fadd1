"""The clocks of a team: which run, whose they are, and who sees them."""

from datetime import timedelta

from icat import clock
from icat.audit.reading import tear_off
from icat.cases.commands.bars import bar_member
from icat.cases.commands.development import raise_development
from icat.cases.commands.level import raise_level
from icat.cases.commands.order import note_step
from icat.cases.commands.screening import ask_agency, screen_case
from icat.cases.models import Stage, StepKind
from icat.cases.scope import bits
from icat.db import engine as db
from icat.deadlines import deadlines
from icat.legal import Category
from icat.reports.queries.clocks import ClockView, State, clocks
from icat.reports.queries.work import sections
from tests.cases.ordering import urgent
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
from tests.make import Person, World, make_case


def running(who: Person, holder: str = "") -> dict[str, ClockView]:
    """The clocks that this reader sees, by the code of each."""
    db.end()
    codes = {str(law.what.words): code for code, law in deadlines().items()}
    return {codes[str(one.what)]: one for one in clocks(who.actor, holder=holder).clocks}


def at(code: str, who: Person, after: timedelta) -> State:
    """How one clock stands some time from now."""
    with clock.pretending(clock.now() + after):
        return running(who)[code].state


def test_an_urgent_referral_runs_for_four_hours_and_stops_when_it_is_opened(world: World) -> None:
    submit(world, urgency="urgent_now")
    minute = timedelta(minutes=1)

    states = [at("urgent_opened", world.chair, timedelta(hours=hours) - minute) for hours in (1, 3, 4)]
    late = at("urgent_opened", world.chair, timedelta(hours=4) + minute)
    db.end()
    case_id = running(world.chair)["urgent_opened"].case.id
    screen_case(world.coordinator.actor, case_id, 0)

    assert (*states, late) == (State.RUNNING, State.SOON, State.SOON, State.OVERDUE)
    assert "urgent_opened" not in running(world.chair)
    assert running(world.chair)["case_proposed"].whose == running(world.coordinator)["case_proposed"].whose


def test_a_child_starts_a_day_that_ends_when_child_services_are_told(world: World) -> None:
    submit(world, children=[{"given_name": "Аліна"}])
    first = running(world.coordinator)
    case_id = first["child_services_told"].case.id
    screen_case(world.coordinator.actor, case_id, 0)
    read_out(world, case_id)
    ask_agency(world.coordinator.actor, case_id, agency_ids=[world.children])
    then = running(world.coordinator)

    assert at_hours(first["child_services_told"]) == 24
    assert "police_told" not in first  # the police referred it
    assert "child_services_told" not in then
    assert "research_filed" in running(world.coordinator, "ССД")


def at_hours(one: ClockView) -> float:
    """How many hours it runs."""
    assert one.is_by_hours
    return (one.by - one.since) / timedelta(hours=1)  # type: ignore[operator]


def test_without_a_child_that_clock_does_not_run(world: World) -> None:
    submit(world)

    assert not running(world.coordinator).keys() & {"child_services_told", "police_told"}


def test_a_critical_development_runs_a_day_until_the_level_is_decided(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.children, world.ngo])
    raise_development(world.advocate.actor, case.id, kind="separation")
    before = running(world.coordinator)["development_answered"]
    raise_level(world.chair.actor, case.id, case.version(), reason="Придбав зброю")

    assert (at_hours(before), str(before.whose)) == (24, "Co-chairs")
    assert "development_answered" not in running(world.coordinator)


def test_the_ten_days_are_clocks_of_who_may_see_the_order_and_of_nobody_else(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.children, world.ngo])
    untold = urgent(world.policewoman, case, basis="")
    hidden = running(world.chair)
    told = urgent(world.policewoman, case, world.ngo)
    ten = {"she_called", "application_filed", "urgent_order_ends"}

    assert untold != told
    assert not ten & hidden.keys()
    assert ten <= running(world.chair).keys()
    note_step(world.advocate.actor, told, 0, kind=StepKind.CALLED, outcome="reached")
    note_step(world.advocate.actor, told, 1, kind=StepKind.FILED)
    assert running(world.chair).keys() & {*ten, "application_heard"} == {"urgent_order_ends", "application_heard"}


def test_a_chair_who_is_kept_from_a_case_learns_of_no_clock(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.ngo])
    bar_member(world.coordinator.actor, case.id, member_id=world.chair.member_id, reason="родич")
    raise_development(world.advocate.actor, case.id, kind="separation")
    db.end()
    seen = clocks(world.chair.actor)

    assert (seen.clocks, seen.holders) == ((), ())
    assert running(world.strange_chair) == {}


def test_those_of_one_holder_can_be_asked_for_and_are_counted(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.children, world.ngo])
    raise_development(world.advocate.actor, case.id, kind="separation")
    submit(world)
    db.end()

    holders = {one.name: dict(one.counts) for one in clocks(world.chair.actor).holders}

    assert holders["Co-chairs"] == {State.RUNNING: 1}
    assert running(world.chair, "Co-chairs").keys() == {"development_answered"}
    assert running(world.chair, "nobody") == {}


def test_what_was_shown_of_an_order_is_on_the_receipt_and_of_one_where_nothing_is_due_nothing(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo])
    told = urgent(world.policewoman, case, world.ngo)

    def read(who: Person) -> int:
        db.end()
        tear_off()
        sections(who.actor)
        read = tear_off()
        return read.categories(case.id) & bits({Category.ORDERS}) if read else 0

    before = read(world.advocate)
    note_step(world.advocate.actor, told, 0, kind=StepKind.CALLED, outcome="reached")
    note_step(world.advocate.actor, told, 1, kind=StepKind.NOT_WANTED)

    assert before == bits({Category.ORDERS})
    assert read(world.advocate) == 0
