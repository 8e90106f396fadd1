"""A release is used by whoever asked for it and by nobody else."""

import pytest

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.commands.releases import grant_release, set_restriction
from icat.cases.models import Release
from icat.cases.steps.releasing import use_release
from icat.cases.steps.sharing import held
from icat.db import engine as db
from icat.errors import RuleBroken
from tests.cases.commands.test_releases import asked, restricted
from tests.make import MadeCase, Person, World


def use(who: Person, case: MadeCase) -> None:
    with change(who.actor) as work:
        use_release(work, held(work, case.id))
        work.record(Event.CASE_SCREENED, case=case.id)


def test_it_is_for_whoever_asked(world: World) -> None:
    case = restricted(world)
    release = asked(world, case)
    db.end()
    grant_release(world.chair.actor, release.id, release.version, reason="Так.")

    with pytest.raises(RuleBroken):
        use(world.supervisor, case)
    use(world.advocate, case)

    db.end()
    assert db.session().get_one(Release, release.id).used_at is not None


def test_where_nothing_waits_nothing_is_used(world: World) -> None:
    case = restricted(world)
    release = asked(world, case)
    db.end()
    grant_release(world.chair.actor, release.id, release.version, reason="Так.")
    set_restriction(world.chair.actor, case.id, is_on=False, reason="Минуло.")

    use(world.advocate, case)

    db.end()
    assert db.session().get_one(Release, release.id).used_at is None
