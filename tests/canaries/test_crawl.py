"""Every text of one case carries a word that stands nowhere else; whoever can sign in looks at every page there is,
while the story goes on, and what they found is held against the reviewed table: no word too many, none too few."""

import pytest
from flask import Flask

from tests.canaries.judging import SOME, complaints, go_to, looked
from tests.canaries.story import Story
from tests.make import World


@pytest.mark.parametrize("moment", ["before", "after"])
def test_everybody_finds_what_is_theirs_and_nothing_else(
    app: Flask, world: World, engine_name: str, moment: str
) -> None:
    story = Story(world)
    go_to(story, moment)

    found = looked(app, story, moment, None if engine_name == "sqlite" else SOME)

    told = complaints(app, story, moment, found)
    assert not told, "\n".join(told)
