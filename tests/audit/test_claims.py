"""What was signed, held against a log of a few leaves: keys one after the other, epochs, and every way not to fit."""

from typing import Any
from uuid import UUID

import pytest

from icat.audit.claims import Claim, Doubt, Story, handing_on, judge
from icat.audit.events import Event
from icat.audit.merkle import Frontier
from icat.audit.note import Head, Note, signature, verifier
from icat.audit.signer import origin
from icat.crypto.signing import SigningKey

TEAM = UUID(int=5)
OLD, NEW, THIRD = (SigningKey(f"icat-0000000{number}", bytes([number]) * 32) for number in (1, 2, 3))
Told = tuple[int, Event, dict[str, Any]]
ROOTS = {size: Frontier().extended(bytes(range(32)) * size).root for size in range(40)}


def signed(size: int, *, key: SigningKey = OLD, epoch: int = 1, root: bytes | None = None) -> Claim:
    text = Head(origin(TEAM, epoch), size, root or ROOTS[size]).text
    return Claim(Note(text, (signature(key, text),)))


def story(*told: Told) -> Story:
    made = Story(TEAM)
    for seq, event, facts in told:
        made.hear(seq, event, facts)
    return made


def rotated(seq: int, old: SigningKey, new: SigningKey, by: SigningKey | None = None) -> Told:
    line = str(signature(by or old, handing_on(TEAM, verifier(new)))).rpartition(" ")[2]
    return seq, Event.SIGNING_KEY_ROTATED, {"old": str(verifier(old)), "new": str(verifier(new)), "signature": line}


def restored(seq: int, *, kept: int, lost: int, epoch: int = 2) -> Told:
    facts = {"epoch": epoch, "size": kept, "signed": lost, "root": ROOTS[lost].hex()}
    return seq, Event.LOG_RESTORED, facts


def found(of: Story, *claims: Claim, size: int = 20, key: SigningKey | None = OLD) -> Doubt | None:
    doubt = judge(of, size, ROOTS, claims, key and verifier(key))
    return None if doubt is None else doubt[0]


def test_heads_that_say_the_truth_raise_no_doubt() -> None:
    assert found(story(), signed(20), signed(3), signed(0)) is None
    assert found(story()) is None


def test_each_way_not_to_fit_has_its_name() -> None:
    assert found(story(), signed(7, root=ROOTS[8])) is Doubt.ROOT
    assert found(story(), signed(7, root=ROOTS[8]), signed(9)) is Doubt.FORK
    assert found(story(), signed(21)) is Doubt.TRUNCATED
    assert found(story(), signed(7, epoch=2)) is Doubt.FORK
    assert found(story(), signed(7, key=NEW)) is Doubt.SIGNATURE
    assert found(story(), signed(7, key=NEW), key=None) is None


def test_a_key_is_followed_by_the_one_that_it_signed_for() -> None:
    told = story(rotated(10, OLD, NEW))

    assert found(told, signed(9), signed(10, key=NEW), key=NEW) is None
    assert found(told, signed(11), key=NEW) is Doubt.SIGNATURE, "signed with a key that was no longer in use"
    assert found(told, signed(9, key=NEW), key=NEW) is Doubt.SIGNATURE
    assert found(told, signed(9), key=OLD) is Doubt.KEY
    assert found(story(rotated(10, OLD, NEW, by=NEW)), key=NEW) is Doubt.KEY
    assert found(story(rotated(10, OLD, NEW), rotated(15, NEW, THIRD)), signed(12, key=NEW), key=THIRD) is None
    assert found(story(rotated(10, OLD, NEW), rotated(15, OLD, THIRD)), key=THIRD) is Doubt.KEY


@pytest.mark.parametrize("fact", ["old", "new", "signature"])
def test_a_change_of_the_key_that_is_not_told_rightly_is_none(fact: str) -> None:
    seq, event, facts = rotated(10, OLD, NEW)

    assert found(story((seq, event, facts | {fact: "x"})), key=NEW) is Doubt.KEY
    assert found(story((seq, event, {k: v for k, v in facts.items() if k != fact})), key=NEW) is Doubt.KEY


def test_a_lost_key_is_followed_by_another_in_another_epoch() -> None:
    facts = {"epoch": 2, "old": str(verifier(OLD)), "new": str(verifier(NEW))}
    told = story((10, Event.SIGNING_KEY_REPLACED, facts))

    assert found(told, signed(9), signed(10, key=NEW, epoch=2), key=NEW) is None
    assert found(told, signed(10, key=NEW), key=NEW) is Doubt.FORK


def test_what_a_restore_admits_to_have_lost_raises_no_doubt_and_nothing_else_does() -> None:
    told = story(restored(11, kept=10, lost=15))

    assert found(told, signed(10), signed(12, root=ROOTS[1]), signed(15), signed(11, epoch=2)) is None
    assert found(told, signed(15, root=ROOTS[1])) is Doubt.FORK
    assert found(told, signed(16)) is Doubt.FORK
    assert found(told, signed(9, root=ROOTS[1])) is Doubt.ROOT
    assert found(told, signed(10, epoch=2)) is Doubt.FORK
    assert found(told, signed(21, epoch=2)) is Doubt.TRUNCATED


def test_every_doubt_has_its_sentence() -> None:
    assert len({str(doubt.words) for doubt in Doubt}) == len(Doubt)
