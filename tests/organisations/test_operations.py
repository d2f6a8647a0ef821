# ruff: noqa: RUF003 (names that look alike are written here)
"""Applying, deciding, renaming, renewing."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from app.foundation import audit, search
from app.foundation.clock import now
from app.foundation.db import transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.organisations import queries
from app.organisations.flow import ORGANISATION
from app.organisations.models import Asking, Kind, ObserverClass, OrganisationState, Seat
from app.organisations.operations import applying, deciding, protecting
from tests.conftest import a_person
from tests.factories import keep, last_line, letters, lines
from tests.organisations.given import a_profile, an_application, an_identity, applies_again, renews

CHECKED = "The letter is signed by the director named on the website."


def told(verb):
    return sorted(
        letter.recipient_id for letter in letters() if letter.template == f"organisations/email/{verb}"
    )


def test_who_applies_becomes_owner_and_the_moderators_are_told(cast):
    organisation = an_application(cast.rosa)

    assert organisation.state is OrganisationState.APPLIED
    assert [(m.user.name, m.seat) for m in organisation.members] == [("Rosa", Seat.OWNER)]
    assert organisation.letter.name == "letter.png"
    assert last_line().action == "organisation.apply"
    assert told("applied") == [cast.bruno.id]


def test_a_person_may_belong_to_several_organisations(cast):
    an_application(cast.amara)

    assert [seat.organisation.name for seat in queries.organisations_of(cast.amara)] == [
        "Society of the Flyway (example)",
        "Turtle Shore Network (example)",
    ]


def test_an_unconfirmed_account_cannot_apply(cast):
    newcomer = keep(a_person("Nadia", confirmed_at=None))

    with pytest.raises(NotAllowed) as refusal:
        an_application(newcomer)
    assert refusal.value.key == "confirm_first"


def test_three_applications_of_one_person_may_wait_and_no_fourth(cast):
    for number in ("One", "Two", "Three"):
        an_application(cast.amara, name=f"Society {number}")

    with pytest.raises(Conflict) as refusal:
        an_application(cast.amara, name="Society Four")
    assert refusal.value.key == "too_many_applications"
    an_application(cast.chen, name="Society Four")  # for another person it is the first


@pytest.mark.parametrize(
    "name",
    [
        "Society of the Flyway (example)",
        "SOCIETY OF THE FLYWAY EXAMPLE",
        "Sосiety оf thе Flywаy (exаmple)",  # Cyrillic о, с, е and а
        "Sοciety οf the Flyway (example)",  # Greek ο
        "Society-of-the-Flyway, Éxample",
        "Society\u200b of the Flyway\u00ad (example)",
    ],
)
def test_a_name_that_looks_like_another_is_refused(cast, name):
    with pytest.raises(Invalid) as refusal:
        an_application(cast.chen, name=name)
    assert refusal.value.key == "name_taken"


def test_names_in_other_languages_are_compared_with_all_names(cast):
    an_application(cast.amara, names={"fr": "Réseau des tortues"})

    for given in (
        {"name": "Reseau des Tortues"},
        {"name": "Another", "names": {"es": "RÉSEAU DES TORTUES"}},
        {"name": "Another", "names": {"fr": "Society of the Flyway (example)"}},
    ):
        with pytest.raises(Invalid, match="name_taken"):
            an_application(cast.chen, **given)


def test_an_organisation_may_be_called_the_same_in_two_languages(cast):
    organisation = an_application(cast.chen, names={"fr": "Turtle Shore Network (exámple)"})

    assert organisation.all_names["fr"] == "Turtle Shore Network (exámple)"


@pytest.mark.parametrize("name", ["…", "🐢🐢", "\u200b"])
def test_a_name_needs_a_letter(cast, name):
    with pytest.raises(Invalid, match="name_unreadable"):
        an_application(cast.chen, name=name)


def test_an_address_is_readable_and_never_taken_twice(cast):
    first = an_application(cast.amara, name="Amis du Delta é")
    second = an_application(cast.chen, name="Amis du delta, é 2")
    third = an_application(cast.emil, name="أصدقاء الدلتا")
    fourth = an_application(cast.rosa, name="Apply")

    slugs = [organisation.slug for organisation in (first, second, third, fourth)]
    assert slugs == ["amis-du-delta-e", "amis-du-delta-e-2", "organisation", "apply-2"]


def test_a_verified_organisation_is_told_and_its_mark_has_a_reason(cast):
    organisation = an_application(cast.amara)

    deciding.verify(organisation, reason=CHECKED, seen=organisation.revision, actor=cast.bruno)

    assert organisation.state is OrganisationState.VERIFIED
    assert organisation.verified_at
    assert last_line().action == "organisation.verify"
    assert last_line().detail["reason"] == CHECKED
    assert told("verified") == [cast.amara.id]


def test_the_mark_is_not_given_without_a_reason(cast):
    organisation = an_application(cast.amara)

    with pytest.raises(Invalid, match="reason_missing"):
        deciding.verify(organisation, reason="  ", seen=organisation.revision, actor=cast.bruno)


def test_a_declined_organisation_hears_why_and_may_apply_again(cast):
    organisation = an_application(cast.amara)
    deciding.decline(organisation, reason="No letter.", seen=organisation.revision, actor=cast.bruno)
    declined = next(letter for letter in letters() if letter.template.endswith("/declined"))
    assert declined.snapshot["reason"] == "No letter."

    applies_again(organisation, cast.amara)

    assert (organisation.state, organisation.asking) == (OrganisationState.APPLIED, Asking.AGAIN)
    assert told("applied") == [cast.bruno.id] * 2


def test_a_declined_impostor_does_not_keep_the_name(cast):
    impostor = an_application(cast.chen)
    deciding.decline(impostor, reason="Impostor.", seen=impostor.revision, actor=cast.bruno)

    true_bearer = an_application(cast.amara)

    with pytest.raises(Invalid, match="name_taken"):
        applies_again(impostor, cast.chen)
    assert true_bearer.slug == "turtle-shore-network-example-2"


def test_a_rename_puts_verification_to_the_test_again_and_shows_nothing_new_until_then(cast):
    before, seen = facts_of(cast.society), cast.society.revision

    applying.rename(cast.society, an_identity(), seen=seen, actor=cast.amara)

    assert (cast.society.state, cast.society.asking) == (OrganisationState.APPLIED, Asking.RENAME)
    assert facts_of(cast.society) == before  # nobody publishes under a name that nobody has verified
    assert told("renamed") == [cast.amara.id, cast.emil.id]
    assert told("applied") == [cast.bruno.id]
    with pytest.raises(Invalid, match="name_taken"):  # it is held for who asked first
        an_application(cast.chen)


def test_a_verified_rename_is_the_name_from_then_on(cast):
    applying.rename(cast.society, an_identity(), seen=cast.society.revision, actor=cast.amara)

    deciding.verify(cast.society, reason="Seen.", seen=cast.society.revision, actor=cast.bruno)

    assert (cast.society.name, cast.society.wanted) == ("Turtle Shore Network (example)", None)
    assert cast.society.former_name == "Society of the Flyway (example)"
    assert cast.society.slug == "society-of-the-flyway"  # addresses are promises
    assert an_application(cast.chen, name="Society of the Flyway (example)")  # the old name is free


def test_a_declined_renewal_is_no_way_round_the_test_of_a_new_name(cast):
    renews(cast.society, cast.amara)
    deciding.decline(cast.society, reason="Unsigned.", seen=cast.society.revision, actor=cast.bruno)

    applies_again(cast.society, cast.amara)

    assert cast.society.name == "Society of the Flyway (example)"
    assert cast.society.wanted["name"] == "Turtle Shore Network (example)"


def facts_of(organisation):
    return asdict(applying.identity_of(organisation)) | {"skeleton": organisation.skeleton}


def test_a_declined_rename_gives_the_profile_back_as_it_was(cast):
    before = facts_of(cast.society)
    changed = an_identity(names={"fr": "Réseau"}, country="SN", observer_class=ObserverClass.INTERNATIONAL)
    applying.rename(cast.society, changed, seen=cast.society.revision, actor=cast.amara)
    again = an_identity(name="Turtles and more", kind=Kind.OTHER)
    applying.rename(cast.society, again, seen=cast.society.revision, actor=cast.amara)

    deciding.decline(cast.society, reason="Not signed.", seen=cast.society.revision, actor=cast.bruno)

    assert facts_of(cast.society) == before
    assert cast.society.state is OrganisationState.VERIFIED
    assert cast.society.decided_why == "Not signed."
    assert found("flyway") == {("en", "Society of the Flyway (example)")}
    assert told("change_declined") == [cast.amara.id, cast.emil.id]
    assert told("declined") == []
    assert an_application(cast.chen).name == "Turtle Shore Network (example)"  # the refused name is free


def test_after_a_declined_rename_an_ended_letter_is_still_ended(cast):
    with_letter_until(cast.society, -1)
    deciding.lapse_overdue()
    applying.rename(cast.society, an_identity(), seen=cast.society.revision, actor=cast.amara)

    deciding.decline(cast.society, reason="Not signed.", seen=cast.society.revision, actor=cast.bruno)

    assert cast.society.state is OrganisationState.LAPSED


def test_nobody_takes_the_name_that_stands_while_a_change_waits(cast):
    applying.rename(cast.society, an_identity(), seen=cast.society.revision, actor=cast.amara)

    with pytest.raises(Invalid, match="name_taken"):
        an_application(cast.chen, name="Society of the Flyway (example)")


def test_only_a_changed_name_leaves_an_earlier_name(cast):
    same = an_identity(name=cast.society.name, acronym="SOF")

    applying.rename(cast.society, same, seen=cast.society.revision, actor=cast.amara)
    deciding.verify(cast.society, reason="Seen.", seen=cast.society.revision, actor=cast.bruno)

    assert (cast.society.acronym, cast.society.former_name) == ("SOF", "")


def test_a_rename_while_waiting_stays_the_first_application(cast):
    organisation = an_application(cast.amara)

    seen = organisation.revision
    applying.rename(organisation, an_identity(name="Turtles"), seen=seen, actor=cast.amara)

    assert (organisation.name, organisation.asking) == ("Turtles", Asking.REGISTRATION)
    assert told("applied") == [cast.bruno.id]


def test_a_rename_to_a_look_alike_changes_nothing(cast):
    with pytest.raises(Invalid, match="name_taken"):
        applying.rename(
            cast.society,
            an_identity(name="Other Shоre (example)"),
            seen=cast.society.revision,
            actor=cast.amara,
        )
    assert cast.society.state is OrganisationState.VERIFIED
    assert cast.society.name == "Society of the Flyway (example)"


def test_a_suspended_organisation_hears_why_and_can_be_restored(cast):
    deciding.suspend(cast.society, reason="A complaint.", seen=cast.society.revision, actor=cast.bruno)
    assert cast.society.state is OrganisationState.SUSPENDED
    assert told("suspended") == [cast.amara.id, cast.emil.id]

    deciding.restore(cast.society, seen=cast.society.revision, actor=cast.bruno)
    assert cast.society.state is OrganisationState.VERIFIED
    assert told("restored") == [cast.amara.id, cast.emil.id]


def with_letter_until(organisation, days):
    with transaction():
        organisation.letter_valid_until = (now() + timedelta(days=days)).date()
        audit.record("test.letter", organisation, actor=None)


def test_a_letter_that_ended_lapses_by_itself_and_is_renewed(cast):
    with_letter_until(cast.society, -1)
    with_letter_until(cast.other, 0)  # good until the end of the day

    assert deciding.lapse_overdue() == 1
    assert cast.society.state is OrganisationState.LAPSED
    assert cast.other.state is OrganisationState.VERIFIED
    assert (last_line().action, last_line().actor_id) == ("organisation.lapse", None)
    assert told("lapsed") == [cast.amara.id, cast.emil.id]
    assert deciding.lapse_overdue() == 0

    renews(cast.society, cast.amara)
    assert (cast.society.state, cast.society.asking) == (OrganisationState.APPLIED, Asking.RENEWAL)

    deciding.verify(cast.society, reason=CHECKED, seen=cast.society.revision, actor=cast.bruno)
    assert cast.society.state is OrganisationState.VERIFIED


def test_a_moderator_cannot_let_a_valid_letter_lapse(cast):
    with_letter_until(cast.society, 10)

    with pytest.raises(Conflict, match="letter_still_valid"):
        deciding.lapse(cast.society, seen=cast.society.revision, actor=cast.bruno)
    assert cast.society.state is OrganisationState.VERIFIED


def test_nobody_is_verified_on_a_letter_that_has_ended(cast):
    organisation = an_application(cast.amara)
    with_letter_until(organisation, -1)

    with pytest.raises(Conflict, match="letter_has_ended"):
        deciding.verify(organisation, reason=CHECKED, seen=organisation.revision, actor=cast.bruno)


def test_a_profile_is_changed_by_its_owner_only(cast):
    changed = a_profile(mission="We count.", founded=2001)

    applying.edit(cast.society, changed, seen=cast.society.revision, actor=cast.amara)
    assert (cast.society.mission, cast.society.founded) == ("We count.", 2001)
    assert cast.society.state is OrganisationState.VERIFIED

    for person in (cast.emil, cast.rosa, cast.chen, cast.bruno):
        with pytest.raises(NotAllowed):
            applying.edit(cast.society, changed, seen=cast.society.revision, actor=person)


def test_the_second_of_two_writers_gets_a_conflict(cast):
    seen = cast.society.revision
    applying.edit(cast.society, a_profile(), seen=seen, actor=cast.amara)

    with pytest.raises(Conflict, match="changed_meanwhile"):
        applying.edit(cast.society, a_profile(mission="Other"), seen=seen, actor=cast.amara)


@pytest.mark.parametrize("move", ORGANISATION.moves.values(), ids=lambda move: move.name)
def test_every_move_is_for_owners_or_for_moderators(cast, move):
    owners_move = move.name in {"renew", "rename", "apply_again"}
    for person in (cast.amara, cast.emil, cast.rosa, cast.chen, cast.bruno, cast.adam):
        may = person is cast.amara if owners_move else person is cast.bruno
        assert move.who(person, cast.society) == may, person.name


def test_a_moderator_does_not_decide_on_an_organisation_of_their_own(cast):
    organisation = an_application(cast.bruno)

    with pytest.raises(NotAllowed):
        deciding.verify(organisation, reason=CHECKED, seen=organisation.revision, actor=cast.bruno)


def test_every_act_leaves_a_line(cast):
    organisation = an_application(cast.amara)
    deciding.verify(organisation, reason=CHECKED, seen=organisation.revision, actor=cast.bruno)
    applying.edit(organisation, a_profile(), seen=organisation.revision, actor=cast.amara)

    assert [line.action for line in lines()] == [
        "organisation.apply",
        "organisation.verify",
        "organisation.edit",
    ]


def found(words):
    return {(one.lang, one.title) for one in search.find(words, kinds=["organisation"], limit=10)}


def test_the_search_finds_who_is_verified_in_every_language(cast):
    organisation = an_application(cast.amara, names={"fr": "Réseau des tortues"})
    assert found("turtle") == found("reseau") == set()

    deciding.verify(organisation, reason=CHECKED, seen=organisation.revision, actor=cast.bruno)
    assert found("turtle") == {("en", "Turtle Shore Network (example)")}
    assert found("reseau") == {("fr", "Réseau des tortues")}

    protecting.protect(organisation, seen=organisation.revision, actor=cast.amara)
    assert found("turtle") == set()
    protecting.end_protection(organisation, seen=organisation.revision, actor=cast.amara)
    assert found("turtle") != set()
    deciding.suspend(organisation, reason="A complaint.", seen=organisation.revision, actor=cast.bruno)
    assert found("turtle") == set()


def test_letters_of_a_protected_organisation_name_no_content(cast):
    protecting.protect(cast.society, seen=cast.society.revision, actor=cast.amara)

    deciding.suspend(cast.society, reason="A complaint.", seen=cast.society.revision, actor=cast.bruno)

    assert [letter.notice_only for letter in letters()] == [True, True]
