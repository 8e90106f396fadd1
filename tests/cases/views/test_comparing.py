"""Comparing through the browser: from the screening of a referral, side by side, to what was found; chairs' matters."""

import re

import pytest

from icat.audit.recording import upkeep
from icat.cases.models import Person
from tests.cases.meeting_again import EVA, OLENA, SERHII, WROTE_EVA, WROTE_SERHII, case_of, refer
from tests.make import World


def without_what_differs(page: bytes) -> str:
    """The page without what is new in each answer."""
    return re.sub(r'name="csrf_token"[^>]*>|/static/[^"]+', "", page.decode())


def test_the_way_from_the_screening_to_a_repeat(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    client = client_for(world.coordinator)
    at, where = f"/cases/{again}/screening", f"/cases/{again}/comparisons/{first}"

    screening = client.get(at).get_data(as_text=True)
    beside = client.get(where).get_data(as_text=True)
    nothing_said = client.send(where, {})
    found = client.send(where, {"verdict": "same_pair"})
    afterwards = client.get(at).get_data(as_text=True)
    case = client.get(f"/cases/{again}").get_data(as_text=True)

    assert where in screening
    assert "Perhaps the same two people" in screening
    assert "Ґалаґан Єва Їжаківна" in beside
    assert "Галаган Ева" in beside
    assert "Say what you found." in nothing_said.get_data(as_text=True)
    assert found.status_code == 302
    assert "Another case of the same two people" in afterwards
    assert "Repeat: the same two people within 12 months" in case
    assert f"/cases/{first}" in case


def test_a_case_that_is_not_there_and_one_that_is_barred_answer_alike(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case = refer(world, EVA, SERHII)
    client = client_for(world.coordinator)

    assert client.get(f"/cases/{case}/comparisons/KHM-2026-00000-0").status_code == 404
    assert client_for(world.policewoman).get(f"/cases/{case}/comparisons/{case}").status_code == 403


@pytest.mark.parametrize("kind", ["mirror", "same perpetrator"])
def test_nobody_but_a_chair_can_tell_that_there_is_such_a_case(client_for, world: World, kind: str) -> None:  # type: ignore[no-untyped-def]
    """Every page of the first case is, byte for byte, what it is when the other case is about strangers."""
    first = refer(world, EVA, SERHII)
    other = refer(world, SERHII, EVA) if kind == "mirror" else refer(world, OLENA, SERHII)
    readers = {
        name: client_for(getattr(world, name))
        for name in ("coordinator", "policewoman", "officer", "supervisor", "auditor", "chair")
    }
    paths = (f"/cases/{first}", f"/cases/{first}/screening", f"/cases/{first}/shares", "/queue", "/cases", "/")

    for client in readers.values():
        client.get("/")  # the cookie of the language and of the form comes with the first answer
    related = {(name, path): readers[name].get(path) for name in readers for path in paths}
    assert "/comparisons/" in related["chair", paths[1]].get_data(as_text=True)
    case_id = case_of(other).id
    with upkeep() as session:  # the names of the other case become those of strangers, as long as these
        for row in session.query(Person).filter_by(case_id=case_id):
            row.surname, row.given_name = "Незнайко", "Хтось"
            row.patronymic, row.birth_year = "", "1950"
    strange = {(name, path): readers[name].get(path) for name in readers for path in paths}

    for (name, path), page in related.items():
        if name == "chair":
            continue
        then = strange[name, path]
        assert (page.status_code, [*page.headers.keys()]) == (then.status_code, [*then.headers.keys()])
        if path.startswith("/cases/"):
            assert without_what_differs(page.data) == without_what_differs(then.data), (name, path)
    assert "/comparisons/" not in strange["chair", paths[1]].get_data(as_text=True)
