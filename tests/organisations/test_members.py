"""Inviting, joining, changing seats, leaving."""

from datetime import timedelta

import pytest
import time_machine

from app.accounts.readers import Guest
from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from app.organisations import policy, queries
from app.organisations.models import Seat
from app.organisations.operations import deciding, invitations, members
from tests.conftest import a_person
from tests.factories import keep, last_line, letters
from tests.organisations.given import an_application, an_invitation

CHECKED = "All is in order."


def invited():
    return [letter for letter in letters() if letter.template == "organisations/email/invited"]


def token():
    return invited()[-1].snapshot["token"]


def test_an_invitation_goes_to_a_bare_address_in_the_language_chosen(cast):
    invitation = an_invitation(cast, email=" New@Example.NET ")

    letter = invited()[0]
    assert (letter.recipient_id, letter.email, letter.lang) == (None, "new@example.net", "fr")
    assert letter.snapshot["by"] == "Amara"
    assert queries.digest_of(letter.snapshot["token"]) == invitation.token_digest
    assert last_line().action == "organisation.invite"
    assert "example.net" not in str(last_line().detail)


def test_a_person_with_an_account_gets_it_there(cast):
    an_invitation(cast, email="chen@example.org")

    assert invited()[0].recipient_id == cast.chen.id


def test_any_confirmed_account_may_accept_and_owners_are_told(cast):
    invitation = an_invitation(cast)

    found = queries.get_invitation(token(), reader=cast.chen)
    invitations.accept_invitation(found, actor=cast.chen)

    assert policy.seat_of(cast.chen, cast.society) is Seat.EDITOR
    assert invitation.accepted_by_id == cast.chen.id
    joined = [letter for letter in letters() if letter.template == "organisations/email/joined"]
    assert [letter.recipient_id for letter in joined] == [cast.amara.id]


def test_an_unconfirmed_account_cannot_accept(cast):
    newcomer = keep(a_person("Nadia", confirmed_at=None))
    invitation = an_invitation(cast)

    for reader in (newcomer, Guest()):
        with pytest.raises(NotAllowed, match="confirm_first"):
            invitations.accept_invitation(invitation, actor=reader)


def test_an_invitation_is_good_once(cast):
    an_invitation(cast)
    invitations.accept_invitation(queries.get_invitation(token(), reader=cast.chen), actor=cast.chen)

    with pytest.raises(Conflict, match="invitation_closed"):
        invitations.accept_invitation(queries.get_invitation(token(), reader=cast.dario), actor=cast.dario)
    with pytest.raises(Conflict, match="already_yours"):
        invitations.accept_invitation(queries.get_invitation(token(), reader=cast.chen), actor=cast.chen)


def test_an_invitation_expires_after_fourteen_days(cast):
    invitation = an_invitation(cast)

    with time_machine.travel(now() + timedelta(days=13, hours=23), tick=False):
        assert not invitation.has_expired
    with (
        time_machine.travel(now() + timedelta(days=14, minutes=1), tick=False),
        pytest.raises(Conflict, match="invitation_expired"),
    ):
        invitations.accept_invitation(invitation, actor=cast.chen)


def test_a_withdrawn_invitation_opens_nothing(cast):
    invitation = an_invitation(cast)
    invitations.withdraw_invitation(invitation, actor=cast.amara)

    with pytest.raises(Conflict, match="invitation_closed"):
        invitations.accept_invitation(invitation, actor=cast.chen)
    an_invitation(cast)  # the address may be invited anew


def test_a_letter_sent_again_has_a_new_token_and_the_old_one_dies(cast):
    invitation = an_invitation(cast)
    first = token()
    with pytest.raises(Conflict, match="invited_today"):
        invitations.resend_invitation(invitation, actor=cast.amara)

    with time_machine.travel(now() + timedelta(days=2), tick=False):
        invitations.resend_invitation(invitation, actor=cast.amara)

    assert token() != first
    with pytest.raises(NotFound):
        queries.get_invitation(first, reader=cast.chen)


def test_one_address_gets_three_letters_a_day_from_all(cast):
    for _ in range(3):
        invitations.withdraw_invitation(an_invitation(cast), actor=cast.amara)

    with pytest.raises(Invalid, match="invited_often"):
        invitations.invite(cast.other, "new@example.net", Seat.READER, "en", actor=cast.chen)
    assert len(invited()) == 3


def test_one_organisation_makes_fifty_invitations_a_day(cast, monkeypatch):
    monkeypatch.setattr(invitations, "INVITATION_LIMIT", 2)
    invitations.withdraw_invitation(an_invitation(cast, email="a@example.net"), actor=cast.amara)
    an_invitation(cast, email="b@example.net")

    with pytest.raises(Conflict, match="too_many_invitations"):
        an_invitation(cast, email="c@example.net")
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        an_invitation(cast, email="c@example.net")


def test_nobody_is_invited_twice_or_into_where_they_are(cast):
    an_invitation(cast)

    with pytest.raises(Invalid, match="already_invited"):
        an_invitation(cast, email="NEW@example.net")
    with pytest.raises(Invalid, match="already_member"):
        an_invitation(cast, email="rosa@example.org")


