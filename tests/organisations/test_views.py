"""Doors, words and forms of the room."""

import re
from datetime import timedelta
from functools import partial

import pytest
from bs4 import BeautifulSoup

from app.accounts.readers import Guest
from app.foundation.clock import now
from app.foundation.db import session
from app.organisations import policy, queries
from app.organisations.flow import ORGANISATION
from app.organisations.models import Membership, Organisation, OrganisationState, Seat
from app.organisations.operations import applying, deciding, invitations, protecting
from tests.conftest import a_person
from tests.counting import asked
from tests.factories import keep, letters
from tests.organisations.given import a_profile, an_application, an_identity, an_invitation, an_upload

pytestmark = pytest.mark.usefixtures("vocabulary")
HOME = "/en/organisations"
TOKEN = re.compile(r'"csrf_token"[^>]*value="[^"]+"')  # it bears the second it was made in
NAUGHTY = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "'; DROP TABLE organisation; --",
    "=cmd|' /C calc'!A0",
    "\u202eevil\u202c",
    "Ṱ̺̺o͞ ̷i",
    "👩‍👩‍👧 society",
    "%s %(name)s %d",
    "a\x00b\x08c",
]


def an_answer(**given):
    """What a careful person sends from the application's form."""
    fields = {
        "name": "Turtle Shore Network (example)",
        "name_lang": "en",
        "name_fr": "Réseau du rivage",
        "acronym": "TSN",
        "kind": "network",
        "country": "KE",
        "website": "turtles.example.org",
        "observer_class": "none",
        "mission": "We *watch* the shore.",
        "founded": "1998",
        "instruments": ["cms"],
        "working_languages": ["en", "sw"],
        "letter": (an_upload().stream, "letter.png"),
        "signatory": "The Director",
        "valid_until": (now() + timedelta(days=365)).date().isoformat(),
    }
    fields.update(given)
    return {name: value for name, value in fields.items() if value is not None}


def test_a_person_applies_and_finds_it_waiting(cast, visit):
    client = visit(cast.rosa)

    page = client.post(f"{HOME}/apply", data=an_answer())

    assert page.status_code == 302
    assert page.location == f"{HOME}/turtle-shore-network-example"
    organisation = session.query(Organisation).filter_by(acronym="TSN").one()
    assert organisation.website == "https://turtles.example.org"
    assert organisation.names == {"fr": "Réseau du rivage"}
    assert (organisation.founded, organisation.working_languages) == (1998, ["en", "sw"])
    assert "Waiting for verification" in client.get(page.location).text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "   "}, "Write the name of the organisation."),
        ({"name": "x" * 201}, "Shorten this to 200 characters."),
        ({"name_fr": "x" * 201}, "Shorten this to 200 characters."),
        ({"acronym": "x" * 41}, "Shorten this to 40 characters."),
        ({"mission": "x" * 3001}, "Shorten this to 3000 characters."),
        ({"website": "https://e.org/" + "x" * 300}, "Shorten this to 300 characters."),
        ({"website": "javascript:alert(1)"}, "Write an address such as"),
        ({"website": "not an address"}, "Write an address such as"),
        ({"signatory": "x" * 201}, "Shorten this to 200 characters."),
        ({"signatory": ""}, "Write the name and office of who signed."),
        ({"kind": ""}, "Choose one from the list."),
        ({"country": ""}, "Choose one from the list."),
        ({"founded": "3000"}, "Write a year with four digits"),
        ({"founded": "long ago"}, "Write a year with four digits"),
        ({"founded": "12"}, "Write a year with four digits"),
        ({"valid_until": "2020-01-01"}, "This letter has ended."),
        ({"valid_until": "2999-01-01"}, "within the next ten years"),
        ({"valid_until": "soon"}, "such as 2027-12-31"),
        ({"valid_until": ""}, "Write the last day"),
        ({"letter": None}, "Choose the file of the letter."),
        ({"name": "Society of the Flywаy (example)"}, "ask one of its owners to invite you"),
        ({"name": "🐢"}, "Write a name with letters"),
    ],
)
def test_each_wrong_field_is_told_beside_it_and_what_was_typed_stays(cast, visit, given, told):
    page = visit(cast.chen).post(f"{HOME}/apply", data=an_answer(**given))

    assert page.status_code == 200
    assert told in page.text
    assert "We *watch* the shore." in page.text or "mission" in given
    assert session.query(Organisation).count() == 2


