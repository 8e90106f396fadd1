"""Retention through the browser."""

from typing import Any

from icat.cases.commands.holds import place_hold
from icat.cases.models import Case, Hold
from icat.db import engine as db
from icat.retention.commands.disposal import propose_disposal
from tests.cases.referring import submit
from tests.make import World
from tests.meetings.sitting import one
from tests.retention.ending import destroy, old_case, version


def text(page: Any) -> str:
    found: str = page.get_data(as_text=True)
    return found


def test_a_case_goes_from_due_to_destroyed_by_two_people(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case_id, reference = old_case(world)
    at, first, second = f"/retention/{reference}", client_for(world.coordinator), client_for(world.chair)
    assert reference in text(first.get("/retention"))
    assert "The last term of this case is over." in text(first.get(at))

    said = text(first.act(f"{at}/proposal", {"version": str(version(case_id))}, seen_on=at))
    assert "Somebody else must confirm it." in text(first.get(at)) or "Somebody else" in said
    assert "cannot be undone" in text(second.get(f"{at}/disposal"))
    unsure = text(second.send(f"{at}/disposal", {"told": "y"}))
    assert "Say that you understand." in unsure
    second.send(f"{at}/disposal", {"told": "y", "sure": "y"})

    assert one(Case, Case.id == case_id).disposed_at is not None
    page = text(second.get(at))
    assert "This case was destroyed on" in page
    assert "Ґалаґан" not in page
    assert second.get(f"/cases/{reference}").status_code == 404
    assert reference in text(second.get("/retention"))
    for gone in ("hold", "term", "disposal"):
        assert second.get(f"{at}/{gone}").status_code == 404
    assert second.get(f"{at}/recipients").status_code == 200


def test_who_proposed_is_told_that_somebody_else_must_confirm(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case_id, reference = old_case(world)
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    client = client_for(world.coordinator)

    page = text(client.send(f"/retention/{reference}/disposal", {"told": "y", "sure": "y"}))

    assert "somebody else must confirm your proposal" in page
    assert one(Case, Case.id == case_id).disposed_at is None


def test_a_hold_is_placed_shown_on_the_case_and_lifted_by_another(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case_id, reference = old_case(world)
    at, chair = f"/retention/{reference}", client_for(world.chair)

    bad = text(chair.send(f"{at}/hold", {"code": "court"}))
    assert "Say who demands the hold, and under which number." in bad
    chair.send(f"{at}/hold", {"code": "court", "authority": "Суд, № 5", "until_on-day": "", "reason": "Позов"})

    assert one(Hold, Hold.case_id == case_id).reason_code == "court"
    assert "On legal hold" in text(client_for(world.officer).get(f"/cases/{reference}"))
    assert "Суд, № 5" not in text(client_for(world.officer).get(f"/cases/{reference}"))
    assert f"{at}/holds/1" not in text(chair.get(at))
    other = client_for(world.coordinator)
    assert "Суд, № 5" in text(other.get(f"{at}/holds/1"))
    other.send(f"{at}/holds/1", {"reason": "Справу закрито"})
    assert one(Hold, Hold.case_id == case_id).lifted_by_id == world.coordinator.member_id
    assert other.get(f"{at}/holds/2").status_code == 404


def test_what_is_stated_prolongs_the_term(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    _case_id, reference = old_case(world)
    client = client_for(world.coordinator)
    day = {"counted_on-day": "10", "counted_on-month": "1", "counted_on-year": "2026"}

    client.send(f"/retention/{reference}/term", {"code": "perpetrator_sentence", "reason": "Вирок № 5", **day})

    page = text(client.get(f"/retention/{reference}"))
    assert "10.01.2036" in page
    assert "Вирок № 5" in page


def test_the_list_of_recipients_names_kinds_and_no_content(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    _case_id, reference = old_case(world)

    page = text(client_for(world.chair).get(f"/retention/{reference}/recipients"))

    assert "21(3)" in page
    assert "Ґалаґан" not in page


def test_who_sits_at_the_table_gets_no_page_and_the_barred_what_a_wrong_number_gets(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case_id, reference = old_case(world, barred=[{"name": world.coordinator.name}])
    place_hold(world.chair.actor, case_id, code="court", authority="Суд")
    db.end()
    police, coordinator = client_for(world.policewoman), client_for(world.coordinator)

    assert police.get("/retention").status_code == 403
    assert police.get(f"/retention/{reference}").status_code == 403
    barred, wrong = (coordinator.get(f"/retention/{asked}") for asked in (reference, "KHM-2026-ZZZZZ-C"))
    assert (barred.status_code, wrong.status_code) == (404, 404)
    assert reference not in text(coordinator.get("/retention"))


def test_the_log_says_that_a_case_was_destroyed_and_how_much_went(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case_id, reference = old_case(world)
    destroy(world, case_id)

    page = text(client_for(world.auditor).get(f"/log?case={reference}"))

    assert "Case destroyed" in page
    assert "destroyed on" in page
    assert "Keys destroyed" in page
    assert "Ґалаґан" not in page


def test_a_case_on_no_list_is_found_by_its_number(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    reference = submit(world).reference
    client = client_for(world.coordinator)
    assert reference not in text(client.get("/retention"))

    assert client.send("/retention", {"reference": reference.lower()}).location == f"/retention/{reference}"
    assert "Check each character." in text(client.send("/retention", {"reference": "KHM-1"}))
    assert client.get(f"/retention/{reference}").status_code == 200
