"""What the tests of this room begin with."""

from datetime import timedelta
from io import BytesIO

from PIL import Image
from werkzeug.datastructures import FileStorage

from app.foundation import files
from app.foundation.clock import now
from app.organisations.models import Kind, ObserverClass, OrganisationState, Seat
from app.organisations.operations import applying, invitations
from app.organisations.operations.applying import Authority, Identity, Profile


def a_picture():
    """The smallest file that passes for a letter: reading it costs little."""
    held = BytesIO()
    Image.new("1", (1, 1)).save(held, "PNG")
    return held.getvalue()


PICTURE = a_picture()


def an_upload(content=PICTURE, name="letter.png"):
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
    }
    return Profile(**values | given)


place = {}  # where the application stands whose folder takes the letters: see conftest.py


def an_authority(**given):
    values = {"signatory": "The Director", "valid_until": (now() + timedelta(days=365)).date()}
    letter = files.read(an_upload())
    return Authority(**{"letter": letter} | values | given)


def an_application(actor, profile=None, *, protected=False, **identity):
    """An organisation of Amara's (or who it is) that waits for its first verification."""
    with place["app"].app_context():
        return applying.apply(
            an_identity(**identity), profile or a_profile(), an_authority(), protected=protected, actor=actor
        )


def applies_again(organisation, actor, **identity):
    with place["app"].app_context():
        seen = organisation.revision
        applying.apply_again(organisation, an_identity(**identity), an_authority(), seen=seen, actor=actor)


def renews(organisation, actor):
    with place["app"].app_context():
        applying.renew(organisation, an_authority(), seen=organisation.revision, actor=actor)


def an_invitation(cast, email="new@example.net", seat=Seat.EDITOR, organisation=None):
    organisation = organisation or cast.society
    return invitations.invite(organisation, email, seat, "fr", actor=cast.amara)


ALL_STATES = list(OrganisationState)
