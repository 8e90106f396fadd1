"""Rows about copies that wait: never without a reason, an answer without a moment, or a use of what was kept back."""

from icat import clock
from icat.cases.models import Release, Restriction
from tests.cases.rows import cannot_put
from tests.make import World, make_case


def test_the_database_refuses_what_cannot_be(world: World) -> None:
    case, now, chair = make_case(world), clock.now(), world.chair.member_id
    own = {"team_id": world.team_id, "case_id": case.id}
    cannot_put(Restriction, "reason", **own, is_on=True, set_at=now, set_by_id=chair)

    asked = {**own, "asked_at": now, "asked_by_id": world.advocate.member_id, "version": 0}
    answer = {"decided_at": now, "decided_by_id": chair, "is_granted": False, "reason_sealed": b"x"}
    cannot_put(Release, "decided", **asked, **answer | {"decided_by_id": None})
    cannot_put(Release, "answer", **asked, **answer | {"is_granted": None})
    cannot_put(Release, "reason", **asked, **answer | {"reason_sealed": None})
    cannot_put(Release, "used", **asked, **answer, used_at=now)
