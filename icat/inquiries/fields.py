"""The field catalogue of the register of inquiries. Who asks about whom is itself a secret: every text is sealed."""

from icat.cases.fields import LONG, Field
from icat.crypto import Compartment
from icat.i18n import Message
from icat.legal import Category

ASKED_BY = Field(Message("Who asks"), Category.IDENTITY)
CAPACITY = Field(Message("In which capacity, for whom"), Category.IDENTITY)
REPLY_TO = Field(Message("Where the answer goes"), Category.CONTACT, Compartment.CONTACT, longest=300)
PAPER_NUMBER = Field(Message("Number of the paper"), Category.MINUTES, longest=60)
ABOUT = Field(Message("About whom"), Category.IDENTITY, longest=300)
WANTED = Field(Message("Which data, in the words of the inquiry"), Category.MINUTES, longest=1000)
PURPOSE = Field(Message("Purpose, as it is stated"), Category.MINUTES, longest=1000)
GROUND = Field(Message("Legal ground, as it is stated"), Category.MINUTES, longest=500)
REPORT_CONTENT = Field(Message("Content of the report"), Category.IDENTITY, longest=100_000)
REVIEW_NOTE = Field(Message("Legal review: by whom and when"), Category.MINUTES, longest=500)
REJECT_REASON = Field(Message("What has to change"), Category.MINUTES, longest=500)
IDENTITY_NOTE = Field(Message("Number and date of what was shown"), Category.MINUTES, longest=300)
REPLY_WORDS = Field(Message("Words of the answer"), Category.MINUTES, longest=1200)
WAIT_REASON = Field(Message("Why it takes longer"), Category.MINUTES, longest=500)
NOTE = Field(Message("Note for the team"), Category.MINUTES, longest=LONG)
