"""Walking the story to a moment, letting everybody look, and saying what differs from the reviewed table."""

import os
from collections import defaultdict
from datetime import timedelta
from itertools import cycle

from flask import Flask

from icat import clock
from icat.db import engine as db
from tests.canaries.crawl import Found, crawl, listening, put_back, watching
from tests.canaries.places import case_endpoints, pages
from tests.canaries.story import Story
from tests.canaries.table import rows

EVERY_VARIANT = bool(os.environ.get("ICAT_LONG"))
LANGUAGES = ("en", "uk")
FULLEST = "after"
MUCH_LATER = timedelta(days=400)
# Those whom a step or an engine could treat in a way of their own: the same code cuts for all the others.
SOME = {"referrer", "health", "chair", "barred chair"}


def go_to(story: Story, moment: str) -> None:
    """Tell the story up to that moment."""
    if moment != "before":
        story.share()
    if moment == "withdrawn":
        story.withdraw("health")
        story.withdraw("police")


def looked(app: Flask, story: Story, moment: str, some: set[str] | None = None) -> dict[str, Found]:
    """What each reader finds on all pages. The readers take turns in the two languages; ``--long`` has every reader at
    the fullest moment read both."""
    with db.database().open_reading() as session:
        story.word.look_up(session)
    db.end()
    now = clock.now() + (MUCH_LATER if moment == "expired" else timedelta())
    turns = cycle(LANGUAGES)
    found = {}
    with clock.pretending(now), watching(app, story) as watch, listening() as said, put_back(db.database()) as again:
        for name, who in story.readers().items():
            if some is None or name in some:
                again()
                first = next(turns)
                for language in LANGUAGES if EVERY_VARIANT and moment == FULLEST else (first,):
                    places = pages(app, story, of_all=moment == FULLEST and language == first)
                    found[f"{name} ({language})"] = crawl(app, story, who, places, language)
    assert not watch.untold, "\n".join(sorted(set(watch.untold)))
    assert watch.held
    assert not {word for line in said for word in story.word.found_in(line)}, "the log of the server tells"
    return found


def complaints(app: Flask, story: Story, moment: str, found: dict[str, Found]) -> list[str]:
    """What differs from the table, in words: of the readers, and of the pages."""
    table, of_case = {row.group: row for row in rows()}, case_endpoints(app)
    told = [f"no row for {group}" for group in sorted(set(story.word.groups.values()) - table.keys())]
    shown: dict[str, set[str]] = defaultdict(set)
    went: set[str] = set()
    for reader, one in found.items():
        name = reader.rpartition(" (")[0]
        theirs = [row for row in table.values() if name in row.who(moment)]
        expected = story.word.of(row.group for row in theirs)
        went_everywhere = moment == FULLEST and name not in went
        went.add(name)
        due = story.word.of(row.group for row in theirs if went_everywhere or not row.is_elsewhere)
        told += [f"{reader} finds {what} on {places_of(one, word)}" for word, what in named(story, one.all - expected)]
        told += [f"{reader} misses {what}" for _word, what in named(story, due - one.all)]
        for page, words in one.words.items():
            shown[page] |= {story.word.groups[word] for word in words}
    for page, groups in sorted(shown.items()):
        is_of_case = page.partition(":")[0] in of_case
        told += [
            f"{page} shows {group}: not in its row"
            for group in sorted(groups & table.keys())
            if not table[group].covers(page, is_of_case=is_of_case)
        ]
    return told


def named(story: Story, words: set[str]) -> list[tuple[str, str]]:
    """Words, each with what it is."""
    return [(word, "".join(story.word.told([word]))) for word in sorted(words)]


def places_of(found: Found, word: str) -> str:
    """The pages on which somebody found it."""
    return ", ".join(sorted(page for page, words in found.words.items() if word in words))
