"""What of a report is kept; and the second person's word on it."""

from typing import Any

from icat.i18n import Message
from icat.inquiries import fields
from icat.inquiries.queries.subject_report import Block, Draft
from icat.meetings.forms.versioned import VersionedForm
from icat.web.form import HiddenTextField, LongTextField, TextField, TickField, length, required


class ReportForm(VersionedForm):
    """One tick and one reason for each block; ``of`` names the person whom the page showed."""

    of = HiddenTextField("")

    def rows(self, draft: Draft) -> list[tuple[Block, Any, Any]]:
        """The blocks with their boxes."""
        return [(block, self[f"keep_{block.code}"], self[f"why_{block.code}"]) for block in draft.blocks]

    def choices(self, draft: Draft) -> dict[str, tuple[bool, str]]:
        """By block, whether it is kept, and why."""
        return {
            block.code: (bool(self[f"keep_{block.code}"].data), self[f"why_{block.code}"].data or "")
            for block in draft.blocks
        }


def report_form(draft: Draft) -> ReportForm:
    """The form of this draft, as the rule has it."""
    boxes: dict[str, Any] = {}
    for block in draft.blocks:
        boxes[f"keep_{block.code}"] = TickField(
            Message("Keep: %(title)s", title=block.title), default=block.is_kept, description=block.why
        )
        boxes[f"why_{block.code}"] = TextField(
            Message("Why against the rule: %(title)s", title=block.title), [length(300)]
        )
    made: ReportForm = type("BlocksForm", (ReportForm,), boxes)()
    return made


class ReleaseForm(VersionedForm):
    """These bytes, by the digest of what was looked at."""

    digest = HiddenTextField("")
    is_not_him = TickField(Message("I compared who asks with the perpetrator of this case: it is somebody else"))
    review_note = TextField(fields.REVIEW_NOTE.label, [length(fields.REVIEW_NOTE.longest)])


class RejectForm(VersionedForm):
    """What has to change."""

    reason = LongTextField(
        fields.REJECT_REASON.label,
        [required(Message("Write what has to change.")), length(fields.REJECT_REASON.longest)],
    )
