"""Protection of an organisation: who may begin and end it, what is asked first, and whom nobody hears of."""

import pytest

from app.foundation import mail
from app.foundation.db import session
from app.foundation.errors import Conflict, NotAllowed
from app.organisations.models import Organisation
from app.organisations.operations import applying, deciding, protecting
from tests.factories import last_line, letters
from tests.organisations.given import a_profile, an_application, an_identity, an_invitation
from tests.organisations.test_views import HOME, an_answer

pytestmark = pytest.mark.usefixtures("vocabulary")
NAME = "Society of the Flyway"


def protect(cast):
    protecting.protect(cast.society, seen=cast.society.revision, actor=cast.amara)


def rendered(app, letter):
    with app.app_context():
        return mail.render(letter)


def test_only_an_owner_begins_and_ends_the_protection(cast):
    for person in (cast.emil, cast.rosa, cast.bruno, cast.chen):
        with pytest.raises(NotAllowed):
            protecting.protect(cast.society, seen=cast.society.revision, actor=person)
    protect(cast)
    for person in (cast.emil, cast.bruno):
        with pytest.raises(NotAllowed):
            protecting.end_protection(cast.society, seen=cast.society.revision, actor=person)

    assert cast.society.protected
    assert last_line().action == "organisation.protect"


def test_it_does_not_begin_or_end_twice(cast):
    with pytest.raises(Conflict, match="moved_on"):
        protecting.end_protection(cast.society, seen=cast.society.revision, actor=cast.amara)
    protect(cast)
    with pytest.raises(Conflict, match="moved_on"):
        protect(cast)


def test_an_ordinary_save_of_the_profile_leaves_the_protection_alone(cast, visit):
    protect(cast)
    page = visit(cast.amara).get(f"{HOME}/{cast.society.slug}/edit").text

    applying.edit(cast.society, a_profile(), seen=cast.society.revision, actor=cast.amara)

    assert 'name="protected"' not in page
    assert cast.society.protected


def test_the_page_says_what_becomes_public_and_asks_whether_they_agreed(cast, visit):
    protect(cast)
    client, address = visit(cast.amara), f"{HOME}/{cast.society.slug}/end-protection"

    page = client.get(address).text
    refused = client.post(address, data={"seen": cast.society.revision})

    assert "What becomes public at once" in page
    assert "never show its name" in page
    assert "Without it the protection stays." in refused.text
    session.refresh(cast.society)
    assert cast.society.protected

    client.post(address, data={"seen": cast.society.revision, "agreed": "y"})
    session.refresh(cast.society)
    assert not cast.society.protected
    assert cast.society.slug == "society-of-the-flyway-example"


def test_the_page_to_begin_says_what_cannot_be_hidden(cast, visit):
    client, address = visit(cast.amara), f"{HOME}/{cast.society.slug}/protect"

    assert "What we cannot hide" in client.get(address).text
    answer = client.post(address, data={"seen": cast.society.revision})

    session.refresh(cast.society)
    assert cast.society.protected
    assert NAME in client.get(answer.location).text
    assert visit().get(answer.location).status_code == 404


def test_its_other_people_hear_in_a_bare_notice_that_the_protection_ended(app, cast):
    protect(cast)

    protecting.end_protection(cast.society, seen=cast.society.revision, actor=cast.amara)

    assert {letter.email for letter in letters()} == {cast.emil.email, cast.rosa.email}
    for letter in letters():
        subject, body = rendered(app, letter)
        assert NAME not in subject + body
        assert cast.society.slug not in body
        assert f"/work/letters/{letter.message_id}" in body


@pytest.mark.parametrize("email", ["nobody@example.net", "chen"])
def test_an_invitation_by_a_protected_organisation_names_nobody_in_its_letter(app, cast, email):
    protect(cast)
    an_invitation(cast, email=cast.chen.email if email == "chen" else email)

    (letter,) = letters()
    subject, body = rendered(app, letter)

    assert "/organisations/invitations/" in body
    for hidden in (NAME, "Amara", "flyway"):
        assert hidden not in subject + body


def test_its_link_names_nobody_before_one_signs_in(cast, visit):
    protect(cast)
    an_invitation(cast, email="nobody@example.net")
    address = f"/fr/organisations/invitations/{letters()[0].snapshot['token']}"

    guest = visit().get(address)
    inside = visit(cast.chen).get(address)

    assert guest.status_code == 200
    assert "next=" in guest.text
    assert NAME not in guest.text
    assert "Amara" not in guest.text
    assert NAME in inside.text


def test_the_link_of_any_other_organisation_still_says_who_invites(cast, visit):
    an_invitation(cast, email="nobody@example.net")

    page = visit().get(f"/en/organisations/invitations/{letters()[0].snapshot['token']}").text

    assert NAME in page


def test_nobody_learns_from_an_application_that_a_protected_name_is_registered(cast, visit):
    protect(cast)
    client = visit(cast.chen)

    answer = client.post(f"{HOME}/apply", data=an_answer(name="Society of the Flyway (example)"))

    assert answer.location == f"{HOME}/society-of-the-flyway-example"
    applied = session.query(Organisation).filter_by(applied_by_id=cast.chen.id).one()
    for page in (answer.location, f"{answer.location}/application"):
        text = client.get(page).text
        assert "a name like this one" not in text
        assert cast.society.slug not in text
    desk = visit(cast.bruno).get(f"{HOME}/{applied.slug}/application").text
    assert "Another organisation has a name like this one" in desk
    assert cast.society.slug in desk


def test_a_name_in_another_language_or_a_new_name_tells_no_more(cast):
    protect(cast)

    applied = an_application(cast.chen, names={"fr": "Society of the Flyway (example)"})
    seen = applied.revision
    applying.rename(applied, an_identity(name=cast.society.name), seen=seen, actor=cast.chen)
    deciding.verify(applied, reason="Checked.", seen=applied.revision, actor=cast.bruno)

    assert applied.name == cast.society.name
    assert applied.skeleton != cast.society.skeleton


def test_who_applies_as_protected_gets_an_address_that_tells_nothing(cast):
    applied = an_application(cast.chen, protected=True)

    assert applied.protected
    assert applied.slug.startswith("organisation-")