def test_an_unreal_choice_is_refused(cast, visit):
    for given in ({"kind": "junk"}, {"country": "XX"}, {"instruments": ["junk"]}, {"name_lang": "zz"}):
        page = visit(cast.chen).post(f"{HOME}/apply", data=an_answer(**given))
        assert page.status_code == 200, given
    assert session.query(Organisation).count() == 2


def test_a_file_that_is_not_what_it_says_is_refused_beside_it(cast, visit):
    letter = (an_upload(b"MZ\x90\x00 not a letter").stream, "letter.png")

    page = visit(cast.chen).post(f"{HOME}/apply", data=an_answer(letter=letter))

    assert page.status_code == 200
    assert 'id="letter-error"' in page.text
    assert session.query(Organisation).count() == 2


@pytest.mark.parametrize("words", NAUGHTY)
def test_naughty_words_reach_the_page_unharmed_and_run_nowhere(cast, visit, words):
    name = f"Name {words}"
    answer = an_answer(name=name, acronym=words[:40], mission=words, signatory=words)
    client = visit(cast.chen)

    shown = client.get(client.post(f"{HOME}/apply", data=answer).location).text

    assert "<script>alert" not in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown
    if words.isascii() and words.isprintable() and "<" not in words and "'" not in words:
        assert words in shown


def test_an_unconfirmed_account_is_told_what_to_do(visit):
    newcomer = keep(a_person("Nadia", confirmed_at=None))

    page = visit(newcomer).get(f"{HOME}/apply")

    assert page.status_code == 403
    assert "Confirm your e-mail address first" in page.text


def test_an_application_is_nobody_elses_business(cast, visit):
    organisation = an_application(cast.amara)
    address = f"{HOME}/{organisation.slug}"

    for person, status in ((None, 404), (cast.chen, 404), (cast.amara, 200), (cast.bruno, 200)):
        assert visit(person).get(address).status_code == status
    assert "Turtle" not in visit().get(HOME).text


@pytest.mark.parametrize("page", ["application", "letter", "members"])
def test_what_is_inside_is_for_members_and_moderators(cast, visit, page):
    organisation = an_application(cast.amara)
    deciding.verify(organisation, reason="In order.", seen=organisation.revision, actor=cast.bruno)
    address = f"{HOME}/{organisation.slug}/{page}"

    assert visit().get(address).status_code == 401 or visit().get(address).status_code == 302
    for person in (cast.chen, cast.talia, cast.fatou):
        assert visit(person).get(address).status_code == 404
    for person in (cast.amara, cast.bruno):
        assert visit(person).get(address).status_code == 200


def test_the_letter_is_given_as_an_attachment(cast, visit):
    organisation = an_application(cast.amara)

    answer = visit(cast.bruno).get(f"{HOME}/{organisation.slug}/letter")

    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_protected_organisation_has_no_public_profile(cast, visit):
    protecting.protect(cast.society, seen=cast.society.revision, actor=cast.amara)

    for person, status in ((None, 404), (cast.chen, 404), (cast.rosa, 200), (cast.bruno, 200)):
        assert visit(person).get(f"{HOME}/{cast.society.slug}").status_code == status
    assert "flyway" not in cast.society.slug
    assert "Flyway" not in visit().get(HOME).text


def test_a_public_profile_names_no_person_and_says_neutrally_what_is_not_verified(cast, visit):
    deciding.suspend(cast.society, reason="A complaint.", seen=cast.society.revision, actor=cast.bruno)

    page = visit().get(f"{HOME}/society-of-the-flyway").text

    assert "Not verified at present" in page
    for hidden in ("Suspended", "complaint", "Amara", "Emil", "Rosa"):
        assert hidden not in page
    assert "A complaint." in visit(cast.rosa).get(f"{HOME}/society-of-the-flyway").text


