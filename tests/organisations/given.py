"""What the tests of this room begin with."""

from datetime import timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from app.foundation import files
from app.foundation.clock import now
from app.organisations.models import Kind, ObserverClass, OrganisationState, Seat
from app.organisations.operations import applying, invitations
from app.organisations.operations.applying import Authority, Identity, Profile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
PDF += b"trailer<</Root 1 0 R>>\n%%EOF\n"


def an_upload(content=PDF, name="letter.pdf"):
    return FileStorage(BytesIO(content), filename=name)


def an_identity(**given):
    values = {
        "name": "Turtle Shore Network (example)",
        "name_lang": "en",
        "names": {},
        "acronym": "TSN",
        "kind": Kind.NETWORK,
        "country": "KE",
        "website": "https://turtles.example.org",
        "observer_class": ObserverClass.NONE,
    }
    return Identity(**values | given)


def a_profile(**given):
    values = {
        "founded": 1998,
        "mission": "We *watch* the shore.",
        "instruments": ["cms"],
        "working_languages": ["en", "sw"],
        "protected": False,
    }
    return Profile(**values | given)


def an_authority(**given):
    values = {"signatory": "The Director", "valid_until": (now() + timedelta(days=365)).date()}
    letter = files.read(an_upload())
    return Authority(**{"letter": letter} | values | given)


def an_application(actor, profile=None, **identity):
    """An organisation of Amara's (or who it is) that waits for its first verification."""
    return applying.apply(an_identity(**identity), profile or a_profile(), an_authority(), actor=actor)


def an_invitation(cast, email="new@example.net", seat=Seat.EDITOR, organisation=None):
    organisation = organisation or cast.society
    return invitations.invite(organisation, email, seat, "fr", actor=cast.amara)


ALL_STATES = list(OrganisationState)
