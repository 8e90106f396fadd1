"""A parcel: what a phone without signal sealed to the server's public key, so that nobody on the way can open it.

A fresh point of P-256 for each parcel, HKDF-SHA-256 over the shared secret with both points as salt, AES-256-GCM. All
of it is in every browser's WebCrypto, and none of it needs a library there (docs/decisions/0008). What the parcel is
about (key, author, referral, part) is authenticated with it: it opens for its own author and in its own place only.
"""

from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey as PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from icat.crypto.sealing import SealBroken

POINT_BYTES, NONCE_BYTES = 65, 12


class KeyPair(NamedTuple):
    """``private``: PKCS 8, to be sealed at once. ``point``: what a phone seals to, uncompressed."""

    private: bytes
    point: bytes


class About(NamedTuple):
    """What a parcel is bound to: the key it was sealed to, its author, its referral and which part of it this is."""

    key_id: UUID
    member_id: UUID
    client_id: UUID
    part: int

    @property
    def place(self) -> bytes:
        """As both sides write it."""
        return f"icat parcel 1|{self.key_id}|{self.member_id}|{self.client_id}|{self.part}".encode()


def new_key_pair() -> KeyPair:
    """A pair for parcels."""
    made = generate_private_key(SECP256R1())
    return KeyPair(
        made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
    )


def open_parcel(private: bytes, parcel: bytes, about: About) -> bytes:
    """What was written. Refuses a parcel that was changed, cut short, sealed to another key or for another place."""
    own = load_der_private_key(private, None)
    if not isinstance(own, PrivateKey):
        raise TypeError("not a key for parcels")
    point, nonce = parcel[:POINT_BYTES], parcel[POINT_BYTES : POINT_BYTES + NONCE_BYTES]
    try:
        theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)  # refuses what is not on the curve
        mine = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        key = HKDF(SHA256(), 32, salt=point + mine, info=about.place).derive(own.exchange(ECDH(), theirs))
        return AESGCM(key).decrypt(nonce, parcel[POINT_BYTES + NONCE_BYTES :], about.place)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("a parcel was changed or belongs elsewhere") from error
