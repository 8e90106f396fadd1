"""A form that knows which state of the thing the person saw."""

from icat.errors import Refusal, Stale
from icat.web.form import Form, HiddenTextField


class ActForm(Form):
    """One act on something that others may change too: a case, a draft, a question."""

    version = HiddenTextField("")
    was_stale = False

    def seen(self) -> int:
        """The version that the page was made with; a page without one is as old as can be."""
        text = self.version.data
        return int(text) if text and text.isdecimal() and len(text) < 10 else -1

    def refuse(self, refusal: Refusal) -> None:
        """As every form does, remembering that somebody was faster."""
        super().refuse(refusal)
        self.was_stale = isinstance(refusal, Stale)

    def renew(self, version: int) -> None:
        """Once the person was told that somebody was faster, and sees what stands now, a second press counts."""
        if self.was_stale:
            self.version.data = str(version)
