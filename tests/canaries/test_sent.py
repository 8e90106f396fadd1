"""What is sent, and what comes of it: forms that are shown again, papers, files."""

import pytest
from flask import Flask

from icat.db import engine as db
from tests.canaries.crawl import Found, crawl, listening, put_back, watching
from tests.canaries.judging import complaints, go_to
from tests.canaries.places import forms
from tests.canaries.story import SPEAKERS, Story
from tests.make import World

# Who gets a paper or a file, and what stands on it beside the words of the law. Reviewed, as the table is.
PAPERS = {
    ("coordinator", "plan.export:paper"): {"minutes", "risk", "actions"},
    ("chair", "plan.export:paper"): {"minutes", "risk", "actions"},
    ("another chair", "plan.export:paper"): {"minutes", "risk", "actions"},
    ("supervisor", "plan.export:paper"): {"minutes", "risk", "actions"},
    ("ngo", "safety.export:paper"): {"safety"},
    ("auditor", "log.export:file"): set(),
    (
        "auditor",
        "checkpoints.export:file",
    ): set(),  # the whole log: numbers, codes and hashes; a barred auditor gets none
    ("barred auditor", "log.export:file"): set(),
    ("auditor", "report.export:file"): set(),
    ("barred auditor", "report.export:file"): set(),
    ("dpo", "report.export:file"): set(),
    ("auditor", "pack.new:file"): set(),
    ("dpo", "pack.new:file"): set(),
}


@pytest.mark.parametrize("engine_name", ["sqlite"])  # where the database can be brought back after each reader
def test_whatever_is_sent_nobody_is_answered_with_more_than_is_theirs(app: Flask, world: World) -> None:
    story = Story(world)
    go_to(story, "after")
    with db.database().open_reading() as session:
        story.word.look_up(session)
    found, papers = dict[str, Found](), {}
    with watching(app, story) as watch, listening() as said, put_back(db.database()) as again:
        for name, who in story.readers().items():
            again()
            found[f"{name} (en)"] = one = crawl(app, story, who, forms(app, story))
            papers |= {
                (name, page): {story.word.groups[word] for word in one.words[page]}
                for page in one.opened
                if ":" in page
            }

    assert not watch.untold, "\n".join(sorted(set(watch.untold)))
    assert not {word for line in said for word in story.word.found_in(line)}, "the log of the server tells"
    told = [line for line in complaints(app, story, "after", found) if " misses " not in line]
    assert not told, "\n".join(told)
    expected = {key: _spelt(groups) for key, groups in PAPERS.items()}
    differing = [
        f"{key}: {papers.get(key)}" for key in papers.keys() | expected if papers.get(key) != expected.get(key)
    ]
    assert not differing, "\n".join(differing)


def _spelt(groups: set[str]) -> set[str]:
    actions = {f"{agency} action" for agency in (*SPEAKERS, "school")}
    return (groups - {"actions"}) | (actions if "actions" in groups else set())
