"""A moderator whom a document concerns reads of it like anybody, and leaves its way to others."""

import pytest

from app.foundation import audit
from app.foundation.db import session, transaction
from app.foundation.errors import NotAllowed
from app.meetings import operations, policy
from app.meetings.flow import DOCUMENT
from app.meetings.models import DocumentParty
from app.organisations.models import Membership, Seat
from tests.meetings.given import a_document, an_upload


@pytest.fixture(params=["as a member", "by name"])
def document(cast, request):
    """Received from the society; Bruno is a member of it, or is named in his own right."""
    found = a_document(cast)
    member = {"user_id": cast.bruno.id, "organisation_id": cast.society.id, "seat": Seat.READER}
    named = {"user_id": cast.bruno.id, "document_id": found.id}
    with transaction():
        session.add(DocumentParty(**named) if request.param == "by name" else Membership(**member))
        audit.record("test.ties", found, actor=None)
    return found


def test_they_move_it_nowhere(cast, document):
    assert DOCUMENT.open_to(cast.bruno, document) == []
    with pytest.raises(NotAllowed):
        operations.check_document(document, actor=cast.bruno)


def test_they_bring_it_no_file(cast, visit, document):
    assert not policy.brings_files(cast.bruno, document)
    sent = {"file": an_upload(), "file_lang": "en"}
    answer = visit(cast.bruno).post(f"/en/documents/{document.number}/upload", data=sent)
    assert answer.status_code == 403
    assert "another moderator" in answer.text


def test_every_door_tells_them_that_another_one_decides(cast, visit, document):
    answer = visit(cast.bruno).get(f"/en/documents/{document.number}/check")
    assert answer.status_code == 403
    assert "another moderator" in answer.text
    page = visit(cast.bruno).get(f"/en/documents/{document.number}")
    assert page.status_code == 200
    assert "/check" not in page.text


def test_who_is_a_member_and_no_moderator_is_told_that_it_is_for_others(cast, visit, document):
    answer = visit(cast.amara).get(f"/en/documents/{document.number}/check")
    assert answer.status_code == 403
    assert "another moderator" not in answer.text
