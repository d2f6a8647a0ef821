"""What administrators do for others, and what others never see of it."""

import pytest
from bs4 import BeautifulSoup

from app.accounts import queries
from app.accounts.models import Grant
from app.accounts.operations import people
from app.accounts.readers import Role
from app.foundation.db import session
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.mail import render
from tests.accounts.people import (
    grow_stale,
    letter_of,
    shut_out,
    sign_in,
    with_factor,
    with_password,
)
from tests.conftest import a_person
from tests.counting import asked
from tests.factories import a_body, keep, last_line, letters
from tests.page import page_of as page_at

DESK = "/en/desk/people/"


def page_of(person):
    return f"{DESK}{person.key}"


def give(visit, cast, person, **data):
    return visit(cast.adam).post(
        f"{page_of(person)}/give-role", data={"seen": person.revision, "country": "", "body": ""} | data
    )


@pytest.mark.parametrize("who", ["amara", "bruno", "talia", "edda", "fatou", "dario"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("get", "{key}"),
        ("get", "{key}/give-role"),
        ("post", "{key}/give-role"),
        ("post", "{key}/take-role/1"),
        ("get", "{key}/disable"),
        ("post", "{key}/disable"),
        ("post", "{key}/enable"),
        ("post", "{key}/lift-factor"),
    ],
)
def test_for_everybody_else_there_is_no_such_page(cast, visit, who, method, path):
    answer = getattr(visit(getattr(cast, who)), method)(DESK + path.format(key=cast.chen.key))

    assert answer.status_code == 404


def test_not_even_a_stale_sign_in_is_asked_to_prove_itself(cast, visit):
    client = visit(cast.bruno)
    grow_stale(cast.bruno)

    assert client.post(f"{page_of(cast.chen)}/disable").status_code == 404


def test_people_are_found_by_name_or_address(cast, visit):
    client = visit(cast.adam)

    assert "Fatou" in client.get(f"{DESK}?q=fat").text
    assert "Fatou" in client.get(f"{DESK}?q=FATOU@example").text
    assert "Fatou" not in client.get(f"{DESK}?q=chen").text
    assert "Nobody was found" in client.get(f"{DESK}?q=%25%25").text
    assert "Fatou" in client.get(f"{DESK}?role=focal_point").text
    assert "Chen" not in client.get(f"{DESK}?role=focal_point").text


def test_a_longer_list_costs_no_more_statements(app, cast, visit):
    client = visit(cast.adam)
    few = len(asked(app, lambda: client.get(DESK)))
    keep(*(a_person(f"P{n:02}", (Role.FOCAL_POINT, "country:KE")) for n in range(50)))

    assert len(asked(app, lambda: client.get(DESK))) == few <= 4


def test_pages_of_people_follow_each_other(cast, visit):
    keep(*(a_person(f"P{n:02}") for n in range(50)))
    client = visit(cast.adam)

    first = client.get(DESK)

    assert 'rel="next"' in first.text
    assert 'rel="prev"' not in first.text


def test_a_role_is_given_written_down_and_told(cast, visit):
    client = visit(cast.chen)

    answer = give(visit, cast, cast.chen, role="focal_point", country="SN")

    assert answer.status_code == 302
    assert queries.get_person(cast.chen.key).has(Role.FOCAL_POINT, "country:SN")
    assert (last_line().action, last_line().actor_id) == ("user.give_role", cast.adam.id)
    assert last_line().detail == {"role": "focal_point", "reach": "country:SN"}
    assert letter_of("role_given").recipient_id == cast.chen.id
    assert client.get("/en/account/").status_code == 302


def test_a_delegate_belongs_to_a_body_chosen_by_its_name(cast, visit):
    keep(a_body(), a_body("aewa-stc", instrument="aewa", instrument_short="AEWA"))
    page = page_at(visit(cast.adam).get(f"{page_of(cast.chen)}/give-role"))
    offered = {option["value"]: option.text for option in page.select("select[name=body] option")}

    give(visit, cast, cast.chen, role="delegate", body="aewa-stc")

    assert offered == {
        "": "None",
        "cms-stc": "Standing Committee (CMS)",
        "aewa-stc": "Standing Committee (AEWA)",
    }
    assert queries.get_person(cast.chen.key).has(Role.DELEGATE, "body:aewa-stc")


def test_a_delegates_body_is_named_on_the_page_and_in_the_letter(app, cast, visit):
    keep(a_body())
    give(visit, cast, cast.chen, role="delegate", body="cms-stc")

    shown = visit(cast.adam).get(page_of(cast.chen)).text
    with app.app_context():
        told = render(letter_of("role_given"))[1]

    assert "Standing Committee (CMS)" in shown
    assert "Delegate (Standing Committee (CMS))" in told
    assert "cms-stc" not in shown + told


@pytest.mark.parametrize("role", ["focal_point", "delegate"])
def test_a_role_for_a_country_needs_the_country(cast, visit, role):
    answer = give(visit, cast, cast.chen, role=role)

    assert answer.status_code == 422
    assert "Say for which country or body." in answer.text


@pytest.mark.parametrize(
    "data",
    [{"role": "king"}, {"role": "focal_point", "country": "XX"}, {"role": "delegate", "body": "../x"}],
)
def test_a_made_up_role_or_reach_is_refused(cast, visit, data):
    assert give(visit, cast, cast.chen, **data).status_code == 422
    assert queries.get_person(cast.chen.key).grants == []


