"""The papers of the plans, made for real: what stands on them, for whom, and that none is given unrecorded."""

import hashlib
import json
import threading

import pytest
from sqlalchemy import select

from icat.audit import recording
from icat.audit.models import LedgerLeaf
from icat.cases.models import Share, Stage
from icat.cases.scope import categories_of
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.legal import Category, Purpose
from icat.pdf.papers import SAFETY_SECTIONS, SafetyFormat
from icat.plans import documents
from icat.plans.commands.actions import report_action
from icat.plans.commands.exports import Handing
from icat.plans.documents import SECTIONS, File, plan_copy, safety_copy, safety_paper
from icat.plans.forms.safety import section_codes
from icat.plans.models import ActionStatus
from icat.plans.queries.copies import copies
from icat.plans.queries.safety import visible_safety_plan
from icat.policy.permissions import Permission
from tests.make import MadeCase, Person, World, make_case
from tests.pdf.reading import everything_in, pages, squeezed, text
from tests.plans.build import SPEECH, action, decided, her_plan, rows, to_her, view


def of_plan(world: World, who: Person, case: MadeCase, **more: object) -> File:
    given: dict[str, object] = {
        "agency_id": world.police,
        "holder": "Богдан Євченко",
        "purpose": Purpose.SAFETY_PLANNING,
        "language": "uk",
        **more,
    }
    return plan_copy(view(who, case, Permission.PLAN_EXPORT), **given)  # type: ignore[arg-type]


def of_safety(world: World, who: Person, case: MadeCase, handing: Handing, **more: str) -> File | None:
    given = {"language": "uk", **more}
    return safety_copy(view(who, case, Permission.SAFETY_PLAN_EXPORT), handing=handing, **given)  # type: ignore[arg-type]


def test_the_plan_on_paper_says_what_the_agency_may_know_in_its_own_words(world: World) -> None:
    case = decided(world)
    made = action(
        world,
        case,
        world.police,
        "Вилучити пістолет; під’їзд — з двору.",
        danger="",
        danger_factor="weapon-access",
        member_id=world.policewoman.member_id,
    )
    action(world, case, world.ngo, "Забронювати місце в притулку.")
    report_action(world.policewoman.actor, made, 0, status=ActionStatus.DONE, result="Зброю здано в арсенал.")

    copy = of_plan(world, world.supervisor, case)

    said = squeezed(text(copy.content))
    for words in (
        "Вилучити пістолет; під’їзд — з двору.",
        "Зброю здано в арсенал.",
        "Кравець",
        case.reference,
        "Ґ. Є. Ї.",
        "дільничний офіцер",
        "Найвищий",
    ):
        assert squeezed(words).lower() in said.lower(), words
    for words in ("притулку", "Ґалаґан", "Прихована", "0671112233"):
        assert squeezed(words) not in said, words
    assert copy.name == "document-1.pdf"


