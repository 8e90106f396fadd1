"""Copies leave: what is recorded, what is refused, what a copy does to the ones before it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.models import LedgerDetail
from icat.cases.models import Share, ShareEnd, ShareLine
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Mode, Parent, Purpose, RecipientKind
from icat.plans.commands.exports import Handing, export_plan, export_safety_plan
from icat.plans.commands.safety import entrust_safety_plan
from icat.plans.steps.copies import Copy
from tests.make import MadeCase, Person, World
from tests.plans.build import SAFE_ANSWERS, action, decided, her_plan, rows, to_her
from tests.plans.commands.test_actions import bar


def copy_of(case: MadeCase, number: int = 1, *, form: str = "agency_copy", holder: str = "Богдан Євченко") -> Copy:
    return Copy(uuid4(), number, form, holder, "0" * 64, rows.case(case.id).access_version)


def take(world: World, who: Person, case: MadeCase, made: UUID, number: int = 1, **more: object) -> None:
    given: dict[str, object] = {
        "copy": copy_of(case, number),
        "actions": {made: 0},
        "agency_id": world.police,
        "purpose": Purpose.SAFETY_PLANNING,
        **more,
    }
    export_plan(who.actor, case.id, **given)  # type: ignore[arg-type]


def papers(case: MadeCase) -> list[tuple[int | None, str | None]]:
    """The copies of a case: number, and the code of the end."""
    with db.database().open_reading() as session:
        found = session.execute(
            select(Share.copy_number, ShareEnd.code)
            .outerjoin(ShareEnd, ShareEnd.share_id == Share.id)
            .where(Share.case_id == case.id, Share.document.is_not(None))
            .order_by(Share.copy_number)
        )
        return [(number, code) for number, code in found]


def test_a_copy_of_the_plan_leaves_a_share_on_paper_and_a_leaf(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)
    copy = copy_of(case)

    take(world, world.supervisor, case, made, copy=copy)

    with db.database().open_reading() as session:
        share = session.get_one(Share, copy.share_id)
        assert (share.document, share.format, share.copy_number) == ("plan", "agency_copy", 1)
        assert (share.recipient_id, share.mode, share.holder) == (world.police, Mode.PAPER, "Богдан Євченко")
        assert share.valid_until is None
    leaf = rows.last_leaf(world.team_id)
    assert rows.events(world.team_id)[-2:] == ["share:recorded", "plan:exported"]
    assert '"copy":1' in leaf
    assert '"holder":"police"' in leaf
    assert "0" * 64 in leaf
    assert "Богдан" not in leaf


def test_a_second_copy_supersedes_the_first_unless_it_is_kept(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)
    take(world, world.supervisor, case, made)
    take(world, world.supervisor, case, made, 2)
    assert papers(case) == [(1, "superseded"), (2, None)]

    take(world, world.supervisor, case, made, 3, keeps_earlier=True)

    assert papers(case) == [(1, "superseded"), (2, None), (3, None)]


def test_a_number_is_given_once_and_old_content_does_not_leave(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)
    taken = copy_of(case)
    with pytest.raises(Stale):
        take(world, world.supervisor, case, made, actions={made: 7})
    take(world, world.supervisor, case, made)

    with pytest.raises(Stale):
        take(world, world.supervisor, case, made)
    with pytest.raises(Stale):
        take(world, world.supervisor, case, made, copy=taken)


def test_who_may_see_what_has_moved_since_the_copy_was_drawn(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)
    drawn = copy_of(case)
    action(world, case, world.ngo)

    with pytest.raises(Stale):
        take(world, world.supervisor, case, made, copy=drawn)


def test_only_the_office_gives_copies_to_other_agencies_at_the_table(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.ngo)

    with pytest.raises(NotAllowed):
        take(world, world.supervisor, case, made, agency_id=world.ngo)
    with pytest.raises(NotAllowed):
        take(world, world.coordinator, case, made, agency_id=world.health)
    take(world, world.coordinator, case, made, agency_id=world.ngo, is_whole=True)

    with db.database().open_reading() as session:
        share = session.scalars(select(Share).where(Share.document == "plan")).one()
        line = session.scalars(select(ShareLine).where(ShareLine.share_id == share.id)).one()
    assert (share.basis_code, line.item_id) == ("UA-POWER", None)


def test_members_take_no_copies_and_strangers_learn_nothing(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.police)

    for member in (world.policewoman, world.advocate):
        with pytest.raises(NotAllowed):
            take(world, member, case, made)
    with pytest.raises(NotFound):
        take(world, world.strange_chair, case, made)


@pytest.mark.parametrize("holder", ["Кравець Лідія", "Лидия Кравец", "Сергій Ґалаґан", "Галаган Сергей"])
def test_whoever_must_not_learn_of_the_case_is_handed_nothing(world: World, holder: str) -> None:
    case = decided(world)
    made = action(world, case, world.police)
    bar(world, case.id, world.policewoman.member_id)

    with pytest.raises(RuleBroken, match="cannot be given to that person"):
        take(world, world.supervisor, case, made, copy=copy_of(case, holder=holder))

    assert papers(case) == []


def hand(world: World, who: Person, case: MadeCase, handing: Handing, number: int = 1) -> Copy | None:
    plan = rows.safety(case.id)
    copy = copy_of(case, number, form=handing.format, holder=handing.holder_name) if handing.is_paper else None
    export_safety_plan(who.actor, plan.id, plan.version, copy=copy, handing=handing)
    return copy


def to_agency(holder: str, agency_id: UUID, **more: object) -> Handing:
    given: dict[str, object] = {
        "holder": holder,
        "format": "agency_copy",
        "agency_id": agency_id,
        "she_agrees": True,
        **more,
    }
    return Handing(**given)  # type: ignore[arg-type]


def share_of(copy: Copy | None) -> Share:
    assert copy is not None
    with db.database().open_reading() as session:
        return session.get_one(Share, copy.share_id)


def test_she_takes_her_own_plan(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    share = share_of(hand(world, world.advocate, case, to_her()))

    assert (share.recipient_kind, share.basis_code) == (RecipientKind.SURVIVOR, "UA-CONSENT")
    assert '"holder":"survivor"' in rows.last_leaf(world.team_id)
    with db.database().open_reading() as session:
        detail = session.scalars(select(LedgerDetail).order_by(LedgerDetail.seq.desc())).first()
        assert detail is not None
        assert detail.words["answers"] == SAFE_ANSWERS


def test_paper_is_asked_about_first_and_never_refused_to_her(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    with pytest.raises(RuleBroken, match="Ask her this") as refused:
        hand(world, world.advocate, case, to_her(answers={"asked_for": "yes"}))
    assert refused.value.field == "answer_lives_with_him"
    for unsafe in ({**SAFE_ANSWERS, "searches": "yes"}, {**SAFE_ANSWERS, "safe_place": "unknown"}):
        with pytest.raises(RuleBroken, match="may not be safe"):
            hand(world, world.advocate, case, to_her(answers=unsafe))

    assert hand(world, world.advocate, case, to_her(answers={**SAFE_ANSWERS, "searches": "yes"}, knows_risk=True))


def make_old(world: World, case: MadeCase) -> None:
    # 31 days back can be 30 on the calendar: where summer time ended in between.
    with clock.pretending(clock.now() - timedelta(days=32)):
        her_plan(world, case)


def test_an_old_plan_leaves_to_others_only_when_confirmed_or_explained(world: World) -> None:
    case = decided(world)
    make_old(world, case)

    with pytest.raises(RuleBroken, match="within 30 days"):
        hand(world, world.advocate, case, to_agency("police", world.police))
    hand(world, world.advocate, case, to_agency("police", world.police, old_reason="Вона в лікарні."))
    hand(world, world.advocate, case, to_agency("police", world.police, is_present=True), 2)

    assert rows.safety(case.id).confirmed_on == clock.today()


def test_she_gets_her_own_old_plan_without_a_reason(world: World) -> None:
    case = decided(world)
    make_old(world, case)

    assert hand(world, world.advocate, case, to_her())


def test_nobody_else_gets_it_without_her_consent(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    with pytest.raises(RuleBroken, match="only with her consent"):
        hand(world, world.advocate, case, to_agency("police", world.police, she_agrees=False))


def test_the_copy_of_its_own_drawer_goes_to_a_person(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    share = share_of(hand(world, world.advocate, case, to_agency("advocate", world.ngo)))

    assert (share.recipient_kind, share.recipient_id) == (RecipientKind.PERSON, world.advocate.member_id)


def test_a_trusted_person_gets_it_with_a_name_and_a_reason(world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    handing = {"holder": "trusted_person", "she_agrees": True}

    with pytest.raises(RuleBroken, match="name of the person"):
        hand(world, world.advocate, case, to_her(**handing))
    with pytest.raises(RuleBroken, match="outside the team"):
        hand(world, world.advocate, case, to_her(**handing, holder_name="Оля Сусідка"))
    handing |= {"holder_name": "Оля Сусідка", "reason": "Тримає ключі."}
    share = share_of(hand(world, world.advocate, case, to_her(**handing, parent=Parent.NO)))

    assert share.recipient_kind is RecipientKind.OUTSIDE


@pytest.mark.parametrize(("parent", "told"), [(None, "Say whether"), (Parent.BARRED, "is told nothing")])
def test_a_parent_who_is_the_perpetrator_gets_nothing_and_each_is_asked_about(
    world: World, parent: Parent | None, told: str
) -> None:
    case = decided(world)
    her_plan(world, case)
    handing = {"holder": "trusted_person", "she_agrees": True, "holder_name": "Тарас Гриб", "reason": "Забирає дитину."}

    with pytest.raises(RuleBroken, match=told) as refused:
        hand(world, world.advocate, case, to_her(**handing, parent=parent))

    assert refused.value.field == "parent"


@pytest.mark.parametrize(
    ("handing", "told"),
    [
        (to_her(holder="nobody"), "always held by somebody"),
        (to_her(format="agency_copy"), "is for an agency"),
        (to_her(holder="police"), "numbered agency copy"),
        (to_her(holder="neighbours"), "offered answers"),
        (to_her(format="poster"), "offered answers"),
        (Handing("police", "agency_copy", she_agrees=True), "with a seat"),
    ],
)
def test_what_does_not_fit_together_is_refused(world: World, handing: Handing, told: str) -> None:
    case = decided(world)
    her_plan(world, case)

    with pytest.raises(RuleBroken, match=told):
        hand(world, world.advocate, case, handing)


def test_a_wrong_agency_is_refused(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    with pytest.raises(RuleBroken, match="not the police"):
        hand(world, world.advocate, case, to_agency("police", world.social))
    with pytest.raises(RuleBroken, match="with a seat"):
        hand(world, world.advocate, case, to_agency("agency", world.health))


def test_without_paper_it_is_noted_who_holds_it_and_nothing_is_shared(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    hand(world, world.advocate, case, Handing("advocate", "none", holder_name="Софія Мельничук"))

    assert rows.safety(case.id).held_by == "Софія Мельничук"
    assert papers(case) == []
    assert '"copy":0' in rows.last_leaf(world.team_id)


def test_who_may_not_see_the_plan_takes_no_copy(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    with pytest.raises(NotFound):
        hand(world, world.supervisor, case, to_her())
    for member in (world.chair, world.coordinator, world.policewoman):
        with pytest.raises(NotAllowed):
            hand(world, member, case, to_her())


def test_a_supervisor_to_whom_it_was_entrusted_prints_it_for_her_and_for_the_own_file_only(world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)
    entrust_safety_plan(world.advocate.actor, plan, agency_id=world.police, she_agrees=True)

    hers = share_of(hand(world, world.supervisor, case, to_her()))
    own = share_of(hand(world, world.supervisor, case, to_agency("police", world.police), 2))
    back = share_of(hand(world, world.supervisor, case, to_agency("advocate", world.ngo), 3))

    assert (hers.sender_id, hers.basis_code) == (world.police, "UA-POWER")
    assert (own.sender_id, own.recipient_id) == (world.ngo, world.police)
    assert (back.sender_id, back.recipient_id) == (world.police, world.ngo)
    with pytest.raises(NotAllowed, match="Only the agency that made"):
        hand(world, world.supervisor, case, to_agency("agency", world.social), 4)


def test_a_plan_that_changed_since_it_was_read_does_not_leave(world: World) -> None:
    case = decided(world)
    plan = her_plan(world, case)

    with pytest.raises(Stale):
        export_safety_plan(world.advocate.actor, plan, 99, copy=copy_of(case, form="full"), handing=to_her())
