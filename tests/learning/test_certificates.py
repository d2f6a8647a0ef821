"""Certificates: given to who has passed, true for whoever checks, renamed and revoked in the open."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.outbox import Letter
from app.learning.models import Certificate, CertificateState, Course, Learner
from app.learning.operations import certifying
from app.learning.queries import certificates, courses
from tests.learning.given import RIGHT, a_certificate, a_course, pass_all, send
from tests.page import page_of

OF = "/en/learn/certificates/of/flyways"


def words_of(answer):
    return " ".join(page_of(answer).main.get_text(" ").split())


def ask(client, holder="Chen Wei-Ling", lang="en"):
    return client.post(f"/{lang}/learn/certificates/of/flyways", data={"holder": holder})


def page_after(client, answer):
    assert answer.status_code == 302
    return client.get(answer.headers["Location"])


@pytest.fixture
def passed(cast, visit):
    """Chen has passed the course, and nobody has a certificate yet."""
    a_course()
    chen = visit(cast.chen)
    pass_all(chen)
    return chen


# Getting one


def test_who_has_passed_gets_one_that_says_what_they_passed(passed, visit):
    assert "Get your certificate" in words_of(passed.get("/en/learn/flyways"))

    answer = page_after(passed, ask(passed, "Dr.  Chen\u202e Wei-Ling 陳"))

    certificate = session.scalar(select(Certificate))
    lesson = page_of(passed.get("/en/learn/flyways/journeys"))
    assert lesson.select_one(".contents a[href$='/certificates/of/flyways']")
    for words in (words_of(answer), words_of(visit().get(f"/en/learn/certificates/{certificate.serial}"))):
        for fact in (
            certificate.serial,
            "Dr. Chen Wei-Ling 陳",
            "Flyways",
            "English",
            "The journeys",
            "The after",
            "8 of 8 questions right",
            f"http://localhost:8000/certificates/{certificate.serial}",
            f"{now():%Y}",
            "This certificate is valid.",
        ):
            assert fact in words
    assert session.scalar(select(audit.Entry.action).order_by(audit.Entry.id.desc())) == "certificate.certify"
    assert certificate.serial in words_of(passed.get("/en/learn/flyways"))


def test_it_is_in_the_language_of_the_course_that_it_was_asked_for_in(passed):
    words = words_of(page_after(passed, ask(passed, lang="fr")))

    certificate = session.scalar(select(Certificate))
    assert (certificate.title, certificate.lang) == ("Voies de migration", "fr")
    assert "Les journeys en français" in words


def test_what_it_says_stays_when_the_course_changes_or_goes(passed):
    ask(passed)
    with transaction():
        course = session.scalar(select(Course))
        course.texts[0].title, course.version, course.withdrawn_at = "Another title", 2, now()

    serial = session.scalar(select(Certificate.serial))
    words = words_of(passed.get(f"/en/learn/certificates/{serial}"))

    assert "Flyways" in words
    assert "Another title" not in words


def test_it_is_given_once_however_often_it_is_asked_for(cast, passed):
    first, second = ask(passed), ask(passed, "Somebody Else")

    assert first.headers["Location"] == second.headers["Location"]
    course = courses.get_course("flyways")
    again = certifying.certify(course, holder="Third", lang="en", actor=cast.chen)
    assert again.holder == "Chen Wei-Ling"
    assert session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_nobody_gets_one_before_the_pass_mark(cast, visit):
    a_course()
    chen = visit(cast.chen)
    for key in list(RIGHT)[:6]:
        send(chen, key, RIGHT[key])

    answer = ask(chen)

    assert answer.status_code == 409
    assert "when you have passed the course" in words_of(answer)
    assert "Get your certificate" not in words_of(chen.get("/en/learn/flyways"))
    with pytest.raises(Conflict):
        certifying.certify(courses.get_course("flyways"), holder="Chen", lang="en", actor=cast.amara)
    assert session.scalar(select(Certificate)) is None


def test_a_guest_who_has_passed_is_told_to_make_an_account(visit):
    a_course()
    guest = visit()
    pass_all(guest)

    words = words_of(guest.get("/en/learn/flyways"))

    assert "You need an account for it; what you did here comes with you." in words
    assert "/account/sign-in" in guest.get(OF).headers["Location"]
    assert session.scalar(select(Learner.user_id)) is None


@pytest.mark.parametrize(("holder", "told"), [(" ", "Write the name"), ("w" * 121, "120 characters")])
def test_a_name_that_cannot_be_printed_is_told(passed, holder, told):
    answer = ask(passed, holder)

    assert told in words_of(answer)
    assert session.scalar(select(Certificate)) is None


# Checking one


@pytest.mark.parametrize(
    "typed",
    [
        *("{serial}", " {serial} ", "cms {year} 7kq4 m2xr", "CMS{year}7KQ4M2XR", "cms–{year}–7kq4–m2xr"),
        *(
            "http://localhost:8000/certificates/{serial}",
            "https://a.example/en/learn/certificates/{serial}.pdf?x=1",
        ),
        *("CMS-2O26-7KQ4-M2XR", "7kq4-m2xr", "{year} 7KQ4 M2XR", "CMS 7KQ4 M2XR"),
    ],
)
def test_a_serial_is_read_however_it_is_typed(cast, visit, typed):
    serial = "CMS-2026-7KQ4-M2XR"
    a_certificate(cast.chen, a_course(), serial=serial)

    answer = visit().post("/en/learn/certificates", data={"serial": typed.format(serial=serial, year=2026)})

    assert answer.headers["Location"] == f"/en/learn/certificates/{serial}"


@pytest.mark.parametrize(
    "typed", ["CMS-2026-0000-0000", "CMS-2026-7KQ4-M2XX", "nonsense", "CMS-٢٠٢٦-7KQ4-M2XR"]
)
def test_a_serial_that_we_never_gave_is_told_in_a_clear_sentence(cast, visit, typed):
    a_certificate(cast.chen, a_course(), serial="CMS-2026-7KQ4-M2XR")
    guest = visit()

    told = guest.post("/en/learn/certificates", data={"serial": typed})
    direct = guest.get(f"/en/learn/certificates/{typed}")

    assert direct.status_code == 404
    for answer in (told, direct):
        assert "No certificate has this serial." in words_of(answer)
        assert "Chen" not in words_of(answer)


def test_what_may_mean_two_serials_means_none(cast, visit, monkeypatch):
    course = a_course()
    for person, year in ((cast.chen, 2026), (cast.amara, 2027)):
        a_certificate(person, course, serial=f"CMS-{year}-7KQ4-M2XR")
    monkeypatch.setattr(certificates, "now", lambda: datetime(2027, 5, 1, tzinfo=UTC))

    told = visit().post("/en/learn/certificates", data={"serial": "7KQ4-M2XR"})

    assert "No certificate has this serial." in words_of(told)


def test_more_than_a_field_holds_is_not_sent_back(visit):
    guest = visit()
    for address, field, most in (("", "serial", 300), ("/badge", "words", 20_000)):
        answer = guest.post(f"/en/learn/certificates{address}", data={field: "w" * 400_000})
        assert "Shorten this" in words_of(answer)
        assert "w" * most in answer.text
        assert "w" * (most + 2) not in answer.text


def test_the_printed_address_leads_on_in_the_language_of_who_reads(cast, visit):
    serial = a_certificate(cast.chen, a_course()).serial

    for lang in ("fr", "ar"):
        answer = visit().get(f"/certificates/{serial.lower()}", headers={"Accept-Language": lang})
        assert answer.headers["Location"] == f"/{lang}/learn/certificates/{serial}"


def test_no_search_engine_and_no_list_leads_to_it(cast, visit):
    certificate = a_certificate(cast.chen, a_course(), holder="Chen the Ornithologist")
    guest = visit()

    page = page_of(guest.get(f"/en/learn/certificates/{certificate.serial}"))

    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    for address in ("/en/learn", "/en/learn/flyways", "/en/search?q=ornithologist", "/en/learn/certificates"):
        words = guest.get(address).get_data(as_text=True)
        assert certificate.serial not in words, address
        assert "Chen the" not in words, address
    assert cast.chen.email not in str(page)


def test_a_person_finds_their_own_where_they_work(cast, visit):
    course = a_course()
    mine, other = a_certificate(cast.amara, course), a_certificate(cast.chen, course)

    words = words_of(visit(cast.amara).get("/en/work"))

    assert mine.serial in words
    assert other.serial not in words


# Another name


def test_a_new_name_gives_a_new_certificate_that_every_older_one_leads_to(cast, visit):
    first = a_certificate(cast.chen, a_course(), holder="Chen Wei")
    chen, serials = visit(cast.chen), [first.serial]
    for holder in ("Chen Wei-Ling", "陳威霖"):
        there = f"/en/learn/certificates/{serials[-1]}"
        seen = page_of(chen.get(f"{there}/rename")).select_one("main input[name=seen]")["value"]
        answer = chen.post(f"{there}/rename", data={"seen": seen, "holder": holder})
        serials.append(answer.headers["Location"].rpartition("/")[2])

    newest = words_of(visit().get(f"/en/learn/certificates/{serials[2]}"))
    assert "陳威霖" in newest
    assert "This certificate is valid." in newest
    for older in serials[:2]:
        words = words_of(visit().get(f"/en/learn/certificates/{older}"))
        assert f"no longer valid: {serials[2]}" in words
    assert len(set(serials)) == 3
    same = ("title", "version", "lang", "subjects", "right", "asked")
    one, other = (certificates.get_certificate(serial) for serial in (serials[0], serials[2]))
    assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]


def test_another_name_makes_a_result_no_newer(cast, visit):
    days = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (5, 9, 17)]
    first = a_certificate(cast.chen, a_course(), issued_at=days[0])
    chain = [first]
    for at in days[1:]:
        anew = certifying.rename(chain[-1], holder=f"Chen {at.day}", seen=chain[-1].revision, actor=cast.chen)
        with transaction():
            anew.issued_at = at
            audit.record("test.date", anew, actor=None)
        chain.append(anew)

    told = [certificates.printed(one) for one in chain]
    words = words_of(visit().get(f"/en/learn/certificates/{chain[-1].serial}"))

    assert [one.issued_at for one in told] == [days[0]] * 3
    assert [one.renamed_at for one in told] == [None, *days[1:]]
    assert "Issued on 5 March 2026 In this name since 17 March 2026" in words


def test_a_name_sent_twice_changes_it_once(cast):
    certificate = a_certificate(cast.chen, a_course())
    serial, seen = certificate.serial, certificate.revision

    for _ in range(2):
        old = certificates.get_certificate(serial)
        anew = certifying.rename(old, holder="Chen Wei-Ling", seen=seen, actor=cast.chen)

    assert session.scalar(select(func.count()).select_from(Certificate)) == 2
    assert anew.holder == "Chen Wei-Ling"
    with pytest.raises(Conflict):
        certifying.rename(certificates.get_certificate(serial), holder="Third", seen=seen, actor=cast.chen)


def test_the_same_name_again_changes_nothing(cast, visit):
    certificate = a_certificate(cast.chen, a_course())

    answer = visit(cast.chen).post(
        f"/en/learn/certificates/{certificate.serial}/rename",
        data={"seen": certificate.revision, "holder": cast.chen.name},
    )

    assert answer.headers["Location"].endswith(certificate.serial)
    assert session.scalar(select(Certificate.state)) is CertificateState.VALID


def test_only_its_holder_changes_the_name(cast):
    certificate = a_certificate(cast.chen, a_course())

    for other in (cast.edda, cast.adam, cast.bruno):
        with pytest.raises(NotAllowed):
            certifying.rename(certificate, holder="X", seen=certificate.revision, actor=other)


# Taking one back


def test_an_editor_revokes_with_a_reason_that_everybody_reads(cast, visit):
    certificate = a_certificate(cast.chen, a_course())
    there = f"/en/learn/certificates/{certificate.serial}"
    client = visit(cast.edda)
    without = client.post(f"{there}/revoke", data={"seen": certificate.revision})
    assert "Write the reason." in words_of(without)

    client.post(f"{there}/revoke", data={"seen": certificate.revision, "reason": "It was <b>bought</b>."})

    words = words_of(visit().get(there))
    assert "was revoked on" in words
    assert "It was <b>bought</b>." in words
    assert "This certificate is valid." not in words
    line = audit.last(f"certificate:{certificate.id}", ["certificate.revoke"])
    assert (line.actor_id, line.detail["reason"]) == (cast.edda.id, "It was <b>bought</b>.")
    letter = session.scalar(select(Letter).order_by(Letter.id.desc()))
    assert (letter.template, letter.recipient_id) == ("learning/email/revoked", cast.chen.id)


def test_what_was_revoked_is_not_given_again(cast, passed, visit):
    ask(passed)
    certificate = session.scalar(select(Certificate))
    certifying.revoke(certificate, reason="Bought.", seen=certificate.revision, actor=cast.adam)

    assert "Bought." in words_of(page_after(passed, ask(passed)))
    assert passed.get(f"/en/learn/certificates/{certificate.serial}/rename").status_code == 409
    assert "it was revoked" in words_of(passed.get("/en/learn/flyways"))
    assert session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_a_name_older_than_the_revocation_leads_to_what_was_revoked(cast, visit):
    old = a_certificate(cast.chen, a_course())
    anew = certifying.rename(old, holder="Chen Wei-Ling", seen=old.revision, actor=cast.chen)
    certifying.revoke(anew, reason="Bought.", seen=anew.revision, actor=cast.adam)

    words = words_of(visit().get(f"/en/learn/certificates/{old.serial}"))

    assert f"with another name, which was revoked on {now().day}" in words
    assert anew.serial in words
    assert "Bought." in words
    assert "This certificate is valid." not in words


@pytest.mark.parametrize("who", ["chen", "bruno", "amara"])
def test_others_do_not_revoke(cast, who):
    certificate = a_certificate(cast.chen, a_course())

    with pytest.raises(NotAllowed):
        certifying.revoke(certificate, reason="No.", seen=certificate.revision, actor=getattr(cast, who))


def test_an_editor_does_not_judge_their_own(cast):
    certificate = a_certificate(cast.edda, a_course())

    with pytest.raises(NotAllowed):
        certifying.revoke(certificate, reason="Mine.", seen=certificate.revision, actor=cast.edda)