def test_an_organisation_not_yet_verified_writes_to_no_stranger(cast):
    """And does not learn who has an account: the answer, the row and the page are the same."""
    applied = an_application(cast.amara)
    stranger = an_invitation(cast, organisation=applied)
    known = an_invitation(cast, email="chen@example.org", organisation=applied)
    assert [letter.recipient_id for letter in invited()] == [cast.chen.id]
    assert [i.key for i in queries.open_invitations(applied)] == [stranger.key, known.key]
    with pytest.raises(Conflict, match="invited_today"):
        invitations.resend_invitation(stranger, actor=cast.amara)

    deciding.verify(applied, reason=CHECKED, seen=applied.revision, actor=cast.bruno)

    assert [letter.email for letter in invited()[1:]] == ["new@example.net"]


def test_an_account_whose_address_is_not_confirmed_is_a_stranger(cast):
    keep(a_person("Nadia", confirmed_at=None))
    applied = an_application(cast.amara)

    an_invitation(cast, email="nadia@example.org", organisation=applied)

    assert invited() == []


def test_only_owners_invite_change_and_remove(cast):
    invitation = an_invitation(cast)
    for person in (cast.emil, cast.rosa, cast.chen, cast.bruno):
        for act in (
            lambda who: invitations.invite(cast.society, "a@example.net", Seat.READER, "en", actor=who),
            lambda who: invitations.resend_invitation(invitation, actor=who),
            lambda who: invitations.withdraw_invitation(invitation, actor=who),
            lambda who: members.change_seat(cast.society, cast.rosa, Seat.OWNER, actor=who),
            lambda who: members.remove(cast.society, cast.rosa, actor=who),
        ):
            with pytest.raises(NotAllowed, match="owners_only"):
                act(person)


def test_only_the_one_invited_finds_an_invitation_without_its_letter(cast):
    invitation = an_invitation(cast, email="chen@example.org")

    assert queries.get_invitation(invitation.key, reader=cast.chen) is invitation
    for reader in (cast.dario, cast.amara, Guest()):
        with pytest.raises(NotFound):
            queries.get_invitation(invitation.key, reader=reader)


def test_a_suspended_organisation_neither_invites_nor_takes_in(cast):
    invitation = an_invitation(cast)
    deciding.suspend(cast.society, reason="A complaint.", seen=cast.society.revision, actor=cast.bruno)

    with pytest.raises(Conflict, match="not_inviting"):
        an_invitation(cast, email="a@example.net")
    with pytest.raises(Conflict, match="not_inviting"):
        invitations.accept_invitation(invitation, actor=cast.chen)


def test_the_last_owner_cannot_leave_or_step_down(cast):
    for act in (
        lambda: members.leave(cast.society, actor=cast.amara),
        lambda: members.change_seat(cast.society, cast.amara, Seat.EDITOR, actor=cast.amara),
        lambda: members.remove(cast.society, cast.amara, actor=cast.amara),
    ):
        with pytest.raises(Conflict, match="last_owner"):
            act()
    assert policy.is_owner(cast.amara, cast.society)


def test_an_owner_whose_account_is_closed_does_not_count(cast):
    members.change_seat(cast.society, cast.emil, Seat.OWNER, actor=cast.amara)
    close(cast.emil)

    with pytest.raises(Conflict, match="last_owner"):
        members.leave(cast.society, actor=cast.amara)


def close(person):
    with transaction():
        person.disabled_at = now()
        audit.record("test.close", person, actor=None)


def test_handing_over_is_to_make_another_owner_and_leave(cast):
    members.change_seat(cast.society, cast.emil, Seat.OWNER, actor=cast.amara)
    members.leave(cast.society, actor=cast.amara)

    assert not policy.is_member(cast.amara, cast.society)  # at once: rights are computed at use
    assert policy.is_owner(cast.emil, cast.society)
    told = {letter.template.rsplit("/")[-1]: letter.recipient_id for letter in letters()}
    assert told == {"seat_changed": cast.emil.id, "left": cast.emil.id}
    members.remove(cast.society, cast.rosa, actor=cast.emil)
    assert last_line().action == "organisation.remove"


def test_a_removed_member_is_told_and_their_offers_end(cast):
    members.change_seat(cast.society, cast.emil, Seat.OWNER, actor=cast.amara)
    offer = invitations.invite(cast.society, "friend@example.net", Seat.OWNER, "en", actor=cast.emil)

    members.remove(cast.society, cast.emil, actor=cast.amara)

    assert letters()[-1].template == "organisations/email/removed"
    assert letters()[-1].recipient_id == cast.emil.id
    with pytest.raises(Conflict, match="invitation_closed"):
        invitations.accept_invitation(offer, actor=cast.chen)


def test_a_member_of_another_organisation_is_not_found_here(cast):
    with pytest.raises(NotFound):
        members.remove(cast.society, cast.chen, actor=cast.amara)


def test_people_of_finds_by_seat_and_leaves_out_closed_accounts(cast):
    assert queries.people_of(cast.society.id) == [cast.amara, cast.emil, cast.rosa]
    assert queries.people_of(cast.society.id, {Seat.EDITOR}) == [cast.emil]
    close(cast.emil)
    assert queries.people_of(cast.society.id) == [cast.amara, cast.rosa]
