"""The field catalogue: every text of an inquiry is sealed."""

from sqlalchemy import LargeBinary, String

from icat.cases.fields import Field
from icat.inquiries import fields
from icat.inquiries.models import Inquiry


def test_every_text_that_a_person_writes_is_sealed() -> None:
    texts = [
        column for column in Inquiry.__table__.columns if isinstance(column.type, String) and not column.type.length
    ]
    sealed = [column for column in Inquiry.__table__.columns if isinstance(column.type, LargeBinary)]

    assert texts == []
    assert len(sealed) == len([one for one in vars(fields).values() if isinstance(one, Field)])
