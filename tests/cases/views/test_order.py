"""Orders, through the browser."""

from datetime import timedelta

from icat import clock
from tests.cases.referring import submit
from tests.make import World


def moment(name: str, at: object) -> dict[str, str]:
    """A moment as a browser sends it."""
    here = clock.local(at)  # type: ignore[arg-type]
    return {
        f"{name}-day": str(here.day),
        f"{name}-month": str(here.month),
        f"{name}-year": str(here.year),
        f"{name}-time": f"{here:%H:%M}",
    }


def test_an_urgent_order_is_recorded_corrected_worked_on_breached_and_ended(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case = f"/cases/{submit(world).reference}"
    at, police, chair = f"{case}/orders", client_for(world.policewoman), client_for(world.chair)
    said = {"number": "ТЗП 7/26", "days": "10", "measures": "no_contact", "conditions": ""}
    made = moment("starts_at", clock.now() - timedelta(hours=30))

    kinds = police.get(f"{at}/new").get_data(as_text=True)
    recorded = police.send(
        f"{at}/new?kind=urgent_barring_order", {**said, **made, "told": "office", "basis_code": "UA-POWER"}
    )
    page = chair.get(case).get_data(as_text=True)
    corrected = police.send(f"{at}/1/edit", {**said, **made, "number": "ТЗП 8/26", "reason": "Описка"})
    called = chair.send(f"{at}/1/step", {"kind": "called", "outcome": "reached"})
    breached = police.send(f"{at}/1/breach", {"when": "now", "text": "Прийшов", "basis_code": "UA-POWER"})
    history = chair.get(f"{at}/1").get_data(as_text=True)
    ended = police.send(f"{at}/1/end", {"reason": "Арешт"})

    assert "restraining order" in kinds
    assert [done.status_code for done in (recorded, corrected, called, breached, ended)] == [302] * 5
    assert "Urgent order: day 2 of 10" in page
    assert "nothing protects her that is known here" in page
    assert "She was reached." in history
    assert "Before: Number of the order" in history
    assert "ТЗП 7/26" in history
    assert "Critical development: breach of an order" in chair.get(case).get_data(as_text=True)
    assert "The urgent order is over" in police.get(at).get_data(as_text=True)
    assert chair.get(f"{at}/1/edit").status_code == 404  # who recorded it corrects it


def test_a_restraining_order_is_extended_by_who_recorded_it(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}/orders"
    police, today = client_for(world.policewoman), clock.today()

    def day(name: str, ahead: int) -> dict[str, str]:
        found = today + timedelta(days=ahead)
        return {f"{name}-day": str(found.day), f"{name}-month": str(found.month), f"{name}-year": str(found.year)}

    said = {"number": "686/1/26", **day("starts_on", 0), "basis_code": "not_told"}
    refused = police.send(f"{at}/new?kind=restraining_order", {**said, **day("until_on", 300)})
    police.send(f"{at}/new?kind=restraining_order", {**said, **day("until_on", 90)})
    extended = police.send(f"{at}/1/extend", day("until_on", 180))

    assert "At most 6 months" in refused.get_data(as_text=True)
    assert extended.status_code == 302
    assert "Extended" in police.get(f"{at}/1").get_data(as_text=True)
    assert "No order is known to you." in client_for(world.chair).get(at).get_data(as_text=True)