@pytest.mark.parametrize("state", OrganisationState)
@pytest.mark.parametrize("protected", [False, True])
def test_the_list_and_the_rule_agree_on_who_may_read(cast, state, protected):
    organisation = Organisation(
        slug="one", name="One", skeleton="one", kind="cso", country="KE", state=state, protected=protected
    )
    organisation.members = [Membership(user=cast.rosa, seat=Seat.READER)]
    keep(organisation)

    for reader in (cast.amara, cast.rosa, cast.bruno, cast.adam, cast.chen, Guest()):
        listed = organisation in session.scalars(queries.visible_to(reader)).all()
        assert listed == policy.may_read(reader, organisation), reader.name


@pytest.mark.parametrize("move", ORGANISATION.moves)
def test_every_move_has_a_door_that_asks_the_flow(app, cast, visit, move):
    assert f"organisations.{move}" in app.view_functions
    address = f"{HOME}/society-of-the-flyway/{move.replace('_', '-')}"

    assert visit(cast.chen).get(address).status_code in {403, 404}
    assert visit(cast.rosa).get(address).status_code == 403


def test_the_door_asks_before_it_shows(cast, visit):
    verified = f"{HOME}/society-of-the-flyway"

    assert visit(cast.bruno).get(f"{verified}/verify").status_code == 409
    assert visit(cast.amara).get(f"{verified}/apply-again").status_code == 409
    assert visit(cast.bruno).get(f"{verified}/suspend").status_code == 200


def test_a_moderator_decides_beside_the_application(cast, visit):
    organisation = an_application(cast.amara)
    slug, client = organisation.slug, visit(cast.bruno)

    page = client.get(f"{HOME}/{slug}/application").text
    assert "The Director" in page
    assert f"{HOME}/{slug}/verify" in page

    seen = organisation.revision
    refused = client.post(f"{HOME}/{slug}/verify", data={"seen": seen, "reason": " "})
    assert "Write what you checked" in refused.text
    client.post(f"{HOME}/{slug}/verify", data={"seen": seen, "reason": "All right."})
    assert session.get(Organisation, organisation.id).state is OrganisationState.VERIFIED


def test_the_second_moderator_gets_a_conflict_and_their_words_back(cast, visit):
    organisation = an_application(cast.amara)
    slug, seen = organisation.slug, organisation.revision
    deciding.verify(organisation, reason="All right.", seen=seen, actor=cast.bruno)

    page = visit(cast.bruno).post(f"{HOME}/{slug}/decline", data={"seen": seen, "reason": "My long words"})

    assert page.status_code == 409
    assert "My long words" in page.text


def test_a_stale_save_shows_both_and_lets_the_writer_choose(cast, visit):
    client, address = visit(cast.amara), f"{HOME}/society-of-the-flyway/edit"
    seen = cast.society.revision
    applying.edit(cast.society, a_profile(mission="Theirs"), seen=seen, actor=cast.amara)

    page = client.post(address, data={"seen": seen, "mission": "Mine", "instruments": ["cms"]})

    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    again = client.post(address, data={"seen": cast.society.revision, "mission": "Mine"})
    assert again.status_code == 302
    session.expire_all()
    assert cast.society.mission == "Mine"


def test_the_register_is_searched_and_narrowed(cast, visit):
    client = visit()

    assert "Society of the Flyway" in client.get(HOME).text
    for query, found in (
        ("q=flyway", True),
        ("q=FLYWÁY", True),
        ("q=shore", False),
        ("country=KE", True),
        ("country=SN", False),
        ("kind=national_ngo", True),
        ("kind=cso", False),
        ("kind=junk&country=junk", True),
        ("q=%25", False),
    ):
        assert ("Society of the Flyway" in client.get(f"{HOME}?{query}").text) == found, query
    assert "No organisation was found" in client.get(f"{HOME}?q=nothing").text


def test_the_empty_register_says_what_to_do(visit):
    assert "No organisation is registered yet" in visit().get(HOME).text


