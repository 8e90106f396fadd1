"""A detector that cannot find anything proves nothing: for each, a fault is planted that it has to find."""

from collections.abc import Callable
from typing import Any

import pytest
import structlog
from flask import Flask
from markupsafe import Markup
from sqlalchemy import false

from icat.audit import reading
from icat.audit.reading import Receipt
from icat.cases import scope
from icat.cases.queries import overview
from icat.cases.scope import NOBODY, Cut, Scope
from icat.db import engine as db
from tests.canaries.crawl import crawl, listening, watching
from tests.canaries.judging import complaints, go_to
from tests.canaries.places import Place
from tests.canaries.story import Story
from tests.make import World

Plant = Callable[[pytest.MonkeyPatch], None]


def every_field_is_cut_for_everybody(patch: pytest.MonkeyPatch) -> None:
    """The knife does not ask."""
    patch.setattr(Cut, "get", lambda _cut, row, name, category=None: getattr(row, name))


def the_scope_opens_everything(patch: pytest.MonkeyPatch) -> None:
    """Every owner's everything is under the actor's own."""
    patch.setattr(Scope, "share_for", lambda *_args, **_more: NOBODY)


def one_line_opens_all_of_its_kind(patch: pytest.MonkeyPatch) -> None:
    """Whoever was told one statement reads those that were kept."""
    kept = Scope.share_for

    def wider(self: Scope, owner: Any, item: Any, category: Any, **more: Any) -> Any:
        return kept(self, owner, item, category, **more) or next(
            iter(self._covers.get((owner, category), {}).values()), None
        )

    patch.setattr(Scope, "share_for", wider)


def a_page_forgets_the_scope(patch: pytest.MonkeyPatch) -> None:
    """A query reads a field of the row itself."""
    kept = overview._person
    patch.setattr(
        overview,
        "_person",
        lambda case, row, later: _with(kept(case, row, later), name=f"{row.full_name} {row.address_now}"),
    )


def an_ended_share_still_opens(patch: pytest.MonkeyPatch) -> None:
    """What is asked about shares in force forgets that they end."""
    patch.setattr(scope, "_opened", scope._opened.__wrapped__)  # past what it remembers
    patch.setattr(scope, "exists", _Never)


def a_share_is_not_seen(patch: pytest.MonkeyPatch) -> None:
    """Nothing opens anything: everybody misses what is theirs."""
    patch.setattr(Scope, "cover", lambda *_args: None)


def the_log_says_what_is_shown(patch: pytest.MonkeyPatch) -> None:
    """Somebody left a line in that helps to find mistakes."""
    kept = Cut.get

    def loud(*args: Any, **more: Any) -> Any:
        found = kept(*args, **more)
        structlog.get_logger().info("opened", value=str(found))
        return found

    patch.setattr(Cut, "get", loud)


def what_was_typed_is_a_tag(patch: pytest.MonkeyPatch) -> None:
    """Text goes into a page as it is."""
    kept = Cut.get
    patch.setattr(Cut, "get", lambda *args, **more: _raw(kept(*args, **more)))


def a_reading_is_not_recorded(patch: pytest.MonkeyPatch) -> None:
    """The page leaves without a leaf."""
    patch.setattr(reading, "record_reading", lambda *_args: True)


def a_reading_is_recorded_too_late(patch: pytest.MonkeyPatch) -> None:
    """The leaf is written, but not kept before the page leaves."""
    kept = reading.append

    def lost(session: Any, *args: Any) -> Any:
        numbers = kept(session, *args)
        session.rollback()
        return numbers

    patch.setattr(reading, "append", lost)


def a_category_is_not_on_the_receipt(patch: pytest.MonkeyPatch) -> None:
    """The leaf says that the case was read, not what of it."""
    kept = Receipt.saw
    patch.setattr(Receipt, "saw", lambda self, actor, case_id, *_rest: kept(self, actor, case_id))


CUTS = (
    every_field_is_cut_for_everybody,
    the_scope_opens_everything,
    one_line_opens_all_of_its_kind,
    a_page_forgets_the_scope,
    an_ended_share_still_opens,
)
FOUND = {
    **dict.fromkeys(CUTS, "finds"),
    a_share_is_not_seen: "misses",
    the_log_says_what_is_shown: "log",
    what_was_typed_is_a_tag: "tag",
    a_reading_is_not_recorded: "untold",
    a_reading_is_recorded_too_late: "untold",
    a_category_is_not_on_the_receipt: "untold",
}


@pytest.mark.parametrize("engine_name", ["sqlite"])  # the detectors are the same
def test_each_planted_fault_is_found_by_its_detector(app: Flask, world: World) -> None:
    story = Story(world)
    go_to(story, "withdrawn")
    with db.database().open_reading() as session:
        story.word.look_up(session)

    assert not looked_at_quickly(app, story) - {"misses"}, "two pages hold no fault"
    for plant, wanted in FOUND.items():
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            assert wanted in looked_at_quickly(app, story), plant.__name__


def looked_at_quickly(app: Flask, story: Story) -> set[str]:
    """Which of the detectors complain when two readers look at two pages."""
    at = f"/cases/{story.reference}"
    places = [Place("case.show", at), Place("item.show", f"{at}/meeting")]
    complaining, found = set(), {}
    with watching(app, story) as watch, listening() as said:
        for name in ("health", "chair"):
            try:
                found[f"{name} (en)"] = crawl(app, story, story.readers()[name], places)
            except AssertionError as error:
                complaining |= {"tag"} if "taken for a tag" in str(error) else {str(error)}
    for line in complaints(app, story, "withdrawn", found):
        complaining |= {word for word in (" finds ", " misses ") if word in line}
    if watch.untold:
        complaining.add("untold")
    if any(story.word.found_in(line) for line in said):
        complaining.add("log")
    return {word.strip() for word in complaining}


def _with(view: Any, **changed: Any) -> Any:
    for name, value in changed.items():
        object.__setattr__(view, name, value)
    return view


class _Never:
    """Stands for the question whether there is a row: there is none."""

    def where(self, *_what: Any) -> Any:
        return false()


def _raw(value: Any) -> Any:
    return Markup(value) if isinstance(value, str) else value  # noqa: S704 - planted
