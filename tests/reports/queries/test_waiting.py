"""The report on inquiries without an answer: whose term is over stands first, and nobody is named who asked."""

from datetime import timedelta

from icat import clock
from icat.db import engine as db
from icat.reports.queries.asking import Question
from icat.reports.queries.catalogue import ReportCode
from icat.reports.queries.names import names_of
from icat.reports.queries.waiting import unanswered
from tests.audit.acting import leaves
from tests.inquiries.asking import dpo, received
from tests.make import Person, World


def report_for(who: Person, world: World):
    db.end()
    return unanswered(Question(ReportCode.UNANSWERED, who.actor, names_of(world.team_id)))


def test_what_is_overdue_stands_first_with_the_entry_that_registered_it(world: World) -> None:
    early = received(world.coordinator)
    late = received(world.coordinator, received_at=clock.now() - timedelta(days=60))
    report = report_for(world.auditor, world)

    assert [row.cells[0] for row in report.rows] == [str(late), str(early)]
    assert [count for _label, count in report.totals] == [1, 1]
    assert "overdue by" in str(report.rows[0].cells[3])
    registered = {seq for seq, content in leaves(world.team_id) if content["k"] == "inquiry:received"}
    assert set(report.seqs) == registered
    said = " ".join(str(cell) for row in report.rows for cell in row.cells)
    assert "Запитальна" not in said
    assert "Ґалаґан" not in said


def test_who_keeps_the_register_gets_all_of_it_and_who_does_not_the_own_part(world: World) -> None:
    officer = dpo(world)
    received(world.chair)

    assert len(report_for(officer, world).rows) == 1
    assert len(report_for(world.auditor, world).rows) == 1
    assert report_for(officer, world).seqs == ()  # the council registered it: that entry is not the officer's to read


def test_where_nobody_waits_the_report_is_empty(world: World) -> None:
    assert report_for(world.auditor, world).rows == ()
