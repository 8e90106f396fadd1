"""The letters of an inquiry, as plain words: drawn from what the register keeps, so that each is the same whenever it
is printed.

A neutral letter holds nothing that depends on whether there is a case: with the same inquiry, day and signature its
bytes are the same. "Nothing is held" and "cannot be confirmed" are one and the same letter.
"""

from icat.db import engine as db
from icat.errors import NotFound
from icat.i18n import Message, Sayable, speaking
from icat.inquiries.queries.register import InquiryView
from icat.members.queries.people import members, team
from icat.pdf.letters import Letter, letter_pdf
from icat.policy.actor import Actor
from icat.policy.roles import Role

POSTPONEMENT, ANSWER = 1, 2
SILENT = frozenset({"nothing_held", "cannot_confirm"})
_NEUTRAL = (
    Message(
        "Information about whether anybody has turned to the team, or has been spoken of there, is restricted by law. "
        "The team gives no answer from which this could be learned: neither that it holds something, nor that it holds "
        "nothing."
    ),
    Message(
        "This answer reads the same for everybody who has not shown a right to such information. Nothing about any "
        "person can be concluded from it."
    ),
    Message(
        "If the law gives you the right to these data, write who you are, by which power you ask, about whom, which "
        "data, and for what purpose or on which legal ground (law 2297-VI Art. 16), and attach copies of what proves "
        "it. You may ask for the data about yourself in person, with a document that proves who you are."
    ),
)
_COMPLAINT = Message(
    "This answer can be appealed to the Human Rights Commissioner of the Verkhovna Rada of Ukraine or to a court "
    "(law 2297-VI Art. 18)."
)


def letter(actor: Actor, view: InquiryView, kind: int) -> bytes:
    """The letter about a postponement, or the answer. Refuses with ``NotFound`` where there is none for this reader."""
    signed_by = view.postponed_by if kind == POSTPONEMENT else view.signed_by
    made_on = view.postponed_at if kind == POSTPONEMENT else view.answered_at
    if made_on is None or kind not in (POSTPONEMENT, ANSWER) or (kind == ANSWER and view.answer is None):
        raise NotFound
    people = members(actor.team_id)
    signer = next((one for one in people.values() if one.name == signed_by), None)
    place = 1 if kind == POSTPONEMENT or view.postponed_at is None else 2
    with speaking(view.language):
        made = Letter(
            language=view.language,
            team=team(actor.team_id).name,
            number=f"{view.number}/{place}",
            made_on=made_on,
            addressee=tuple(line for line in (view.asked_by, view.capacity, view.reply_to) if line),
            answers=_answers(view),
            paragraphs=(*_body(view, kind), _COMPLAINT),
            signed_by=signed_by,
            signed_as=_position(signer.position if signer else "", signer.roles if signer else ()),
        )
    db.end()
    return letter_pdf(made)


def _position(position: str, roles: tuple[Role, ...]) -> Sayable:
    return position or next((role.label for role in roles), "")


def _answers(view: InquiryView) -> Sayable:
    if view.paper_number and view.paper_on:
        return Message("To your No. %(number)s of %(day)s", number=view.paper_number, day=f"{view.paper_on:%d.%m.%Y}")
    return Message("To your inquiry received on %(day)s", day=f"{view.received_at:%d.%m.%Y}")


def _body(view: InquiryView, kind: int) -> tuple[Sayable, ...]:
    if kind == POSTPONEMENT:
        return (
            Message(
                "Your inquiry cannot be dealt with within the usual term. It is postponed until %(day)s "
                "(law 2297-VI Art. 17).",
                day=f"{view.due_on:%d.%m.%Y}",
            ),
            Message("Reason: %(reason)s", reason=view.wait_reason),
        )
    answer = view.answer
    if answer is None or answer.code in SILENT or (view.who.is_neutral and not answer.has_share):
        return _NEUTRAL
    if answer.code == "refused":
        said: list[Sayable] = [Message("Access is refused. Reason: %(reason)s.", reason=answer.refusal or "")]
    elif answer.code == "forwarded":
        said = [Message("Your inquiry was forwarded to the body that can answer it:")]
    else:
        said = [Message("What the law lets be given is handed over with this letter, on a numbered paper.")]
        if answer.code == "part":
            said.append(Message("It is a part of what was asked:"))
    if answer.said:
        said.append(answer.said)
    if answer.has_share:
        said.append(
            Message(
                "The data are for the stated purpose only. Whoever receives them protects them and passes them on to "
                "nobody (law 2297-VI Art. 10, 14)."
            )
        )
    return tuple(said)
