"""Four histories, each only as far as the reader may see it."""

from icat.cases.commands.assessment import record_assessment
from icat.cases.commands.judgement import record_judgement
from icat.cases.commands.result import record_result
from icat.cases.models import Whose
from icat.cases.queries.door import open_case
from icat.cases.queries.factors import assessments
from icat.cases.queries.overview import overview
from icat.cases.queries.results import results
from icat.cases.queries.timelines import Timelines, timelines
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.policy.permissions import Permission
from tests.cases.commands import test_judgement, test_result
from tests.cases.referring import submit
from tests.make import Person, World, make_case


def seen(who: Person, reference: str) -> Timelines:
    db.end()
    view = open_case(who.actor, Permission.CASE_READ, reference)
    return timelines(view, assessments(view), results(view), overview(view).levels)


def test_each_history_holds_its_own_newest_first(world: World) -> None:
    case = make_case(world, seats=[world.ngo, world.health])
    db.end()
    record_assessment(world.coordinator.actor, case.id, answers={"strangling": Given("yes")})
    record_result(world.coordinator.actor, case.id, **test_result.told())
    told = test_judgement.told
    record_judgement(world.coordinator.actor, case.id, **told(whose=Whose.PROFESSIONAL, words="Бачу загрозу"))
    record_judgement(world.coordinator.actor, case.id, **told())
    record_judgement(world.advocate.actor, case.id, **told(words="Лише нам"))

    found = seen(world.chair, case.reference)

    assert [(one.assessment is not None, one.what) for one in found.instruments] == [
        (True, ""),
        (False, "18, «extreme danger»"),
    ]
    assert [one.what for one in found.judgements] == ["Бачу загрозу"]
    assert [(one.what, str(one.who)) for one in found.own] == [("Він мене вб’є", "asked by Софія Мельничук")]
    assert [one.what for one in seen(world.advocate, case.reference).own] == ["Лише нам"]
    nothing = seen(world.doctor, case.reference)
    assert (nothing.instruments, nothing.judgements, nothing.own) == ((), (), ())


def test_what_the_referral_said_begins_the_histories_and_is_withheld_from_who_was_not_told(world: World) -> None:
    more = {"judgement": "Дуже небезпечно", "own_rating": "9 з 10", "police_level": "high"}
    reference = submit(
        world, reason_now="Погрожує", told="told", agrees="agrees", basis_code="UA-POWER", more=more
    ).reference

    found = seen(world.chair, reference)

    assert [one.what for one in found.judgements] == ["Дуже небезпечно"]
    assert [one.what for one in found.own] == ["9 з 10"]
    assert [(str(one.title), str(one.what)) for one in found.instruments] == [("police form (order 369/180)", "high")]
