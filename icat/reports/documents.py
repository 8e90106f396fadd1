"""What leaves from these pages: a report as a table and as paper, and a pack of entries for a court."""

import csv
import io
import zipfile
from collections.abc import Iterable

from icat import clock, codes
from icat.audit.checkpoint import latest_checkpoint, witnessed_until
from icat.audit.pack import Packed
from icat.config import TOOLS
from icat.i18n import LANGUAGES, Message, Sayable, language, speaking
from icat.members.queries.people import agencies, team
from icat.pdf.cover import CoverPaper, cover_pdf
from icat.pdf.tables import TablePaper, table_pdf
from icat.policy.actor import Actor
from icat.reports.queries.answer import ENTRY, Report
from icat.reports.queries.copies import harmless
from icat.reports.queries.log import Line
from icat.reports.queries.pack import Chosen, public_key


def as_csv(report: Report) -> bytes:
    """The rows as RFC 4180, marked as UTF-8, with nothing that a spreadsheet would run; the entry stands first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(str(column)) for column in (ENTRY, *report.columns)])
    for row in report.rows:
        at = clock.local(row.at).isoformat(timespec="seconds")
        writer.writerow([harmless(str(cell)) for cell in (row.seq or "", at, *row.cells)])
    return out.getvalue().encode("utf-8-sig")


def _proof(actor: Actor) -> Sayable:
    """Up to which entry the log was signed, and the fingerprint to compare with what others keep."""
    head = latest_checkpoint(actor.team_id)
    if head is None:
        return Message("The log of this team was not signed yet.")
    return Message(
        "Log signed up to entry %(size)s, fingerprint %(fingerprint)s", size=head.size, fingerprint=head.fingerprint
    )


def as_pdf(report: Report, asked: Iterable[tuple[Sayable, Sayable]], use: str, actor: Actor, name: str) -> bytes:
    """The same on paper, with who made it, when and what for. Refuses as ``render`` does."""
    return table_pdf(
        TablePaper(
            language=language(),
            title=report.code.label,
            about=report.code.about,
            team=team(actor.team_id).name,
            asked=tuple(asked),
            use=codes.words("report_use", use),
            columns=(ENTRY, *report.columns),
            rows=tuple((str(row.seq or ""), row.when, *row.cells) for row in report.rows),
            totals=report.totals,
            notes=report.notes,
            is_cut=report.is_cut,
            maker=name,
            agency=agencies(actor.team_id)[actor.agency_id].short_name,
            made_on=clock.now(),
            proof=_proof(actor),
        )
    )


README = "README.txt"
ENTRIES = "entries.txt"
VERIFIER = "icat_verify.py"
COVER = "cover.pdf"


def pack_zip(
    packed: Packed, picked: Chosen, actor: Actor, name: str, language: str, *, recipient: str, order: str, purpose: str
) -> bytes:
    """The pack as one file: a cover to read, the entries with their proofs, the program that checks them, and how.

    Refuses as ``render`` does.
    """
    key = public_key(packed.head)
    command = f'python3 {VERIFIER} {ENTRIES} --vkey "{key}"'
    with speaking(language):
        rows = tuple(_cover_row(line) for line in picked.lines)
    cover = CoverPaper(
        language=language,
        team=team(actor.team_id).name,
        recipient=recipient,
        order=order,
        purpose=purpose,
        rows=rows,
        size=packed.head.size,
        fingerprint=packed.head.fingerprint,
        signed_at=packed.head.made_at,
        witnessed=_witnessed(actor),
        public_key=key,
        command=command,
        maker=name,
        agency=agencies(actor.team_id)[actor.agency_id].short_name,
        made_on=clock.now(),
    )
    files = {
        README: _readme(command).encode(),
        COVER: cover_pdf(cover),
        ENTRIES: packed.content,
        VERIFIER: (TOOLS / VERIFIER).read_bytes(),
    }
    out = io.BytesIO()
    made = clock.local(cover.made_on).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, content in files.items():
            opened.writestr(zipfile.ZipInfo(path, made), content)
    return out.getvalue()


def _cover_row(line: Line) -> tuple[str, ...]:
    details = "; ".join(f"{detail.label}: {detail.text}" for detail in line.details)
    who = f"{line.who}, {line.agency}" if str(line.agency) else str(line.who)
    return str(line.seq), line.when, who, str(line.what), ", ".join(line.references), details


def _witnessed(actor: Actor) -> Sayable:
    held = witnessed_until(actor.team_id)
    if held is None:
        return Message("No checkpoint of this log lies with two agencies yet.")
    return Message(
        "Two agencies hold the log up to entry %(size)s, as of %(moment)s, fingerprint %(fingerprint)s.",
        size=held.size,
        moment=f"{clock.local(held.until):%d.%m.%Y %H:%M}",
        fingerprint=held.fingerprint,
    )


def _readme(command: str) -> str:
    """How to check it, in both languages: who opens the file may read only one of them."""
    said = []
    for code in LANGUAGES:
        with speaking(code):
            said += [
                str(Message("This file holds entries of the log of ICAT with what proves them.")),
                str(Message("cover.pdf says in words what is in it. To check it, type in this folder:")),
                f"\n    {command}\n",
                str(Message("It needs Python 3.10 or newer and nothing else, and answers OK or names what is wrong.")),
                str(Message("The key must have come to you on another day and by another way than this file.")),
                "",
            ]
    return "\n".join(said)
