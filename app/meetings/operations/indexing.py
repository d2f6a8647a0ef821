"""What of meetings and documents is found by searching. Called inside the transaction that changes them."""

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.foundation import search
from app.foundation.db import session
from app.meetings.models import Document, DocumentParty, Meeting
from app.meetings.queries.documents import authors_of
from app.meetings.queries.names import short_of, title_of
from app.organisations.models import Organisation
from app.organisations.operations import finding
from app.vocabularies import queries as vocabularies


def put_document(document: Document) -> None:
    if not document.is_public:
        return
    with force_locale("en"):
        authors = [name for name, _ in authors_of(document)]
    words = [document.symbol, *document.titles.values(), *authors, short_of(document.meeting)]
    search.put(
        "document",
        document.number,
        document.lang,
        document.title,
        "\n".join(word for word in words if word),
        url_endpoint="documents.show",
        url_values={"number": document.number},
    )


def drop_document(document: Document) -> None:
    search.drop("document", document.number)


def put_meeting(meeting: Meeting) -> None:
    """Under its English title; its short name, place and body's names in every language find it too."""
    with force_locale("en"):
        title = title_of(meeting)
    country = vocabularies.country_label(meeting.country, "en") if meeting.country else ""
    names = [*meeting.titles.values(), *meeting.body.names.values(), meeting.theme]
    items = [title for item in meeting.items for title in item.titles.values()]
    words = [short_of(meeting), meeting.key, meeting.city, country, *names, *items]
    search.put(
        "meeting",
        meeting.key,
        "en",
        title,
        "\n".join(word for word in words if word),
        url_endpoint="meetings.show",
        url_values={"key": meeting.key},
    )


def drop_meeting(meeting: Meeting) -> None:
    search.drop("meeting", meeting.key)


@search.source("document")
def put_documents() -> None:
    with_all = (
        joinedload(Document.meeting).joinedload(Meeting.body),
        selectinload(Document.parties).joinedload(DocumentParty.organisation),
    )
    for document in session.scalars(select(Document).where(Document.is_public).options(*with_all)):
        put_document(document)


@finding.follows
def put_documents_of(organisation: Organisation) -> None:
    """Its public documents, when its names or its protection change."""
    theirs = Document.parties.any(DocumentParty.organisation_id == organisation.id)
    for document in session.scalars(select(Document).where(Document.is_public, theirs)):
        put_document(document)


@search.source("meeting")
def put_meetings() -> None:
    with_all = (joinedload(Meeting.body), selectinload(Meeting.items))
    for meeting in session.scalars(select(Meeting).options(*with_all)):
        put_meeting(meeting)
