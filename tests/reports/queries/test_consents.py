"""A consent is what the ledger says, or the difference is found."""

import pytest
from sqlalchemy import delete

from icat.cases.commands.consent import attach_paper, withdraw_consent
from icat.cases.models import Consent, ConsentEnd, ConsentLine, ConsentPaper
from icat.db import engine as db
from icat.files.checking import Brought
from icat.reports.queries.consents import Agreement, Mismatch, verify_consents
from tests.audit.acting import spoil
from tests.cases.consenting import agree, seated, to
from tests.files.brought import PDF, pdf
from tests.make import World, make_case


@pytest.fixture
def made(world: World) -> object:
    """A consent with a paper, and one that was withdrawn."""
    case = make_case(world, seats=seated(world))
    kept = agree(world.advocate, case, to(world.health), refused=to(world.police))
    attach_paper(world.advocate.actor, kept, paper=Brought("a.pdf", PDF, pdf()))
    gone = agree(world.advocate, case, to(world.social))
    withdraw_consent(world.advocate.actor, gone, frozenset(), method="phone", reason="x")
    return kept


def agreement(world: World) -> Agreement:
    db.end()
    return verify_consents(db.session(), world.team_id)


def drop(*statements: object) -> None:
    with db.writing() as session:
        for statement in statements:
            session.execute(statement)
        session.commit()


def test_honest_consents_agree(world, made):
    assert agreement(world) == Agreement(2)
    assert agreement(world).is_whole


def test_a_team_without_consents_agrees(world):
    assert agreement(world) == Agreement(0)


@pytest.mark.parametrize(
    "change_to",
    ["purpose = 'transfer'", "method = 'writing'", "until_on = '2099-01-01'", "digest = 'x'", "salt = 'x'"],
)
def test_an_edited_consent_is_found(world, made, change_to):
    spoil(f"update consent set {change_to} where id = :id", id=made)  # noqa: S608

    assert agreement(world).mismatch is Mismatch.CHANGED


def test_a_no_made_a_yes_is_found(world, made):
    spoil("update consent_line set is_agreed = true where consent_id = :id and not is_agreed", id=made)

    assert agreement(world).mismatch is Mismatch.CHANGED


def test_a_consent_that_is_gone_is_found(world, made):
    drop(
        delete(ConsentPaper),
        delete(ConsentLine).where(ConsentLine.consent_id == made),
        delete(Consent).where(Consent.id == made),
    )

    assert agreement(world).mismatch is Mismatch.NO_CONSENT


def test_a_consent_of_which_the_log_knows_nothing_is_found(world, made):
    spoil("delete from ledger_entry where event = 'consent:recorded'")

    assert agreement(world).mismatch in (Mismatch.NO_LEAF, Mismatch.CHANGED)


def test_a_paper_that_was_taken_away_or_put_in_place_of_another_is_found(world, made):
    spoil("update stored_file set digest = 'x'")
    assert agreement(world).mismatch is Mismatch.PAPER

    drop(delete(ConsentPaper))
    assert agreement(world).mismatch is Mismatch.PAPER


def test_a_withdrawal_that_was_taken_away_is_found(world, made):
    drop(delete(ConsentEnd))

    assert agreement(world).mismatch is Mismatch.END
    assert str(Mismatch.END.words)