def test_an_owner_invites_and_the_invited_joins(cast, visit):
    owner, people = visit(cast.amara), f"{HOME}/society-of-the-flyway/members"
    sent = {"email": "x@example.net", "seat": "editor", "invited_lang": "fr"}
    assert owner.post(f"{HOME}/society-of-the-flyway/invite", data=sent).location == people
    assert "x@example.net" in owner.get(people).text
    assert "x@example.net" not in visit(cast.rosa).get(people).text
    token = letters()[-1].snapshot["token"]

    assert "You answer with an account of your own." in visit().get(f"{HOME}/invitations/{token}").text
    guest = visit(cast.chen)
    page = guest.get(f"{HOME}/invitations/{token}").text
    assert "chen@example.org" in page
    assert "Your role would be: Editor" in page
    answer = guest.post(f"{HOME}/invitations/{token}/accept")
    assert answer.location == f"{HOME}/society-of-the-flyway"
    assert guest.post(f"{HOME}/invitations/{token}/accept").status_code == 409
    assert "used, refused or withdrawn" in guest.get(f"{HOME}/invitations/{token}").text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"email": "nobody"}, "name@example.org"),
        ({"email": ""}, "Write the person"),
        ({"email": "a" * 250 + "@example.org"}, "Shorten this to 254 characters."),
        ({"email": "rosa@example.org"}, "member already"),
        ({"email": "waiting@example.net"}, "invited already"),
        ({"seat": "king"}, "Not a valid choice"),
        ({"invited_lang": "xx"}, "Not a valid choice"),
    ],
)
def test_a_wrong_invitation_is_told_beside_the_field(cast, visit, given, told):
    an_invitation(cast, email="waiting@example.net")
    sent = {"email": "x@example.net", "seat": "editor", "invited_lang": "fr"}

    page = visit(cast.amara).post(f"{HOME}/society-of-the-flyway/invite", data=sent | given)

    assert page.status_code == 200
    assert told in page.text


def test_the_page_of_an_applied_organisation_does_not_tell_who_has_an_account(cast, visit):
    organisation = an_application(cast.amara)
    client, pages = visit(cast.amara), []
    for email in ("chen@example.org", "none@example.org"):
        sent = {"email": email, "seat": "reader", "invited_lang": "en"}
        client.post(f"{HOME}/{organisation.slug}/invite", data=sent)
        client.get(f"{HOME}/{organisation.slug}")  # takes the word of thanks
        page = client.get(f"{HOME}/{organisation.slug}/members").text
        pages.append(TOKEN.sub("…", page.replace(email, "…")))
        key = queries.open_invitations(organisation)[0].key
        pages[-1] = pages[-1].replace(key, "…")
        client.post(f"{HOME}/{organisation.slug}/invitations/{key}/withdraw")

    assert pages[0] == pages[1]


def test_invitations_are_withdrawn_and_sent_again_by_buttons(cast, visit):
    invitation = an_invitation(cast)
    address = f"{HOME}/society-of-the-flyway/invitations/{invitation.key}"

    assert visit(cast.rosa).post(f"{address}/withdraw").status_code == 403
    assert visit(cast.chen).post(f"{address}/withdraw").status_code == 404
    assert visit(cast.amara).post(f"{address}/resend").status_code == 409
    assert visit(cast.amara).post(f"{address}/withdraw").status_code == 302


def test_an_invitation_of_one_organisation_is_not_found_under_another(cast, visit):
    invitation = an_invitation(cast)

    address = f"{HOME}/other-shore/invitations/{invitation.key}/withdraw"
    assert visit(cast.chen).post(address).status_code == 404


def test_an_unknown_or_foreign_invitation_is_not_found(cast, visit):
    invitation = an_invitation(cast, email="chen@example.org")

    assert visit(cast.chen).get(f"{HOME}/invitations/{invitation.key}").status_code == 200
    for code in (invitation.key, "junk", "x" * 300):
        assert visit(cast.dario).get(f"{HOME}/invitations/{code}").status_code == 404


def test_seats_are_changed_people_removed_and_owners_leave_by_pages(cast, visit):
    home, owner = f"{HOME}/society-of-the-flyway", visit(cast.amara)
    emil, rosa = cast.emil.key, cast.rosa.key

    for page in (f"members/{emil}/seat", f"members/{emil}/remove", "leave", "members", "invite"):
        assert owner.get(f"{home}/{page}").status_code == 200, page
    assert owner.post(f"{home}/leave").status_code == 409
    owner.post(f"{home}/members/{emil}/seat", data={"seat": "owner"})
    owner.post(f"{home}/members/{rosa}/remove")
    assert owner.post(f"{home}/leave").location == "/en/work"
    assert owner.get(f"{home}/members").status_code == 404
    session.expire_all()
    assert [m.user.name for m in cast.society.members] == ["Emil"]


