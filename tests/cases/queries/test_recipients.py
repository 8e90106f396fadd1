"""Who was told what of a case, for who must be told that it was corrected or destroyed."""

from uuid import uuid4

from icat.audit.recording import change
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Share
from icat.cases.queries.recipients import recipients_of
from icat.cases.steps.sharing import Line, Paper, Recipient, held, open_share
from icat.db import engine as db
from icat.legal import Category, Mode, RecipientKind
from icat.members.models import Agency
from tests.make import MadeCase, World, ground, make_case
from tests.meetings.sitting import one


def told(world: World, made: MadeCase, **narrowed: object) -> set[tuple[str, str, str]]:
    db.end()
    found = recipients_of(db.session(), world.team_id, made.id, **narrowed)  # type: ignore[arg-type]
    return {(str(row.recipient), row.category.value, str(row.state_label)) for row in found}


def test_each_recipient_stands_with_what_it_was_told_and_whether_that_still_holds(world: World) -> None:
    made = make_case(world, seats=[world.police, world.children])
    share = one(Share, Share.case_id == made.id, Share.recipient_id == world.children)
    assert ("ССД", "identity", "In force") in told(world, made)
    assert {who for who, kind, _state in told(world, made) if kind == "risk"} == {str(RecipientKind.OFFICE.words)}

    db.end()
    withdraw_share(world.supervisor.actor, share.id, share.digest, code="withdrawn", reason="Помилка")

    assert ("ССД", "identity", "Ended") in told(world, made)
    assert ("ССД", "identity", "In force") not in told(world, made)


def test_one_item_was_told_by_name_or_with_its_category(world: World) -> None:
    made, item = make_case(world), uuid4()
    with change(world.policewoman.actor) as work:
        case = held(work, made.id)
        for agency_id, line in (
            (world.children, Line(Category.RISK, item)),
            (world.social, Line(Category.RISK)),
            (world.council, Line(Category.RISK, uuid4())),
        ):
            open_share(
                work,
                case,
                sender=work.get(Agency, world.police),
                to=Recipient(RecipientKind.AGENCY, agency_id),
                lines=[line],
                ground=ground("UA-POWER"),
            )

    who = {row[0] for row in told(world, made, item_id=item, category=Category.RISK)}

    assert {"ССД", "Соцзахист"} <= who
    assert "Виконком" not in who


def test_a_paper_is_told_of_as_one(world: World) -> None:
    made = make_case(world, seats=[world.children])
    with change(world.policewoman.actor) as work:
        open_share(
            work,
            held(work, made.id),
            sender=work.get(Agency, world.police),
            to=Recipient(RecipientKind.AGENCY, world.children),
            lines=[Line(Category.IDENTITY)],
            ground=ground("UA-POWER"),
            mode=Mode.VIEW,
            paper=Paper("plan", "pdf", 1, "Олена", uuid4()),
        )

    assert ("ССД", "identity", "On paper") in told(world, made)
