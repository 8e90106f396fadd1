"""What a phone does: asks for a ticket while it can, seals what was typed, and hands it in later."""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from icat.crypto.parcel import About
from icat.db import engine as db
from icat.members.commands.signing_in import begin_demo_session
from icat.members.commands.tickets import Issued, issue_ticket
from icat.members.models import AuthSession
from tests.make import Person


def session_of(person: Person, *, device: str = "Chrome, Android") -> UUID:
    """A fresh session of this person."""
    before = _sessions()
    begin_demo_session(person.account_id, device=device)
    db.end()
    (made,) = _sessions() - before
    return made


def _sessions() -> set[UUID]:
    with db.database().open_reading() as session:
        return set(session.scalars(select(AuthSession.id)))


def ticket_of(person: Person, session_id: UUID | None = None) -> Issued:
    """A ticket of this person."""
    issued = issue_ticket(person.actor, session_id or session_of(person))
    db.end()
    return issued


def sealed(point: bytes, plain: bytes, about: About) -> bytes:
    """A parcel as a browser makes it."""
    own = generate_private_key(SECP256R1())
    mine = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point))
    key = HKDF(SHA256(), 32, salt=mine + point, info=about.place).derive(shared)
    nonce = secrets.token_bytes(12)
    return mine + nonce + AESGCM(key).encrypt(nonce, plain, about.place)


def handed_in(
    issued: Issued,
    typed: Mapping[str, str],
    *,
    client_id: UUID | None = None,
    part: int = 1,
    kind: str = "referral",
    **changed: Any,
) -> dict[str, Any]:
    """What the phone sends: the ticket, and the parcel with what it is about."""
    client = client_id or uuid4()
    said = {"kind": kind, "written_at": "2026-11-24T23:40:00Z", "typed": {k: [v] for k, v in typed.items()}}
    parcel = sealed(issued.point, json.dumps(said).encode(), About(issued.key_id, issued.member_id, client, part))
    sent = {
        "ticket": issued.token,
        "key": str(issued.key_id),
        "client": str(client),
        "part": part,
        "parcel": b64encode(parcel).decode(),
    }
    return sent | changed
