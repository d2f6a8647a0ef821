"""What the tests of this room begin with."""

from datetime import timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.foundation import audit, files
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.meetings import operations
from app.meetings.models import Document, DocumentState, Meeting, Outcome
from app.meetings.operations import Party
from app.meetings.operations.documents import add_file
from tests.factories import a_meeting


def a_document(cast, state=DocumentState.RECEIVED, **given):
    """A report's document of a society, Amara's where none is given, before the one meeting there is."""
    meeting = given.pop("meeting", None) or session.scalar(select(Meeting)) or a_meeting()
    number = given.pop("origin", "2026-0001")
    organisation = given.pop("organisation", cast.society)
    opened = operations.receive_document(
        origin=("report", number, "documents.show"),  # any page that a number leads to
        meeting_id=meeting.id,
        agenda_item_id=meeting.items[0].id,
        title="Flyways of the Sahel",
        lang="en",
        parties=[Party(organisation_id=organisation.id)],
        actor=cast.amara,
    )
    document = session.get_one(Document, opened.id)
    with transaction():
        for name, value in ({"state": state} | given).items():
            setattr(document, name, value)
        audit.record("test.a_document", document, actor=None)
    return document


def begun():
    """A meeting on whose first day we are: what it did can be recorded."""
    return a_meeting(starts_on=days_from_now(0), ends_on=days_from_now(2))


def a_whole_life(cast):
    """Every move there is, and so one of each letter."""
    document = a_document(cast, meeting=session.scalar(select(Meeting)) or begun())
    bruno = {"actor": cast.bruno}
    operations.check_document(document, tell=True, **bruno)
    add_file(document, files.read(an_upload()), lang="fr", **bruno)
    operations.translate_document(document, note="French by <b>us</b>.", seen=document.revision, **bruno)
    operations.issue_document(document, symbol="UNEP/CMS/StC99/Inf.4", seen=document.revision, **bruno)
    items = [item.id for item in document.meeting.items]
    operations.table_document(document, items=items, seen=document.revision, **bruno)
    operations.consider_document(
        document,
        outcome=Outcome.REFERRED,
        where="the Scientific Council",
        words="To be *looked into*.",
        seen=document.revision,
        actor=cast.dario,
    )
    operations.follow_up_document(document, words="It was looked into.", seen=document.revision, **bruno)
    other = a_document(cast, origin="2026-0002")
    operations.close_document(other, why="It is a copy.", tell=True, **bruno)
    return document


def a_picture():
    held = BytesIO()
    Image.new("1", (1, 1)).save(held, "PNG")
    return held.getvalue()


def an_upload(content=None, name="text.png"):
    return FileStorage(BytesIO(content or a_picture()), filename=name)


def days_from_now(days):
    return now().date() + timedelta(days=days)
