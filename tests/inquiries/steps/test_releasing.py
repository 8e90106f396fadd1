"""The numbers of copies, and that only what was kept is shared."""

from sqlalchemy import select

from icat.cases.models import Share, ShareLine
from icat.db import engine as db
from icat.inquiries.commands.subject_report import release_subject_report
from icat.inquiries.steps.releasing import next_copy
from tests.inquiries.asking import dpo
from tests.inquiries.reporting import asked, prepared, seen
from tests.make import World, make_case


def test_only_what_was_kept_is_shared_and_copies_are_numbered(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    for copy in (1, 2):
        number = asked(world, officer, case)
        prepared(officer, number, contact=(False, "not asked for"))
        found = seen(world.chair, number)
        assert found is not None
        assert found.copy_number == copy
        release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest)

    db.end()
    shares = db.session().scalars(select(Share.id).where(Share.document == "subject_report")).all()
    lines = db.session().scalars(select(ShareLine.category).where(ShareLine.share_id.in_(shares))).all()
    assert set(lines) == {"identity"}
    assert next_copy(db.session(), case.id) == 3
