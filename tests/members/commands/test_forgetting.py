"""Sign-ins that are over are forgotten; a session that somebody may come back to is not."""

from datetime import timedelta

from sqlalchemy import func, select

from icat import clock
from icat.db import engine as db
from icat.members.commands.forgetting import forget_sign_ins
from icat.members.commands.signing_in import begin_demo_session, keep_form
from icat.members.models import Attempt, AuthSession, KeptForm


def counts() -> tuple[int, ...]:
    with db.database().open_reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(model)) or 0 for model in (AuthSession, KeptForm, Attempt)
        )


def make(world) -> None:  # type: ignore[no-untyped-def]
    begin_demo_session(world.chair.account_id, device="")
    keep_form(world.chair.account_id, "/x", {"a": ["b"]})
    with db.writing() as session:
        session.add(Attempt(key=b"k" * 32, at=clock.now()))
        session.commit()
    db.end()


def test_what_is_fresh_stays_and_what_is_old_goes(world, database):
    make(world)
    forget_sign_ins(clock.now())
    assert counts() == (1, 1, 1)

    forget_sign_ins(clock.now() + timedelta(days=3))

    assert counts() == (0, 0, 0)
