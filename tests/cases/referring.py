"""A referral as tests need it: the least that is complete, as the command takes it and as a browser sends it."""

from collections.abc import Mapping
from typing import Any

from icat.cases.commands.referral import Receipt, draft_referral, submit_referral
from icat.cases.steps.submitting import People, Told
from icat.db import engine as db
from tests.make import HROMADA, World

SURVIVOR: Mapping[str, Any] = {
    "surname": "Ґалаґан",
    "given_name": "Єва",
    "birth_year": "1991",
    "safe_method": "call",
    "safe_number": "+380671112233",
    "address_now": "вул. Прихована, 5",
}
PERPETRATOR: Mapping[str, Any] = {"surname": "Ґалаґан", "given_name": "Сергій", "weapons": "пістолет"}


def said(**changed: Any) -> dict[str, Any]:
    """What ``submit_referral`` is told, complete unless changed."""
    people = {"survivor": SURVIVOR, "perpetrator": PERPETRATOR, "children": [], "others": []}
    told = {"reason_now": "Погрожує вбити", "told": "told", "agrees": "agrees", "basis_code": "UA-POWER", "more": {}}
    for part in (people, told):
        part |= {name: changed.pop(name) for name in list(changed) if name in part}
    return {
        "people": People(**people),
        "told": Told(**told),
        "hromada": HROMADA,
        "urgency": "urgent_now",
        **changed,
    }


def submit(world: World, **changed: Any) -> Receipt:
    """A referral by the officer, drafted and submitted."""
    made = draft_referral(world.officer.actor)
    db.end()
    receipt = submit_referral(world.officer.actor, made.referral_id, **said(**changed))
    db.end()
    return receipt


def complete(world: World, receipt: Receipt, **changed: Any) -> Receipt:
    """The fuller form that follows a referral."""
    draft = draft_referral(world.officer.actor, completes_id=receipt.referral_id)
    db.end()
    done = submit_referral(world.officer.actor, draft.referral_id, **said(**changed))
    db.end()
    return done


def typed(**changed: str) -> dict[str, str]:
    """What a browser sends of the same referral."""
    return {
        "urgency": "urgent_now",
        "hromada": HROMADA,
        "surname": "Ґалаґан",
        "given_name": "Єва",
        "birth_year": "1991",
        "safe_method": "call",
        "safe_number": "067 111 22 33",
        "his_surname": "Ґалаґан",
        "reason_now": "Погрожує вбити",
        "told": "told",
        "agrees": "agrees",
        "basis_code": "UA-POWER",
        **changed,
    }
