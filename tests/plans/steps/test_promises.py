"""The moves behind a promise: one plan a case, and a share that ends only where it opens nothing else."""

from sqlalchemy import func, select

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Share, ShareEnd
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.db import engine as db
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind
from icat.plans.models import Action, Plan
from icat.plans.steps.promises import end_share, plan_for, tell_no_longer
from tests.make import World
from tests.plans.build import action, decided


def test_a_case_has_one_plan(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)
    action(world, case, world.ngo)
    with change(world.chair.actor) as work:
        row = work.lock(Case, case.id)
        assert plan_for(work, row) is plan_for(work, row)
        work.record(Event.PLAN_AGREED, case=case.id, plan=case.id, edition=1)

    with db.database().open_reading() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1


def test_a_share_that_opens_more_is_left_alone_and_none_ends_twice(world: World) -> None:
    case = decided(world)
    first, second = action(world, case, world.ngo), action(world, case, world.police)
    with change(world.chair.actor) as work:
        row = work.lock(Case, case.id)
        both = open_share(
            work,
            row,
            sender=None,
            to=Recipient(RecipientKind.AGENCY, world.police),
            lines=[Line(Category.PLAN, first), Line(Category.PLAN, second)],
            ground=Ground(
                "UA-POWER",
                ConsentState.NOT_NEEDED,
                Purpose.SAFETY_PLANNING,
                Necessity.CARRY_OUT_ACTION,
            ),
        )
        work.session.flush()
        tell_no_longer(work, row, work.get(Action, second), world.police)
        work.session.flush()
        ended = work.session.scalars(select(ShareEnd)).all()
        share = work.get(Share, ended[0].share_id)
        end_share(work, row, share, [Category.PLAN])
        work.session.flush()

    with db.database().open_reading() as session:
        ends = session.scalars(select(ShareEnd)).all()
    assert [(end.share_id != both.id, end.code) for end in ends] == [(True, "superseded")]
