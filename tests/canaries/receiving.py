"""How the story's referral is received: who is on duty, and what she was read before names travelled."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from icat import clock
from icat.cases.commands.prechecks import record_precheck
from icat.members.commands.duty import plan_shift

if TYPE_CHECKING:
    from tests.canaries.story import Story


def put_on_duty(story: "Story") -> None:
    """Somebody is on duty, and somebody instead."""
    world, now = story.world, clock.now()
    plan_shift(
        world.coordinator.actor,
        member_id=world.chair.member_id,
        deputy_id=world.advocate.member_id,
        from_at=now,
        until_at=now + timedelta(hours=12),
        phone=story.word("duty"),
        deputy_phone=story.word("duty"),
    )


def read_out(story: "Story", agencies: Sequence[UUID]) -> None:
    """First it could not wait; then she was read those that are asked, and left one out."""
    actor, word = story.world.coordinator.actor, story.word
    record_precheck(actor, story.case_id, reason="cannot_wait", note=word("why not read"))
    left_out = [story.world.children]
    record_precheck(actor, story.case_id, cleared=agencies, left_out=left_out, read_by=word("who read"))
