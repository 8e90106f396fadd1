"""The field catalogue: every text of the register is sealed."""

from sqlalchemy import LargeBinary, String

from icat.cases.fields import Field
from icat.inquiries import fields
from icat.inquiries.models import Inquiry, SubjectReport


def test_every_text_that_a_person_writes_is_sealed() -> None:
    columns = [*Inquiry.__table__.columns, *SubjectReport.__table__.columns]
    sealed = [column for column in columns if isinstance(column.type, LargeBinary)]

    assert [column for column in columns if isinstance(column.type, String) and not column.type.length] == []
    assert len(sealed) == len([one for one in vars(fields).values() if isinstance(one, Field)])