def test_no_role_is_given_by_pressing_the_button_only(cast, visit):
    page = BeautifulSoup(visit(cast.adam).get(f"{page_of(cast.chen)}/give-role").data, "html.parser")
    options = page.select("select[name=role] option")
    assert [option["value"] for option in options if option.has_attr("selected")] == [""]

    assert give(visit, cast, cast.chen, role="").status_code == 422
    assert queries.get_person(cast.chen.key).grants == []


def test_a_role_is_given_once(cast):
    with pytest.raises(Conflict):
        people.give_role(cast.bruno, role=Role.MODERATOR, seen=cast.bruno.revision, actor=cast.adam)


def test_a_role_is_taken_back(cast, visit):
    grant = cast.bruno.grants[0]
    client = visit(cast.bruno)

    answer = visit(cast.adam).post(
        f"{page_of(cast.bruno)}/take-role/{grant.id}", data={"seen": cast.bruno.revision}
    )

    assert answer.status_code == 302
    assert not queries.get_person(cast.bruno.key).is_moderator
    assert last_line().action == "user.take_role"
    assert letter_of("role_taken").snapshot == {"role": "moderator", "reach": ""}
    assert client.get("/en/account/").status_code == 302


def test_a_role_of_one_person_is_not_taken_at_anothers_page(cast, visit):
    grant = cast.bruno.grants[0]

    answer = visit(cast.adam).post(
        f"{page_of(cast.chen)}/take-role/{grant.id}", data={"seen": cast.chen.revision}
    )

    assert answer.status_code == 404
    assert session.get(Grant, grant.id)


def test_the_last_administrator_stays(cast):
    with pytest.raises(Conflict):
        people.take_role(cast.adam, grant_id=cast.adam.grants[0].id, seen=cast.adam.revision, actor=cast.adam)
    with pytest.raises(Conflict):
        shut_out(cast.adam, cast.adam)


def test_an_account_is_closed_with_a_reason_and_opened_again(cast, visit):
    with_password(cast.chen)
    client = visit(cast.adam)
    unsaid = client.post(f"{page_of(cast.chen)}/disable", data={"seen": cast.chen.revision, "reason": "  "})
    assert unsaid.status_code == 422

    client.post(f"{page_of(cast.chen)}/disable", data={"seen": cast.chen.revision, "reason": "Asked for it."})
    assert letter_of("disabled").snapshot == {"reason": "Asked for it."}
    assert sign_in(visit(), cast.chen).status_code == 422
    client.post(f"{page_of(cast.chen)}/enable", data={"seen": queries.get_person(cast.chen.key).revision})

    assert sign_in(visit(), cast.chen).status_code == 302


def test_of_two_administrators_the_second_is_told(cast):
    seen = cast.chen.revision
    people.disable(cast.chen, reason="x", seen=seen, actor=cast.adam)

    with pytest.raises(Conflict):
        people.give_role(cast.chen, role=Role.EDITOR, seen=seen, actor=cast.adam)


def test_a_lost_phone_is_forgiven_by_another(cast, visit):
    with_factor(with_password(cast.bruno))

    visit(cast.adam).post(
        f"{page_of(cast.bruno)}/lift-factor",
        data={"seen": cast.bruno.revision, "reason": "Seen in person by Adam and Edda."},
    )

    bruno = queries.get_person(cast.bruno.key)
    assert bruno.totp_since is None
    assert last_line().detail == {"reason": "Seen in person by Adam and Edda."}
    assert letter_of("factor_removed").snapshot["by_administrator"] is True
    assert (
        visit()
        .post("/en/account/sign-in", data={"email": bruno.email, "password": "tern over the bay"})
        .location.endswith("/set-up")
    )


def test_nobody_forgives_themselves(cast):
    with pytest.raises(NotAllowed):
        people.lift_factor(cast.adam, reason="x", seen=cast.adam.revision, actor=cast.adam)


def test_an_operation_asks_who_acts_even_without_a_page(cast):
    with pytest.raises(NotAllowed):
        people.give_role(cast.chen, role=Role.EDITOR, seen=cast.chen.revision, actor=cast.bruno)


def test_a_grave_step_asks_again_who_sits_here(cast, visit):
    client = visit(cast.adam)
    grow_stale(cast.adam)

    assert client.get(f"{page_of(cast.chen)}/give-role").location.startswith("/en/account/prove")
    assert client.post(f"{page_of(cast.chen)}/give-role").status_code == 401


@pytest.mark.parametrize("page", ["", "/give-role", "/disable", "/lift-factor"])
def test_every_page_about_a_person_is_there(cast, visit, page):
    answer = visit(cast.adam).get(page_of(cast.fatou) + page)

    assert answer.status_code == 200
    assert "Fatou" in answer.text


def test_the_first_administrator_is_made_by_a_command(app, visit):
    runner = app.test_cli_runner()

    told = runner.invoke(args=["people", "create-administrator", "Root@Example.org", "First Person"])

    link = told.output.strip()
    assert link.startswith("http://localhost:8000/en/account/reset/")
    client = visit()
    done = client.post(link.removeprefix("http://localhost:8000"), data={"password": "tern over the bay"})
    assert done.location == "/en/account/sign-in/set-up"
    assert last_line().action == "user.reset"
    assert queries.person_by_email("root@example.org").is_administrator
    assert letters()[0].template == "accounts/email/password_changed"


def test_the_roles_are_listed_by_a_command(app, cast):
    told = app.test_cli_runner().invoke(args=["people", "list-roles"]).output.splitlines()

    assert "focal_point\tcountry:KE\tfatou@example.org\tFatou" in told
    assert "moderator\t-\tbruno@example.org\tBruno" in told
