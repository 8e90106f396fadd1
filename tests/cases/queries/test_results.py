"""What a reader sees of outside results: who scored what, numbered as the reader sees them."""

from icat.cases.commands.result import record_result
from icat.cases.queries.door import open_case
from icat.cases.queries.results import results
from icat.db import engine as db
from icat.policy.permissions import Permission
from tests.cases.commands.test_result import told
from tests.make import World, make_case


def test_a_result_is_shown_with_tool_edition_day_and_who_scored_it(world: World) -> None:
    case = make_case(world, seats=[world.ngo])
    db.end()
    record_result(world.coordinator.actor, case.id, **told())
    record_result(world.chair.actor, case.id, **told(tool="odara", stated="9 з 13", edition="2005"))
    db.end()

    found = results(open_case(world.chair.actor, Permission.CASE_READ, case.reference))

    assert [(one.number, str(one.tool), one.stated, one.edition, one.has_scan) for one in found] == [
        (1, "Danger Assessment", "18, «extreme danger»", "2019, 20 запитань", False),
        (2, "ODARA", "9 з 13", "2005", False),
    ]
    assert found[0].scored_by.startswith("Ірина Кобзар")
    assert found[0].agency == "the team's office"
