"""Saying something at the table, through the page."""

import re
from datetime import timedelta
from typing import Any

import pytest

from icat import clock
from icat.cases.models import Share
from icat.legal import Category, ConsentState
from icat.meetings.commands.research import file_return
from icat.meetings.models import Fact, Known
from icat.meetings.queries.telling import OFFICE
from tests.make import World
from tests.meetings.sitting import assess, one, planned, rows, say, statement, under_way

TYPED = {"text": "Він погрожував убити", "kind": "fact", "category": "incident", "source_code": "survivor"}


def test_what_is_said_is_recorded_and_the_next_page_names_who_heard_it(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    url = f"/cases/{sitting.case.reference}"
    typed = {**TYPED, "to": [str(world.social), str(OFFICE)], "basis_code": "UA-POWER", "consent": "not_needed"}

    response = client_for(world.policewoman).send(f"{url}/statements/new", typed, follow_redirects=True)

    assert "It was told to: Соцзахист, the coordinator and the chairs" in response.text
    assert TYPED["text"] in client_for(world.social_worker).get(f"{url}/meeting").text


def test_whoever_is_left_out_is_named_with_the_reason_and_the_way_out(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.advocate, world.policewoman, world.doctor)
    typed = {
        **TYPED,
        "to": [str(world.police), str(world.health)],
        "basis_code": "UA-CRIMINAL",
        "consent": "not_needed",
    }
    assess(world, sitting.case, separation="yes")
    say(sitting, world.policewoman, [world.ngo], what=statement("Початок"))

    response = client_for(world.advocate).send(
        f"/cases/{sitting.case.reference}/statements/new",
        {**typed, "basis_code": "UA-CHILD-1D"},
        follow_redirects=True,
    )

    assert "It was told to: Поліція" in response.text
    assert "Left out: Лікарня" in response.text
    assert "What would make it lawful" in response.text


def test_an_ngo_begins_with_consent_and_is_offered_what_the_case_calls_for(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.advocate, world.policewoman)
    url = f"/cases/{sitting.case.reference}/statements/new"
    client = client_for(world.advocate)
    page = client.get(url).text
    assert '<option value="UA-CONSENT" selected' in page
    assert "UA-CHILD-1D" in page

    refused = client.send(url, {**TYPED, "to": str(world.police), "basis_code": "UA-CONSENT", "consent": "not_needed"})
    assert "needs the consent to be given and recorded" in refused.text
    assert "What would make it lawful" in refused.text
    assert TYPED["text"] in refused.text
    assert not rows(Fact)

    client.send(url, {**TYPED, "to": str(world.police), "basis_code": "UA-CONSENT", "rely_on": "UA-CHILD-1D"})
    share = one(Share, Share.agenda_item_id == sitting.item.id)
    assert (share.basis_code, share.consent) == ("UA-CHILD-1D", ConsentState.NOT_NEEDED)


def test_one_may_look_first_who_may_hear_it_and_nothing_is_recorded(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman, world.advocate)
    typed = {
        **TYPED,
        "category": "health",
        "to": [str(world.police), str(world.ngo)],
        "basis_code": "UA-MED-INJURY",
        "consent": "not_needed",
        "check": "y",
    }

    page = client_for(world.doctor).send(f"/cases/{sitting.case.reference}/statements/new", typed).text

    assert "May hear it" in page
    assert "Would be left out" in page
    assert "Поруч" in page
    assert not rows(Fact)
    assert not rows(Share, Share.agenda_item_id == sitting.item.id)


def test_a_new_statement_needs_its_category_and_source(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)

    page = (
        client_for(world.policewoman)
        .send(
            f"/cases/{sitting.case.reference}/statements/new",
            {"text": "Щось", "to": str(world.social), "basis_code": "UA-POWER", "consent": "not_needed"},
        )
        .text
    )

    assert "Say what it is about." in page
    assert "Say where it comes from." in page


def test_an_own_fact_and_the_offer_are_ticked_and_shared(client_for: Any, world: World) -> None:
    from icat.meetings.commands.research import file_return  # noqa: PLC0415 - only here
    from icat.meetings.models import Known, Return  # noqa: PLC0415 - only here

    sitting = under_way(world, world.policewoman, world.social_worker)
    file_return(
        world.policewoman.actor,
        sitting.case.id,
        0,
        survivor=Known.YES,
        perpetrator=Known.YES,
        facts=[statement("Виклик 17.11")],
        offer="Патруль двічі на день",
    )
    own = [str(one(Fact).id), str(one(Return).id)]
    url = f"/cases/{sitting.case.reference}"

    client_for(world.policewoman).send(
        f"{url}/statements/new",
        {"facts": own, "to": str(world.social), "basis_code": "UA-POWER", "consent": "not_needed"},
    )

    page = client_for(world.social_worker).get(f"{url}/meeting").text
    assert "Виклик 17.11" in page
    assert "Патруль двічі на день" in page


def test_nobody_is_offered_who_is_not_here(client_for: Any, world: World) -> None:
    sitting = planned(world)

    page = client_for(world.policewoman).get(f"/cases/{sitting.case.reference}/statements/new").text

    assert str(world.social) not in page


def test_the_next_sentence_needs_one_key_more_and_nothing_else(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    url, client = f"/cases/{sitting.case.reference}", client_for(world.policewoman)
    page = client.get(f"{url}/meeting").text
    form = page[page.index('id="say"') :]
    # Enter in a line of text presses the first button that sends: that one adds the sentence.
    assert re.search(r'<button[^>]*type="submit"[^>]*>', form).group().count('name="again" value="fact"') == 1
    assert "Соцзахист" in form

    done = client.send(f"{url}/statements/new", {"text": "Має рушницю", "again": "fact"})

    assert done.status_code == 302
    assert done.location.endswith("/meeting#text")
    assert len(rows(Share, Share.agenda_item_id == sitting.item.id)) == 1
    assert "Має рушницю" in client_for(world.social_worker).get(f"{url}/meeting").text


def test_what_was_written_before_is_said_with_one_tick(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    file_return(
        world.policewoman.actor,
        sitting.case.id,
        0,
        survivor=Known.YES,
        perpetrator=Known.YES,
        facts=[statement("Рушниця в сараї", Category.RISK)],
    )
    say(sitting, world.policewoman, [world.social])
    url, client = f"/cases/{sitting.case.reference}", client_for(world.policewoman)
    fact = one(Fact, Fact.category == Category.RISK)
    assert f'value="{fact.id}"' in client.get(f"{url}/meeting").text

    client.send(f"{url}/statements/new", {"text": "", "facts": str(fact.id), "again": "fact"})

    assert "Рушниця в сараї" in client_for(world.social_worker).get(f"{url}/meeting").text
    assert f'value="{fact.id}"' not in client.get(f"{url}/meeting").text


def test_a_sentence_that_cannot_go_on_keeps_its_words_on_the_full_page(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    client = client_for(world.policewoman)

    page = client.send(
        f"/cases/{sitting.case.reference}/statements/new",
        {"text": "Судимий у 2019 році", "category": "convictions", "again": "fact"},
    ).text

    assert "Судимий у 2019 році" in page
    assert "may not receive" in page
    assert '<option value="UA-POWER" selected' in page


@pytest.mark.parametrize(("days", "kept"), [(7, True), (200, False)])
def test_the_sender_chooses_until_when_it_can_be_read(client_for: Any, world: World, days: int, *, kept: bool) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    last = clock.today() + timedelta(days=days)
    typed = {
        **TYPED,
        "to": str(world.social),
        "basis_code": "UA-POWER",
        "consent": "not_needed",
        "until-day": str(last.day),
        "until-month": str(last.month),
        "until-year": str(last.year),
    }

    page = client_for(world.policewoman).send(f"/cases/{sitting.case.reference}/statements/new", typed)

    if kept:
        assert one(Share, Share.agenda_item_id == sitting.item.id).last_day == last
    else:
        assert "At most 180 days" in page.text
        assert not rows(Share, Share.agenda_item_id == sitting.item.id)