@pytest.mark.parametrize("page", ["rename", "edit", "renew"])
def test_owners_find_their_forms_and_nobody_else(cast, visit, page):
    address = f"{HOME}/society-of-the-flyway/{page}"

    assert visit(cast.amara).get(address).status_code == 200
    for person in (cast.emil, cast.rosa, cast.chen, cast.bruno):
        assert visit(person).get(address).status_code == 403


def test_a_rename_and_a_renewal_by_form(cast, visit):
    client = visit(cast.amara)
    home, seen = f"{HOME}/society-of-the-flyway", cast.society.revision
    renamed = an_answer(name="Flyway Friends (example)", seen=seen, letter=None)
    assert client.post(f"{home}/rename", data=renamed).location == home
    session.expire_all()
    assert (cast.society.wanted["name"], cast.society.state) == (
        "Flyway Friends (example)",
        OrganisationState.APPLIED,
    )
    deciding.decline(cast.society, reason="Why?", seen=cast.society.revision, actor=cast.bruno)
    assert "Society of the Flyway" in visit().get(home).text
    renewal = an_answer(seen=cast.society.revision)
    assert client.post(f"{home}/renew", data=renewal).location == home


def test_who_was_declined_applies_again_by_form(cast, visit):
    one = an_application(cast.amara)
    deciding.decline(one, reason="Why?", seen=one.revision, actor=cast.bruno)
    home = f"{HOME}/{one.slug}"

    answer = visit(cast.amara).post(f"{home}/apply-again", data=an_answer(seen=one.revision))

    assert answer.location == home


@pytest.mark.parametrize("move", ["restore", "lapse", "suspend", "decline"])
def test_moderators_make_every_move_by_form(cast, visit, move):
    state = {"restore": "suspended", "decline": "applied"}.get(move, "verified")
    organisation = Organisation(
        slug="one", name="One", skeleton="one", kind="cso", country="KE", state=OrganisationState(state)
    )
    organisation.letter_valid_until = (now() - timedelta(days=1)).date()
    keep(organisation)
    client, address = visit(cast.bruno), f"{HOME}/one/{move}"

    assert client.get(address).status_code == 200
    sent = client.post(address, data={"seen": organisation.revision, "reason": "For this reason."})

    assert sent.location == f"{HOME}/one/application"
    session.expire_all()
    assert organisation.state is ORGANISATION.moves[move].target


def crowd(cast, count):
    """More organisations of Amara's, more members of hers, more invitations."""
    start = session.query(Organisation).count()
    for number in range(start, start + count):
        slug = f"crowd-{number}"
        organisation = Organisation(slug=slug, name=slug, skeleton=slug, kind="cso", country="KE")
        organisation.state = OrganisationState.VERIFIED
        organisation.members = [Membership(user=cast.amara, seat=Seat.OWNER)]
        member = Membership(user=a_person(slug), organisation=cast.society, seat=Seat.READER)
        keep(organisation, member)
        if number < 48:
            invitations.invite(cast.society, f"{slug}@example.net", Seat.READER, "en", actor=cast.amara)


@pytest.mark.parametrize("page", ["", "/society-of-the-flyway", "/society-of-the-flyway/members"])
def test_pages_run_as_many_statements_for_fifty_rows_as_for_five(app, cast, visit, page):
    counts = []
    for more in (5, 45):
        crowd(cast, more)
        client = visit(cast.amara)
        assert client.get(f"{HOME}{page}").status_code == 200
        counts.append(len(asked(app, partial(client.get, f"{HOME}{page}"))))

    assert counts[0] == counts[1] <= 8


def test_the_application_shows_what_was_and_what_is_asked_for(cast, visit):
    changed = an_identity(name=cast.society.name, country="SN", kind=cast.society.kind, website="")
    applying.rename(cast.society, changed, seen=cast.society.revision, actor=cast.amara)

    page = visit(cast.bruno).get(f"{HOME}/society-of-the-flyway/application")
    soup = BeautifulSoup(page.data, "html.parser")

    changes = [(row.find("del").get_text(), row.find("ins").get_text()) for row in soup.select("dd:has(del)")]
    assert changes == [("none", "TSN"), ("KE", "SN")]
    assert "Earlier name" not in soup.get_text()
