"""The letters: the neutral one is the same to the byte whether there is a case or not."""

from datetime import datetime
from typing import Any

import pytest

from icat import clock
from icat.errors import NotFound
from icat.inquiries.commands.inquiry import answer_inquiry, postpone_inquiry
from icat.inquiries.documents import ANSWER, POSTPONEMENT, letter
from icat.members.commands import founding
from icat.policy.roles import Role
from tests.inquiries.asking import received, row, tied, view
from tests.make import STARTED, Person, World, make_case
from tests.pdf.reading import squeezed, text

THEN = datetime(2026, 11, 20, 11, 0, tzinfo=clock.KYIV)


def sent(who: Person, number: int, **how: Any) -> bytes:
    with clock.pretending(THEN):
        found = row(number)
        answer_inquiry(who.actor, found.id, found.version, **how)
        return letter(who.actor, view(who, number), ANSWER)


def test_the_letter_about_nobody_and_about_a_case_is_one(world: World) -> None:
    case = make_case(world)
    made = set()
    for outcome, is_tied in (("nothing_held", False), ("cannot_confirm", True), ("refused", True)):
        with clock.pretending(THEN):
            number = received(world.coordinator, "other", purpose="", language="en")
            if is_tied:
                tied(world.coordinator, number, case)
        refusal = {"refusal": "forbidden_by_law"} if outcome == "refused" else {}
        pdf = sent(world.coordinator, number, outcome=outcome, **refusal)
        made.add(squeezed(text(pdf)).replace(f"No.{number}/", "No./"))

    assert len(made) == 1
    assert case.reference not in made.pop()


def test_the_bytes_do_not_depend_on_the_answer(world: World) -> None:
    with clock.pretending(THEN):
        number = received(world.coordinator, "agency")
    silent = sent(world.coordinator, number, outcome="nothing_held")
    found = view(world.coordinator, number)
    assert found.answer is not None
    object.__setattr__(found.answer, "code", "cannot_confirm")

    assert letter(world.coordinator.actor, found, ANSWER) == silent
    assert "Єва" not in text(silent)
    assert squeezed("ні того, що такі відомості є, ні того, що їх немає") in squeezed(text(silent))


def test_a_refusal_gives_its_reason_and_the_way_to_complain(world: World) -> None:
    with clock.pretending(THEN):
        number = received(world.coordinator, language="en", paper_number="01-17/8", paper_on=THEN.date())
    said = squeezed(
        text(sent(world.coordinator, number, outcome="refused", refusal="incomplete", words="Purpose missing."))
    )

    for words in ("lacks what Art. 16(4) demands", "Purpose missing.", "Commissioner", "No. 01-17/8 of 20.11.2026"):
        assert squeezed(words) in said, words


def test_a_postponement_is_a_letter_of_its_own_and_the_answer_the_second(world: World) -> None:
    with clock.pretending(THEN):
        number = received(world.coordinator, language="en")
        found = row(number)
        until = found.due_on.replace(day=28)
        postpone_inquiry(world.coordinator.actor, found.id, found.version, until=until, reason="The archive moves.")
        first = text(letter(world.coordinator.actor, view(world.coordinator, number), POSTPONEMENT))
    second = text(sent(world.coordinator, number, outcome="forwarded", words="The court of Horodok"))

    for words in (f"{number}/1", "28.12.2026", "archive"):
        assert words in first
    for words in (f"{number}/2", "Horodok"):
        assert words in second


def test_a_letter_names_the_day_of_receipt_here_and_the_right_one_of_two_namesakes(world: World) -> None:
    night = datetime(2026, 11, 18, 0, 40, tzinfo=clock.KYIV)  # still the seventeenth by the clock of the database
    account_id = founding.open_account("namesake", world.coordinator.name, "$argon2id$none", "JBSWY3DPEHPK3PXP")
    founding.appoint(world.team_id, "KHM", account_id, world.ngo, [Role.MEMBER], position="водійка", from_on=STARTED)
    with clock.pretending(THEN):
        number = received(world.coordinator, language="en", received_at=night)
    said = text(sent(world.coordinator, number, outcome="refused", refusal="incomplete", words="Purpose missing."))

    assert squeezed("received on 18.11.2026") in squeezed(said)
    assert "водійка" not in said


def test_who_may_not_know_the_answer_gets_no_letter(world: World) -> None:
    number = received(world.coordinator)
    with pytest.raises(NotFound):
        letter(world.coordinator.actor, view(world.coordinator, number), ANSWER)
    sent(world.coordinator, number, outcome="cannot_confirm")

    with pytest.raises(NotFound):
        letter(world.chair.actor, view(world.chair, number), ANSWER)
    with pytest.raises(NotFound):
        letter(world.chair.actor, view(world.chair, number), POSTPONEMENT)
