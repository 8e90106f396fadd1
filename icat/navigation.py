"""The menu: the pages that somebody may open, in the order of the day's work; and at the foot what one looks up."""

from dataclasses import dataclass

from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission

P = Permission

_ENTRIES: tuple[tuple[str, Message, P], ...] = (
    ("/", Message("My work"), P.WORK_READ),
    ("/referrals", Message("Referrals"), P.REFERRAL_DRAFT),
    ("/queue", Message("Screening"), P.QUEUE_READ),
    ("/clocks", Message("Clocks"), P.CLOCKS_READ),
    ("/cases", Message("Cases"), P.CASES_READ),
    ("/research", Message("Research"), P.RETURNS_READ),
    ("/meetings", Message("Meetings"), P.MEETINGS_READ),
    ("/duty", Message("Duty"), P.DUTY_READ),
    ("/inquiries", Message("Inquiries"), P.INQUIRIES_READ),
    ("/retention", Message("Retention"), P.RETENTION_READ),
    ("/log", Message("Log"), P.LOG_READ),
    ("/reports", Message("Reports"), P.REPORT_READ),
)
_LOOKED_UP: tuple[tuple[str, Message, P], ...] = (
    ("/instruments", Message("Risk instruments"), P.INSTRUMENTS_READ),
    ("/who-may", Message("Who may do what"), P.GRANTS_READ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu."""

    label: Message
    href: str
    current: bool


def menu(actors: tuple[Actor, ...], path: str) -> list[Entry]:
    """The entries that any of these memberships opens; the one that ``path`` lies under is marked."""
    return _open_to(_ENTRIES, actors, path)


def foot(actors: tuple[Actor, ...], path: str) -> list[Entry]:
    """The same of what one looks up now and then, which would make the menu too long to read."""
    return _open_to(_LOOKED_UP, actors, path)


def _open_to(entries: tuple[tuple[str, Message, P], ...], actors: tuple[Actor, ...], path: str) -> list[Entry]:
    return [
        Entry(label, href, path == href or (href != "/" and path.startswith(f"{href}/")))
        for href, label, permission in entries
        if any(can(actor, permission) for actor in actors)
    ]
