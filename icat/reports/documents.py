"""A report as a file: a table for a spreadsheet, and paper."""

import csv
import io
from collections.abc import Iterable

from icat import clock, codes
from icat.audit.checkpoint import latest_checkpoint
from icat.i18n import Message, Sayable, language
from icat.members.queries.people import agencies, team
from icat.pdf.tables import TablePaper, table_pdf
from icat.policy.actor import Actor
from icat.reports.queries.answer import ENTRY, Report
from icat.reports.queries.copies import harmless


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
