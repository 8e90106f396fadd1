"""A ticket is good for a day, unless it is taken back."""

from datetime import timedelta
from uuid import uuid4

from icat import clock
from icat.members.models import Ticket


def test_a_ticket_is_good_for_a_day_unless_it_is_taken_back():
    now = clock.now()
    ticket = Ticket(team_id=uuid4(), member_id=uuid4(), session_id=uuid4(), device="", token_digest=b"", issued_at=now)

    assert ticket.is_good(now + timedelta(hours=23, minutes=59))
    assert not ticket.is_good(now + timedelta(hours=24))
    ticket.revoked_at, ticket.revoked_by_id = now, uuid4()
    assert not ticket.is_good(now)
