"""A form that changes something that others may change meanwhile."""

from icat.web.form import Form, HiddenTextField


class VersionedForm(Form):
    """It carries the version of what the page showed, so that the second of two editors is told."""

    version = HiddenTextField("")

    @property
    def seen(self) -> int:
        """That version; a page without one is as old as can be."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
