"""Copies that wait, through the browser; and that nobody can tell a counter-allegation from any other reason."""

from icat.cases.commands.releases import set_restriction
from icat.cases.models import Person, Release
from icat.db import engine as db
from tests.cases.commands.test_releases import WHY, restricted
from tests.cases.meeting_again import OLENA, SERHII, case_of, refer
from tests.cases.views.test_comparing import without_what_differs
from tests.make import World
from tests.plans.build import decided, her_plan


def test_the_way_from_a_copy_that_waits_to_one_that_is_let_go(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case = restricted(world)
    at = f"/cases/{case.reference}"
    advocate, chair = client_for(world.advocate), client_for(world.chair)

    waiting = advocate.get(f"{at}/safety-plan/export").get_data(as_text=True)
    empty = advocate.send(f"{at}/releases/new", {"wanted": ""})
    asked = advocate.send(f"{at}/releases/new", {"wanted": "Для неї, на четвер."})
    listed = chair.get(f"{at}/releases").get_data(as_text=True)
    answered = chair.send(f"{at}/releases/1", {"answer": "grant", "reason": "Перевірила телефоном."})
    free = advocate.get(f"{at}/safety-plan/export").get_data(as_text=True)

    assert f"{at}/releases/new" in waiting
    assert "Say for whom the copy is" in empty.get_data(as_text=True)
    assert asked.status_code == answered.status_code == 302
    assert WHY in listed
    assert "на четвер" in listed
    assert "Let go." in free
    assert WHY not in waiting + free
    assert "Перевірила" not in free
    assert chair.get(f"{at}/releases/1").status_code == 404  # it was answered
    db.end()
    assert db.session().query(Release).one().is_granted


def test_a_chair_lets_copies_wait_and_leave_again(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case = decided(world)
    at = f"/cases/{case.reference}/releases"
    chair = client_for(world.chair)

    assert chair.send(at, {"is_on": "yes"}).status_code == 200
    assert chair.send(at, {"is_on": "yes", "reason": WHY}).status_code == 302
    assert "leave only when a chair lets them go" in chair.get(at).get_data(as_text=True)
    assert client_for(world.coordinator).get(at).status_code == 403


def test_a_counter_allegation_looks_to_everybody_else_like_any_other_reason(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    """Once the copies wait because the case mirrors an earlier one, once because a chair said so: the same bytes."""
    earlier = refer(world, {"surname": "Ґалаґан", "given_name": "Сергій"}, {"surname": "Ґалаґан", "given_name": "Єва"})
    case = decided(world)
    her_plan(world, case)
    db.end()
    at = f"/cases/{case.reference}"
    readers = {name: client_for(getattr(world, name)) for name in ("advocate", "coordinator", "policewoman", "chair")}
    paths = (at, f"{at}/screening", f"{at}/safety-plan", f"{at}/safety-plan/export", f"{at}/releases/new", f"{at}/plan")
    for client in readers.values():
        client.get("/")

    def pages() -> dict[tuple[str, str], tuple[int, str]]:
        answers = {(name, path): readers[name].get(path) for name in readers for path in paths}
        return {key: (answer.status_code, without_what_differs(answer.data)) for key, answer in answers.items()}

    mirrored = pages()
    _rename(earlier)
    set_restriction(world.chair.actor, case.id, is_on=True, reason=WHY)
    db.end()
    said = pages()

    assert "wait for a chair" in mirrored["advocate", f"{at}/safety-plan/export"][1]
    assert "Counter-allegation" in mirrored["chair", at][1]
    for (name, path), answer in mirrored.items():
        if name != "chair":
            assert answer == said[name, path], (name, path)


def _rename(reference: str) -> None:
    """The earlier case becomes one of strangers."""
    case_id = case_of(reference).id
    db.end()
    with db.writing() as session:
        for row, who in zip(session.query(Person).filter_by(case_id=case_id), (OLENA, SERHII), strict=False):
            row.surname, row.given_name = "Незнайко", who["given_name"]
        session.commit()
