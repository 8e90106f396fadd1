"""The consents of a case for different readers: its scope for who relies on one, texts and paper for who asked."""

import pytest

from icat.cases.commands.consent import attach_paper
from icat.cases.models import Giver
from icat.cases.queries.consents import colleagues, consent, consents, outcome, paper_of
from icat.cases.queries.door import CaseView, open_case
from icat.cases.scope import WITHHELD
from icat.db import engine as db
from icat.errors import NotFound
from icat.files.checking import Brought
from icat.policy.permissions import Permission
from tests.cases.consenting import agree, seated, share_on_consent, to
from tests.files.brought import PDF, pdf
from tests.make import MadeCase, Person, World, make_case

BY_BODY = {
    "giver": Giver.GUARDIANSHIP,
    "giver_name": "Ганна Їжак",
    "giver_reason": "Мати ухиляється",
    "witness": "М. Ґ.",
}


@pytest.fixture
def case(world: World) -> MadeCase:
    return make_case(world, seats=seated(world))


def seen_by(who: Person, case: MadeCase) -> CaseView:
    db.end()
    return open_case(who.actor, Permission.CASE_READ, case.reference)


def test_who_asked_reads_the_texts_and_who_relies_on_it_its_scope(world, case):
    agree(world.advocate, case, to(world.health), refused=to(world.police), **BY_BODY)

    (own,) = consents(seen_by(world.advocate, case))
    (relied,) = consents(seen_by(world.doctor, case))
    (office,) = consents(seen_by(world.chair, case))

    assert (own.giver_name, own.witness, own.is_own) == ("Ганна Їжак", "М. Ґ.", True)
    for other in (relied, office):
        assert {other.giver_name, other.giver_reason, other.witness, other.outside} == {WITHHELD}
        assert [one.who for one in other.agreed] == ["Лікарня"]
    assert [one.who for one in own.refused] == [one.who for one in office.refused] == ["Поліція"]
    assert relied.refused == ()
    assert consents(seen_by(world.policewoman, case)) == ()


def test_a_paper_is_handed_to_the_agency_that_asked_only(world, case):
    made = agree(world.advocate, case, to(world.health))
    attach_paper(world.advocate.actor, made, paper=Brought("a.pdf", PDF, pdf()))

    assert paper_of(seen_by(world.advocate, case), made, 1).content == pdf()
    assert len(consents(seen_by(world.advocate, case))[0].papers) == 1
    assert consents(seen_by(world.doctor, case))[0].papers == ()
    for who, place in ((world.doctor, 1), (world.chair, 1), (world.advocate, 2), (world.policewoman, 1)):
        with pytest.raises(NotFound):
            paper_of(seen_by(who, case), made, place)


def test_the_outcome_names_what_ends_and_what_goes_on(world, case):
    made = agree(world.advocate, case, to(world.police, world.health))
    share_on_consent(world.advocate, case, world.police)
    share_on_consent(world.doctor, case, world.police)
    share_on_consent(world.policewoman, case, world.health, basis="UA-POWER")

    for_police = outcome(seen_by(world.policewoman, case), made)
    for_hospital = outcome(seen_by(world.doctor, case), made)
    for_advocate = outcome(seen_by(world.advocate, case), made)

    assert (len(for_police.ending), for_police.unseen, len(for_police.going_on)) == (2, 0, 1)
    assert (len(for_hospital.ending), for_hospital.unseen) == (1, 1)
    assert "UA-CRIMINAL" in [move.code for move in for_advocate.ending[0].moves]
    assert not any(move.needs_consent for move in for_advocate.ending[0].moves)
    assert [one.moves for one in for_police.ending] == [(), ()], "only a sender says on what else it rests"


def test_a_number_that_is_none_is_no_page(world, case):
    agree(world.advocate, case, to(world.health))

    assert consent(seen_by(world.advocate, case), 1).is_in_force
    for number in (0, 2):
        with pytest.raises(NotFound):
            consent(seen_by(world.advocate, case), number)


def test_the_reader_stands_first_among_those_who_may_have_asked(world, case):
    found = colleagues(seen_by(world.policewoman, case))

    assert found[0] == (world.policewoman.member_id, "Лідія Кравець")
    assert {name for _, name in found} == {"Лідія Кравець", "Гнат Ярошенко", "Богдан Є́вченко"}