def test_the_paper_carries_its_number_and_its_share_and_the_leaf_its_digest(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    copy = of_plan(world, world.supervisor, case)

    with db.database().open_reading() as session:
        share = session.scalars(select(Share).where(Share.document == "plan")).one()
        newest = select(LedgerLeaf.payload).where(LedgerLeaf.team_id == world.team_id).order_by(LedgerLeaf.seq.desc())
        leaf = bytes(session.scalars(newest.limit(1)).one()).decode()
    assert share.id.hex[:8].upper() in text(copy.content)
    assert hashlib.sha256(copy.content).hexdigest() in leaf
    [[_case, under, mask]] = json.loads(leaf)["c"]
    assert under == str(share.id)
    assert {Category.PLAN, Category.RISK, Category.IDENTITY} <= set(categories_of(mask))  # the paper tells all of these


def test_a_copy_for_another_agency_holds_its_own_actions_or_the_whole_plan(world: World) -> None:
    case = decided(world)
    action(world, case, world.police, "Вилучити пістолет.")
    action(world, case, world.ngo, "Забронювати притулок.")

    own = text(of_plan(world, world.coordinator, case, agency_id=world.ngo).content)
    whole = text(of_plan(world, world.coordinator, case, agency_id=world.ngo, is_whole=True).content)

    assert "притулок" in own
    assert "пістолет" not in own
    assert "дільничний" not in squeezed(own)  # the police did not open the risk to this agency
    assert "пістолет" in whole


def test_a_plan_in_english_is_english(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    assert "Risk-management plan" in text(of_plan(world, world.supervisor, case, language="en").content)


def test_there_is_nothing_to_print_without_an_action_or_a_level(world: World) -> None:
    case = decided(world)
    with pytest.raises(RuleBroken, match="no action"):
        of_plan(world, world.supervisor, case)
    unlevelled = make_case(world, stage=Stage.MEETING, seats=[world.police])
    action(world, unlevelled, world.police)

    with pytest.raises(RuleBroken, match="level is agreed first"):
        of_plan(world, world.supervisor, unlevelled)


def test_her_full_plan_is_her_words_and_says_nothing_of_us(world: World) -> None:
    case = decided(world)
    her_plan(world, case, if_found="Це рецепт.")

    copy = of_safety(world, world.advocate, case, to_her())

    assert copy is not None
    said = squeezed(text(copy.content))
    assert squeezed(SPEECH) in said
    assert "паспорт" in said
    for words in ("Старий телефон", "помідор", "у сестри", "Це рецепт", "Поруч", case.reference, "Ґалаґан"):
        assert squeezed(words) not in said, words
    everything = everything_in(copy.content)
    for trace in (b"ICAT", b"icat", b"WeasyPrint", case.reference.encode()):
        assert trace not in everything, trace


def test_the_card_is_one_page_with_innocent_names(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    card = "0 800 500 335 Перукарня\nвт, пт до 19"
    copy = of_safety(world, world.advocate, case, to_her(format="pocket_card"), card=card)

    assert copy is not None
    assert pages(copy.content) == 1
    assert "Перукарня" in text(copy.content)
    assert "вт, пт до 19" in text(copy.content)
    assert squeezed(SPEECH) not in squeezed(text(copy.content))


def test_an_agency_copy_is_numbered_and_says_who_took_it(world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    handing = Handing("police", "agency_copy", "Черговий", world.police, she_agrees=True)

    copy = of_safety(world, world.advocate, case, handing)

    assert copy is not None
    said = text(copy.content)
    assert case.reference in said
    assert "Мельничук" in said
    assert "примірник 1" in said


def test_without_paper_there_is_no_file(world: World) -> None:
    case = decided(world)
    her_plan(world, case)

    assert of_safety(world, world.advocate, case, Handing("advocate", "none", "Софія Мельничук")) is None


def test_who_cannot_see_the_plan_is_answered_as_if_there_was_none(world: World) -> None:
    case = decided(world)
    with pytest.raises(NotFound):
        of_safety(world, world.supervisor, case, to_her())
    her_plan(world, case)

    with pytest.raises(NotFound):
        of_safety(world, world.supervisor, case, to_her())
    assert rows.events(world.team_id)[-1] == "access:refused"


def test_what_could_not_be_recorded_is_not_given(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = decided(world)
    action(world, case, world.police)
    her_plan(world, case)

    def refuse(*_args: object) -> list[int]:
        raise OSError

    monkeypatch.setattr(recording, "append", refuse)

    with pytest.raises(OSError):  # noqa: PT011 - what the ledger raised
        of_plan(world, world.supervisor, case)
    with pytest.raises(OSError):  # noqa: PT011
        of_safety(world, world.advocate, case, to_her())
    with db.database().open_reading() as session:
        assert session.scalars(select(Share).where(Share.document.is_not(None))).all() == []


def test_somebody_faster_takes_the_number_and_the_paper_is_made_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = decided(world)
    action(world, case, world.police)
    drawn, faster = documents.plan_pdf, []

    def slow(paper: object) -> bytes:
        if not faster:
            faster.append(True)
            other = threading.Thread(target=of_plan, args=(world, world.coordinator, case))
            other.start()
            other.join()
        return drawn(paper)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "plan_pdf", slow)
    copy = of_plan(world, world.supervisor, case)

    assert copy.name == "document-2.pdf"
    assert "примірник 2" in text(copy.content)
    found = copies(view(world.coordinator, case))
    assert [(one.number, one.state) for one in found] == [(2, "share:active"), (1, "share:withdrawn")]


def test_every_section_of_the_list_has_a_place_on_paper(world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    seen = view(world.advocate, case, Permission.SAFETY_PLAN_EXPORT)
    plan = visible_safety_plan(seen, Permission.SAFETY_PLAN_EXPORT)

    paper = safety_paper(seen, plan, SafetyFormat.FULL, "uk", 1, plan.id)

    assert set(SECTIONS) == set(section_codes())
    assert set(SECTIONS.values()) == set(SAFETY_SECTIONS)
    assert [section.code for section in paper.sections] == ["incident", "bag"]


def test_a_copy_of_a_part_does_not_say_that_nothing_else_was_agreed(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)
    action(world, case, world.ngo, domain="children")

    part = of_plan(world, world.supervisor, case, language="en")
    whole = of_plan(world, world.coordinator, case, language="en", is_whole=True)

    assert "No action agreed." not in text(part.content)
    assert "opened to the holder" in text(part.content)
    assert "No action agreed." in text(whole.content)
    assert "opened to the holder" not in text(whole.content)
