"""A whole log as lines of text, for `icat_verify.py` on a machine that has nothing of ICAT.

The form, everything in UTF-8::

    icat log export 1
    team <the team's identifier>
    checkpoint <a signed note in base64>                      a line for each kept one, the oldest first
    <number> <chain in hexadecimal> <the recorded bytes>      a line for each entry
    end <how many> <the chain at the end, in hexadecimal>
"""

import base64
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat.audit import leaves
from icat.audit.checkpoint import notes_of
from icat.audit.models import Checkpoint

FIRST_LINE = b"icat log export 1\n"


def exported(session: Session, team_id: UUID) -> Iterator[bytes]:
    """The export of a team's log, some hundred lines at a time, as the log lies there: nothing is mended.

    What is written holds no name and no word that anybody wrote, and yet says who did what on which case: it is
    confidential, and the caller records that it was made.
    """
    yield FIRST_LINE + f"team {team_id}\n".encode()
    kept = session.scalars(select(Checkpoint).where(Checkpoint.team_id == team_id).order_by(Checkpoint.size))
    for note in notes_of(session, kept.all()):
        yield b"checkpoint " + base64.b64encode(note.encode()) + b"\n"
    for rows in leaves.rows_of(session, team_id):
        yield b"".join([b"%d %s %s\n" % (seq, chain.hex().encode(), payload) for seq, payload, _hashed, chain in rows])
    size, chain, _at = leaves.head_of(session, team_id)
    yield b"end %d %s\n" % (size, chain.hex().encode())
