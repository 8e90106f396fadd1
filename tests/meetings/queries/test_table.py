"""One case at the table, as each reader may see it."""

from icat.cases.models import LevelCode
from icat.cases.queries.door import open_case
from icat.meetings.commands.position import give_position
from icat.meetings.commands.research import file_return
from icat.meetings.models import Known
from icat.meetings.queries.table import Table, table
from icat.meetings.queries.telling import OFFICE
from icat.policy.permissions import Permission
from tests.make import Person, World
from tests.meetings.sitting import Sitting, say, statement, under_way


def seen_by(sitting: Sitting, person: Person) -> Table:
    """The table as somebody sees it."""
    found = table(open_case(person.actor, Permission.MEETING_READ, sitting.case.reference))
    assert found is not None
    return found


def words(found: Table) -> dict[str, list[str]]:
    """Agency -> what the reader sees of its statements."""
    return {speaker.agency: [said.text for said in speaker.statements] for speaker in found.speakers}


def test_each_reader_sees_own_statements_and_those_told_to_it(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.doctor)
    file_return(
        world.doctor.actor,
        sitting.case.id,
        0,
        survivor=Known.YES,
        perpetrator=Known.NO,
        facts=[statement("Лікарняне")],
        offer="Прийом",
    )
    say(sitting, world.policewoman, [world.social, OFFICE], what=statement("Виклик"))

    assert words(seen_by(sitting, world.doctor))["Лікарня"] == ["Лікарняне", "Прийом"]
    assert words(seen_by(sitting, world.doctor))["Поліція"] == []
    assert words(seen_by(sitting, world.social_worker))["Поліція"] == ["Виклик"]
    assert words(seen_by(sitting, world.chair))["Поліція"] == ["Виклик"]
    assert words(seen_by(sitting, world.chair))["Лікарня"] == []


def test_who_referred_speaks_first_and_each_statement_names_its_ground(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])

    first = seen_by(sitting, world.social_worker).speakers[0]

    assert first.agency == "Поліція"
    assert str(first.statements[0].basis) == "Statutory power"
    assert first.statements[0].told_to == ("Соцзахист",)
    own = seen_by(sitting, world.policewoman).own[0]
    assert len(own.shares) == 1
    say(sitting, world.policewoman, [OFFICE])
    told = seen_by(sitting, world.policewoman).own[0]
    assert [str(name) for name in told.told_to] == ["Соцзахист", "the coordinator and the chairs"]
    assert len(told.shares) == 2


def stands(sitting: Sitting, person: Person) -> dict[str, tuple[str, str]]:
    """Agency -> its position in words and its reason, as somebody sees them."""
    return {stand.agency: (str(stand.label), stand.reason) for stand in seen_by(sitting, person).stands}


def test_nobody_reads_a_first_position_before_they_open_the_office_neither(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    give_position(world.doctor.actor, sitting.item.id, level=LevelCode.HIGHEST_RISK, reason="Травми")

    for person in (world.policewoman, world.chair, world.coordinator):
        seen = stands(sitting, person)
        assert seen["Лікарня"] == ("Given, still sealed", "")
        assert seen["Поліція"] == ("Not given yet", "")
        assert seen["Поруч"] == ("Absent: counts neither for nor against", "")
    assert stands(sitting, world.doctor)["Лікарня"] == ("Highest risk", "Травми")


def test_open_positions_are_read_by_who_was_at_the_table_and_by_the_office(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    give_position(world.doctor.actor, sitting.item.id, level=LevelCode.HIGHEST_RISK, reason="Травми")
    give_position(world.policewoman.actor, sitting.item.id, level=None, reason="")

    for person in (world.policewoman, world.chair, world.doctor):
        assert stands(sitting, person)["Лікарня"] == ("Highest risk", "Травми")
    first = seen_by(sitting, world.chair).first
    assert first is not None
    assert (first.highest, first.lower, first.silent) == (1, 0, 1)
    assert stands(sitting, world.advocate) == {"Поруч": ("Absent: counts neither for nor against", "")}
    assert seen_by(sitting, world.advocate).first is None
