"""A person's own table."""

from app.organisations.models import Seat
from app.organisations.operations import deciding, invitations
from tests.conftest import a_person
from tests.factories import keep
from tests.organisations.given import an_application

WORK = "/en/work"


def test_a_guest_is_sent_to_sign_in(visit):
    assert visit().get(WORK).status_code in {302, 401}


def test_a_new_account_is_told_how_to_begin(visit):
    newcomer = keep(a_person("Nadia", confirmed_at=None))

    page = visit(newcomer).get(WORK).text

    assert "Find or register your organisation" in page
    assert "Confirm your e-mail address" in page
    assert "/en/organisations/apply" in page


def test_whoever_has_nothing_to_do_is_told_so(cast, visit):
    page = visit(cast.amara).get(WORK).text

    assert "Nothing waits for you now." in page
    assert "Society of the Flyway (example)" in page
    assert "Your role: Owner" in page
    assert "can answer open calls" in page


def test_an_invitation_to_ones_address_waits_here(cast, visit):
    offer = invitations.invite(cast.society, "chen@example.org", Seat.EDITOR, "en", actor=cast.amara)

    page = visit(cast.chen).get(WORK).text

    assert f"/en/organisations/invitations/{offer.key}" in page
    assert "Answer the invitation to “Society of the Flyway (example)”" in page
    assert offer.key not in visit(cast.dario).get(WORK).text


def test_an_invitation_does_not_show_before_the_address_is_confirmed(cast, visit):
    newcomer = keep(a_person("Nadia", confirmed_at=None))
    invitations.invite(cast.society, "nadia@example.org", Seat.EDITOR, "en", actor=cast.amara)

    assert "/invitations/" not in visit(newcomer).get(WORK).text


def test_each_state_of_an_organisation_says_what_to_do(cast, visit):
    organisation = an_application(cast.amara)
    client = visit(cast.amara)
    assert "The Secretariat is checking the application." in client.get(WORK).text

    deciding.decline(organisation, reason="No letter.", seen=organisation.revision, actor=cast.bruno)
    page = client.get(WORK).text
    assert "No letter." in page
    assert "See what “Turtle Shore Network (example)” needs" in page
