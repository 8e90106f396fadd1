"""Handing out a pack: to whom and why is kept sealed, that it left stands in the log."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def make_pack(
    actor: Actor,
    *,
    case_id: UUID | None,
    entries: int,
    size: int,
    digest: str,
    recipient: str,
    order: str,
    purpose: str,
) -> None:
    """Record that ``entries`` entries left, proved at a log of ``size``; ``digest`` is of the file with the proofs.

    Recipient, order and purpose are words and lie sealed; the entry commits to them. A request of another must say who
    asks, on which ground and what for (law 2297-VI Art. 16(4)): refuses without, and refuses an empty pack.
    """
    with change(actor) as work:
        require(actor, Permission.PACK_MAKE)
        if not entries:
            raise RuleBroken(Message("There is no entry that could be handed out."))
        for name, words in (("recipient", recipient), ("order", order), ("purpose", purpose)):
            if not words.strip():
                raise RuleBroken(Message("This must be filled in."), field=name)
        work.record(
            Event.PACK_MADE,
            case=case_id,
            words={"recipient": recipient, "order": order, "purpose": purpose},
            entries=entries,
            size=size,
            digest=digest,
        )
