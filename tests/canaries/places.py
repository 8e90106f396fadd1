"""Every address there is, found in the application itself, and what is sent to those that take something.

A new page is found by itself. What its address needs is in ``Story`` or in ``_values`` here; a new form that answers
with content only when it is filled in gets a line in ``FILLED``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from icat.audit.models import LedgerHead
from icat.db import engine as db
from icat.plans.models import Action
from icat.reports.queries.catalogue import ReportCode
from tests.canaries.story import Story
from tests.make import Person

# Not of the work: files that are the same for everybody, and the ways in and out.
NOT_OF_THE_WORK = {"static", "session.enter", "session.unlock", "session.leave", "session.stay", "session.language"}

OWN, CASE, OTHER = "the agency of whoever sends it", "the number of the case", "another agency"
_ASKED = {"case": CASE, "part": "child", "number": "1", "agency": OTHER, "days": "180"}  # each report takes its part
_HANDED = {"holder_name": "Ганна Сейф", "purpose": "safety_planning"}
_SAFE_ANSWERS = {
    "answer_asked_for": "yes",
    "answer_lives_with_him": "no",
    "answer_searches": "no",
    "answer_children_may_tell": "no",
    "answer_safe_place": "yes",
    "answer_what_to_say": "yes",
}
# What is sent so that the answer is a file.
FILLED: dict[str, list[dict[str, str]]] = {
    "plan.export": [_HANDED | {"agency_id": OWN, "is_safe": "y", "extent": "own"}],
    "pack.new": [{"case": CASE, "recipient": "суд", "order": "1/26", "purpose": "доказ", "language": "uk"}],
    "report.export": [_ASKED | {"format": "csv", "use": "complaint"}],
    "safety.export": [_HANDED | _SAFE_ANSWERS | {"holder": "survivor", "format": "full", "is_present": "y"}],
}


@dataclass(frozen=True)
class Place:
    """One address, and what is sent to it (nothing: it is only looked at)."""

    endpoint: str
    path: str
    sent: dict[str, str] | None = None


def pages(app: Flask, story: Story, *, of_all: bool = False) -> list[Place]:
    """Every address that can be gone to, with whatever of the story fits into it.

    ``of_all``: also the addresses of the other case and of the draft, which nothing changes as the story goes on.
    """
    found = [
        Place("caseload.index", "/cases?stage=meeting"),
        Place("caseload.index", f"/cases?after={story.reference}"),
        Place("log.index", f"/log?case={story.reference}"),
        Place("pack.new", f"/packs/new?case={story.reference}"),
    ]
    question = "&".join(f"{name}={value}" for name, value in ready(_ASKED, story, story.world.auditor).items())
    found += [Place("report.show", f"/reports/{code}?{question}") for code in ReportCode]
    for rule, path in _addresses(app, story, "GET", of_all=of_all):
        found.append(Place(rule.endpoint, path))
    return found


def forms(app: Flask, story: Story) -> list[Place]:
    """Every address that takes something: empty, and filled in where only that is answered with content."""
    found = []
    for rule, path in _addresses(app, story, "POST"):
        found += [Place(rule.endpoint, path, sent) for sent in [{}, *FILLED.get(rule.endpoint, [])]]
    return sorted(
        found, key=lambda place: not place.sent
    )  # what is filled in first: even an empty form can change things


def case_routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every route under the address of a case, with each method that it takes."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if "<reference>" in rule.rule and rule.endpoint not in NOT_OF_THE_WORK
    ]


def case_endpoints(app: Flask) -> set[str]:
    """The pages that lie under a case's address."""
    return {rule.endpoint for rule, _method in case_routes(app) if rule.rule.startswith("/cases/<reference>")}


def _addresses(app: Flask, story: Story, method: str, *, of_all: bool = False) -> Iterator[tuple[Rule, str]]:
    values = _values(story)
    if of_all:
        values["reference"] += [story.declined, story.draft]
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or set()) and rule.endpoint not in NOT_OF_THE_WORK:
            made = [rule.rule]
            for name in rule.arguments:
                assert name in values, f"say in tests/canaries/places.py what fits into <{name}> of {rule.rule}"
                made = [re.sub(rf"<([a-z]+:)?{name}>", value, at) for at in made for value in values[name]]
            yield from ((rule, path) for path in made if not _is_idle(story, path))


def _is_idle(story: Story, path: str) -> bool:
    """Whether nothing can lie there: a draft has no case yet, and the other case nothing that is numbered."""
    if story.draft in path:
        return not path.startswith("/referrals/")
    return story.declined in path and re.search("/[0-9a-f]+(/|$)", path.partition(story.declined)[2]) is not None


def _values(story: Story) -> dict[str, list[str]]:
    """What fits into the variable parts of addresses."""
    db.end()
    session = db.session()
    actions = [id.hex[:8] for id in session.scalars(select(Action.id).order_by(Action.due_on, Action.id).limit(2))]
    last = session.get_one(LedgerHead, story.world.team_id).seq
    return {
        "reference": [story.reference],
        "team": ["KHM"],
        "number": ["1", "2"],
        "code": actions or ["0" * 8],
        "seq": [str(number) for number in (last // 3, last // 2, last)],
        "kind": ["2"],
        "page": ["1"],
        "key": ["0" * 8],
        "name": ["bc-19-1"],
        "tool": ["bc-19"],
        "factor": ["strangling"],
        "report": list(ReportCode),
        "login": ["nobody"],
        "other": [story.declined],
    }


def ready(sent: dict[str, str], story: Story, who: Person) -> dict[str, str]:
    """What is sent, with what fits the story and whoever sends it."""
    fits = {OWN: str(who.actor.agency_id), CASE: story.reference, OTHER: str(story.world.social)}
    return {name: fits.get(value, value) for name, value in sent.items()}
