"""What is known of the risk: newest answers, each only for those who may see it, and not known is never no."""

from icat.cases.commands.assessment import record_assessment
from icat.cases.queries.door import CaseView, open_case
from icat.cases.queries.factors import assessments, knowledge
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.policy.permissions import Permission
from icat.risk.answer import Answer
from tests.make import MadeCase, Person, World, make_case


def opened(member: Person, case: MadeCase) -> CaseView:
    """The case as this member opens it."""
    db.end()
    return open_case(member.actor, Permission.CASE_READ, case.reference)


def answer(member: Person, case: MadeCase, **answers: Answer) -> None:
    """This member answers; underscores stand for dashes."""
    db.end()
    given = {factor.replace("_", "-"): Given(one) for factor, one in answers.items()}
    record_assessment(member.actor, case.id, answers=given)
    db.end()


def test_the_newest_answer_stands(world: World) -> None:
    case = make_case(world)
    answer(world.coordinator, case, strangling=Answer.YES, threats=Answer.NO)
    answer(world.chair, case, strangling=Answer.NO)

    known = knowledge(opened(world.coordinator, case)).known

    assert (known["strangling"].answer, known["threats"].answer) == (Answer.NO, Answer.NO)


def test_not_known_never_displaces_what_somebody_knew(world: World) -> None:
    case = make_case(world)
    answer(world.coordinator, case, strangling=Answer.YES)
    answer(world.chair, case, strangling=Answer.UNKNOWN)

    seen = knowledge(opened(world.chair, case))

    assert seen.known["strangling"].answer is Answer.YES
    assert [line.factor.id for line in seen.picture.pinned] == ["strangling"]


def test_an_agencys_answers_are_not_seen_by_others_before_it_shares_them(world: World) -> None:
    case = make_case(world, seats=[world.health, world.children])
    answer(world.doctor, case, strangling=Answer.YES)

    assert knowledge(opened(world.doctor, case)).known.keys() == {"strangling"}
    for other in (world.coordinator, world.child_worker):
        assert knowledge(opened(other, case)).is_empty
        assert assessments(opened(other, case)) == ()


def test_a_case_without_answers_knows_nothing_and_says_so(world: World) -> None:
    case = make_case(world)

    seen = knowledge(opened(world.coordinator, case))

    assert seen.is_empty
    assert seen.picture.nothing_known


def test_each_assessment_stays_as_it_was(world: World) -> None:
    case = make_case(world)
    answer(world.coordinator, case, strangling=Answer.YES)
    answer(world.chair, case, strangling=Answer.NO)

    newest, oldest = assessments(opened(world.coordinator, case))

    assert (newest.result.present, oldest.result.present) == ((), ("strangling",))
    assert oldest.by == world.coordinator.name
