"""An urgent alert from the doorstep: her surname and one sentence; the story goes on on the same case."""

from uuid import UUID

from icat.cases.commands.referral import draft_referral, submit_referral
from icat.cases.queries.screening import URGENT
from icat.cases.steps.submitting import People, Told
from icat.db import engine as db
from icat.demo.script import Script
from icat.policy.actor import Actor


def send_alert(script: Script, officer: Actor, hromada: str) -> UUID:
    """Send it; gives the referral that the rest of the story completes."""
    begun = draft_referral(officer, typed={"reason_now": [script.alert]})
    sent = submit_referral(
        officer,
        begun.referral_id,
        people=People({"surname": script.survivor["surname"]}, {}),
        told=Told(script.alert, "", "", script.basis_code),
        hromada=hromada,
        urgency=URGENT,
    )
    db.end()
    return sent.referral_id
