"""The letters of an inquiry, as plain words: drawn from what the register keeps, so that each is the same whenever it
is printed.

A neutral letter holds nothing that depends on whether there is a case: with the same inquiry, day and signature its
bytes are the same. "Nothing is held" and "cannot be confirmed" are one and the same letter.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from icat import clock
from icat.audit.models import LedgerHead
from icat.audit.reading import tear_off
from icat.cases.queries.recipients import recipients_of
from icat.db import engine as db
from icat.errors import NotFound, Stale
from icat.i18n import Message, Sayable, speaking
from icat.inquiries.commands.subject_report import Made, prepare_subject_report
from icat.inquiries.queries.register import InquiryView
from icat.inquiries.queries.subject_report import Draft, ReportView, draft
from icat.inquiries.steps.releasing import next_copy
from icat.inquiries.terms import Gives
from icat.members.queries.people import agencies, member_names, members, team
from icat.pdf.letters import Letter, letter_pdf
from icat.pdf.papers import Trace
from icat.pdf.subject_reports import Part, SubjectPaper, subject_pdf
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
    signer_id = view.postponed_by_id if kind == POSTPONEMENT else view.answered_by_id
    made_on = view.postponed_at if kind == POSTPONEMENT else view.answered_at
    if made_on is None or kind not in (POSTPONEMENT, ANSWER) or (kind == ANSWER and view.answer is None):
        raise NotFound
    signer = members(actor.team_id).get(signer_id) if signer_id else None
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
            signed_by=signer.name if signer else "",
            signed_as=_position(signer.position if signer else "", signer.roles if signer else ()),
        )
    db.end()
    return letter_pdf(made)


def _position(position: str, roles: tuple[Role, ...]) -> Sayable:
    return position or next((role.label for role in roles), "")


def _answers(view: InquiryView) -> Sayable:
    if view.paper_number and view.paper_on:
        return Message("To your No. %(number)s of %(day)s", number=view.paper_number, day=f"{view.paper_on:%d.%m.%Y}")
    return Message("To your inquiry received on %(day)s", day=f"{clock.local(view.received_at):%d.%m.%Y}")


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
            rest = Message("What is about other people, or could endanger somebody, is left out.")
            said.append(Message("It is a part of what was asked:") if answer.said else rest)
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


def prepare(actor: Actor, view: InquiryView, which: int, choices: Mapping[str, tuple[bool, str]]) -> None:
    """Draw the report of an inquiry with these blocks kept, and lay it before the second person.

    ``choices``: by block, whether it is kept and, where that is against the rule, why. Drawing takes a second, so it
    comes before the change. Refuses as ``draft`` and ``prepare_subject_report`` do.
    """
    at = clock.now()
    with speaking(view.language):
        found = draft(actor, view.id, which)
        content = _content(actor, view, found, choices, at)
    share_id, number = uuid4(), next_copy(db.session(), found.case_id)
    db.end()
    content["trace"] |= {"share": share_id.hex[:8].upper(), "copy": number}
    made = Made(
        person_id=found.person_id,
        access_version=found.access_version,
        content=content,
        made_at=at,
        digest=_digest(report_pdf(content, at)),
        share_id=share_id,
        copy_number=number,
    )
    prepare_subject_report(actor, view.id, view.version, made=made)
    tear_off()  # the reading stands in the leaf of what was prepared


def report_pdf(content: Mapping[str, Any], made_at: datetime) -> bytes:
    """The paper of a report as it was laid down: the same content is the same file, to the byte."""
    trace = content["trace"]
    paper = SubjectPaper(
        language=content["language"],
        team=content["team"],
        number=content["number"],
        person=content["person"],
        parts=tuple(
            Part(block["code"], block["title"], tuple((label, text) for label, text in block["lines"]))
            for block in content["blocks"]
            if block["is_kept"]
        ),
        bases=tuple(content["bases"]),
        trace=Trace(
            reader=trace["reader"],
            agency=trace["agency"],
            made_on=made_at,
            copy=trace["copy"],
            share=trace["share"],
            ledger=trace["ledger"],
        ),
    )
    return subject_pdf(paper)


def reviewed(view: ReportView) -> bytes:
    """The paper of a report, if it is the one that was laid down. Refuses another with ``Stale``."""
    content, made_at, digest = view.content, view.prepared_at, view.digest
    db.end()
    pdf = report_pdf(content, made_at)
    if _digest(pdf) != digest:
        raise Stale
    return pdf


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def _content(
    actor: Actor, view: InquiryView, found: Draft, choices: Mapping[str, tuple[bool, str]], at: datetime
) -> dict[str, Any]:
    head = db.session().get(LedgerHead, actor.team_id)
    blocks = []
    for block in found.blocks:
        is_kept, reason = choices.get(block.code, (False, ""))
        blocks.append(
            {
                "code": block.code,
                "title": str(block.title),
                "category": block.category.value,
                "lines": [list(line) for line in block.lines],
                "is_kept": is_kept,
                "is_own": block.is_kept,
                "why": str(block.why),
                "reason": reason,
            }
        )
    is_hers = view.who.gives is Gives.SURVIVOR
    return {
        "language": view.language,
        "team": team(actor.team_id).name,
        "number": str(view.number),
        "person": found.person,
        "blocks": blocks,
        # On which grounds things were told is a sign that they were; only she has to know.
        "bases": _bases(actor, found.case_id) if is_hers else [],
        "trace": {
            "reader": member_names([actor.member_id]).get(actor.member_id, ""),
            "agency": agencies(actor.team_id)[actor.agency_id].name,
            "ledger": str(head.seq if head else 0),
            "at": f"{clock.local(at):%d.%m.%Y}",
        },
    }


def _bases(actor: Actor, case_id: UUID) -> list[str]:
    told = recipients_of(db.session(), actor.team_id, case_id)
    return list(dict.fromkeys(str(one.basis) for one in told))
