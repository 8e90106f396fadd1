"""The same when what was told has ended: every share has run out, or two agencies took back what they told."""

import pytest
from flask import Flask

from tests.canaries.judging import SOME, complaints, go_to, looked
from tests.canaries.story import Story
from tests.make import World


@pytest.mark.parametrize("moment", ["expired", "withdrawn"])
def test_what_ended_is_found_by_its_owner_only(app: Flask, world: World, engine_name: str, moment: str) -> None:
    story = Story(world)
    go_to(story, moment)

    found = looked(app, story, moment, None if engine_name == "sqlite" else SOME)

    told = complaints(app, story, moment, found)
    assert not told, "\n".join(told)
