"""Tables of retention: what a person stated about a term, and the disposals."""

from icat.retention.models.disposal import Disposal
from icat.retention.models.term import StatedTerm

__all__ = ["Disposal", "StatedTerm"]
