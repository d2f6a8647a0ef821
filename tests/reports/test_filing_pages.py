"""The doors of filing: who may knock, every question through a page without scripts, refusals with words."""

import io
import json
import re
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.foundation import clock, kinds
from app.foundation.db import session
from app.reports.models import Answer, Attachment, Report, ReportState, Version
from app.reports.operations import submitting
from app.reports.queries import filing as queries
from app.vocabularies.models import Dataset
from tests.factories import a_call, a_report, default_template, keep
from tests.reports.conftest import a_term
from tests.reports.given import COMPLETE, a_complete_report, save

PAGES = ["edit", "sections/a", "sections/d", "check", "details", "withdraw"]


def page(response):
    return BeautifulSoup(response.text, "html.parser")


def values(report):
    session.expire_all()
    answers, _attached = queries.written_in(report)
    return {at: answer.value for at, answer in answers.items()}


def sent_from(soup):
    """What a browser would send of the page's form, without any button."""
    form = soup.find("form", {"data-autosave": True})
    fields = []
    for one in form.select("input[name], textarea[name], select[name]"):
        kind = one.get("type", one.name)
        if kind in ("checkbox", "radio") and not one.has_attr("checked"):
            continue
        if kind == "file" or (kind == "search" and not one.get("value")):
            continue
        if one.name == "textarea":
            fields.append((one["name"], one.text.removeprefix("\n")))
        elif one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            fields.append((one["name"], chosen["value"]))
        else:
            fields.append((one["name"], one.get("value", "")))
    return fields


def put(visitor, url, *changes, button=("save", "1")):
    """Open a section, change some fields, press a button."""
    soup = page(visitor.get(url))
    names = {name for name, _ in changes}
    fields = [f for f in sent_from(soup) if f[0] not in names] + [c for c in changes if c[1] is not None]
    sent = {}
    for name, value in [*fields, button]:
        sent.setdefault(name, []).append(value)
    return visitor.post(url, data=sent)


def section_url(report, key):
    return f"/en/reports/{report.number}/sections/{key}"


@pytest.mark.parametrize("path", PAGES)
def test_members_open_every_page_of_a_draft(cast, visit, path):
    report = a_report(cast)

    answer = visit(cast.amara).get(f"/en/reports/{report.number}/{path}")

    assert answer.status_code == 200
    assert page(answer).h1.text.strip()


@pytest.mark.parametrize("path", ["edit", "sections/a", "check", "receipt", "submit", "withdraw"])
@pytest.mark.parametrize("name", ["chen", "bruno", "fatou", "adam"])
def test_a_draft_is_not_there_for_others(cast, visit, path, name):
    report = a_report(cast)
    client = visit(getattr(cast, name))
    door = client.post if path == "submit" else client.get

    assert door(f"/en/reports/{report.number}/{path}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_guests_are_asked_to_sign_in(cast, visit, path):
    report = a_report(cast)

    assert visit().get(f"/en/reports/{report.number}/{path}").status_code in {302, 401}


def test_readers_read_and_the_fields_are_closed(cast, visit):
    report = a_report(cast)

    soup = page(visit(cast.rosa).get(section_url(report, "b")))

    assert soup.find("fieldset", disabled=True)
    assert not soup.find("button", string="Save and continue")


def test_a_section_says_the_words_of_all_texts_and_how_to_go_on_counting(cast, visit):
    report = a_complete_report(cast)

    total = page(visit(cast.amara).get(section_url(report, "b"))).find(attrs={"data-total": True})

    assert total["data-total"].replace("{count}", total["data-count"]) == total.text
    assert int(total["data-count"]) > 0


def test_starting_gives_a_number_and_fills_in_what_is_known(cast, visit):
    call = a_call()
    key = call.key

    answer = visit(cast.amara).post(
        f"/en/reports/calls/{key}/start",
        data={
            "organisation": cast.society.slug,
            "title": "Flyways of the Sahel",
            "report_lang": "fr",
            "kind": "joint",
        },
    )

    report = session.scalar(select(Report))
    assert answer.location.endswith(f"/en/reports/{report.number}/edit")
    assert re.fullmatch(r"\d{4}-\d{4}", report.number)
    known = values(report)
    assert known["a1", 0] == {"text": cast.society.name}
    assert known["kind", 0] == {"chosen": ["joint"]}
    assert known["a5_email", 0] == {"text": cast.amara.email}


@pytest.mark.parametrize(
    ("lang", "named"), [("en", "English, French and Spanish"), ("fr", "anglais, français et espagnol")]
)
def test_the_start_says_what_follows_from_the_language_one_writes_in(cast, visit, lang, named):
    key = a_call().key

    assert named in visit(cast.amara).get(f"/{lang}/reports/calls/{key}/start").text


def test_starting_twice_by_accident_makes_one_draft(cast, visit):
    key = a_call().key
    data = {"organisation": cast.society.slug, "title": "One", "report_lang": "en", "kind": "individual"}

    for _ in range(2):
        visit(cast.amara).post(f"/en/reports/calls/{key}/start", data=data)

    assert len(session.scalars(select(Report)).all()) == 1


def test_a_start_without_a_title_keeps_what_was_typed(cast, visit):
    key = a_call().key

    answer = visit(cast.amara).post(
        f"/en/reports/calls/{key}/start", data={"title": " ", "report_lang": "es", "kind": "joint"}
    )

    soup = page(answer)
    assert "Give the report a title." in soup.text
    assert soup.find("option", value="es").has_attr("selected")


@pytest.mark.parametrize("at", sorted(COMPLETE))
def test_every_answer_comes_back_from_its_page_as_it_was(cast, visit, at):
    report = a_complete_report(cast)
    before = values(report)
    section = default_template().section_of(at[0])

    put(visit(cast.amara), section_url(report, section.key))

    assert values(report)[at] == before[at]


@pytest.mark.parametrize(
    ("section", "changes", "at", "kept"),
    [
        ("b", [("b1-0", "Words.\r\n\r\nMore.")], ("b1", 0), {"text": "Words.\n\nMore."}),
        ("a", [("kind-0", "joint")], ("kind", 0), {"chosen": ["joint"]}),
        ("h", [("h1-0", "data"), ("h1-0", "legal")], ("h1", 0), {"chosen": ["data", "legal"]}),
        ("f", [("f3_seat-0", "yes")], ("f3_seat", 0), {"chosen": ["yes"]}),
        ("d", [("d4_country-1", "kenya")], ("d4_country", 1), {"chosen": ["KE"]}),
        ("d", [("d4_country-1", "Kenja")], ("d4_country", 1), {"chosen": ["Kenja"]}),
        ("d", [("d3_end-1", "2026-02-30")], ("d3_end", 1), {"day": "2026-02-30"}),
        ("d", [("d3_ongoing-1", "yes")], ("d3_ongoing", 1), {"ticked": True}),
        ("c", [("c2-0", "Resolution 11.10\r\n\r\nDecision 13.2")], ("c2", 0), None),
        ("e", [("e1-0--numenius-arquata", "declining")], ("e1", 0), None),
        ("j", [("j1-0", None)], ("j1", 0), {}),
    ],
)
def test_each_kind_of_question_is_answered_without_scripts(cast, visit, section, changes, at, kept):
    report = a_complete_report(cast)
    kept = {
        "c2": {"chosen": ["Resolution 11.10", "Decision 13.2"]},
        "e1": {"cells": {"numenius-arquata": "declining"}},
    }.get(at[0], kept)

    put(visit(cast.amara), section_url(report, section), *changes)

    assert values(report)[at] == kept


def test_a_country_is_taken_by_the_name_that_the_list_offers(cast, visit, vocabulary):
    report = a_complete_report(cast)
    url = section_url(report, "d")
    offered = [one["value"] for one in page(visit(cast.amara).get(url)).select("#countries option")]

    put(visit(cast.amara), url, ("d4_country-1", "Republic of Korea"))

    assert "Republic of Korea" in offered
    assert values(report)[("d4_country", 1)] == {"chosen": ["KR"]}
    assert 'value="Republic of Korea" list="countries"' in visit(cast.amara).get(url).text


@pytest.mark.parametrize("typed", ["republic of KOREA", "kr", "Republic  of Kórea"])
def test_a_country_is_taken_as_people_write_it(cast, visit, vocabulary, typed):
    report = a_complete_report(cast)

    put(visit(cast.amara), section_url(report, "d"), ("d4_country-1", typed))

    assert values(report)[("d4_country", 1)] == {"chosen": ["KR"]}


def test_a_country_is_looked_for_as_species_are(cast, visit, vocabulary):
    report = a_complete_report(cast)

    address = f"{section_url(report, 'a')}?find=a4-0&words=R%C3%A9public"
    found = page(visit(cast.amara).get(address)).select(".picker__list input")

    assert [box["value"] for box in found] == ["KR"]  # Tanzania is chosen already


def test_a_list_that_is_cut_says_how_many_more_there_are(cast, visit, vocabulary):
    of_the_set = {"dataset": session.scalar(select(Dataset)), "facts": {"latin": "Lepidochelys"}}
    keep(*(a_term("species", f"turtle-{each}", f"Sea turtle {each}", **of_the_set) for each in range(13)))
    address = section_url(a_complete_report(cast), "c")

    def told(words):
        lists = page(visit(cast.amara).get(f"{address}?find=c3-0&words={words}")).select(".picker .quiet")
        return " ".join(one.get_text() for one in lists)

    assert "4 more are called so. Write more of the name" in told("turtle")
    assert "called so" not in told("green turtle")
    assert "Nothing is called “unicorn”." in told("unicorn")
    register = page(visit().get("/en/reports?species=turtle")).select(".notice li")
    assert register[-1].get_text().startswith("4 more are called so.")


def test_a_species_is_found_added_and_removed_without_scripts(cast, visit, vocabulary):
    report = a_complete_report(cast)
    amara, url = visit(cast.amara), section_url(report, "c")

    found = put(amara, url, ("c3-0-words", "green turtle"), button=("find", "c3-0"))
    soup = page(amara.get(found.location.split("#")[0]))
    assert soup.find("input", {"type": "checkbox", "value": "chelonia-mydas"})
    put(amara, url, ("c3-0", "numenius-arquata"), ("c3-0", "chelonia-mydas"), button=("add", "c3-0"))
    assert values(report)["c3", 0] == {"chosen": ["numenius-arquata", "chelonia-mydas"]}

    put(amara, url, button=("remove", "c3-0:numenius-arquata"))
    assert values(report)["c3", 0] == {"chosen": ["chelonia-mydas"]}


def test_a_row_is_added_filled_and_taken_out_without_scripts(cast, visit):
    report = a_report(cast)
    amara, url = visit(cast.amara), section_url(report, "g")

    put(amara, url, button=("add_row", "g"))
    put(amara, url, ("g1-1", "Protect."), ("g2-1", "parties"), ("g2-1", "donors"), button=("add_row", "g"))
    assert values(report)["g2", 1] == {"chosen": ["parties", "donors"]}

    put(amara, url, button=("remove_row", "g:1"))
    soup = page(amara.get(url))
    assert not soup.find(id="g1-1")
    assert soup.find(id="g1-2")


def test_a_file_is_added_described_downloaded_and_removed(cast, visit):
    report = a_complete_report(cast)
    amara, url = visit(cast.amara), section_url(report, "d")
    upload = (io.BytesIO(b"beach,nests\nnorth,12\n"), "nests.csv")

    fields = dict(sent_from(page(amara.get(url))))
    sent = {**fields, "d7_file-1": upload, "d7_file-1-about": "Nests per beach", "add": "d7_file-1"}
    assert amara.post(url, data=sent, content_type="multipart/form-data").status_code == 302

    attachment = session.scalar(select(Attachment))
    number = attachment.id
    assert (attachment.question, attachment.row, attachment.description) == ("d7_file", 1, "Nests per beach")
    answer = amara.get(f"/en/reports/{report.number}/files/{number}")
    assert answer.data == b"beach,nests\nnorth,12\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert visit(cast.chen).get(f"/en/reports/{report.number}/files/{number}").status_code == 404

    put(amara, url, button=("remove_file", str(number)))
    assert not page(amara.get(url)).find("a", string="nests.csv")


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        ((b"MZ\x90\x00", "evil.exe"), "Files of this kind cannot be taken."),
        ((b"just words", "notes.txt"), "Files of this kind cannot be taken."),
        ((b"%PDF-" + b"x" * 13 * 1024 * 1024, "large.pdf"), "The file is larger than 10 MB."),
        (None, "Choose a file first, then add it."),
    ],
)
def test_a_refused_file_says_why_beside_it_and_everything_typed_is_kept(cast, visit, upload, words):
    report = a_complete_report(cast)
    amara, url = visit(cast.amara), section_url(report, "d")
    typed = {"d1-1": "Changed", "d7_file-1-about": "What it shows", "add": "d7_file-1"}
    files = {"d7_file-1": FileStorage(io.BytesIO(upload[0]), upload[1])} if upload else {}

    sent = dict(sent_from(page(amara.get(url)))) | typed | files
    boundary, body = encode_multipart(sent)
    answer = amara.post(url, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    soup = page(answer)
    assert answer.status_code == 422
    assert soup.find(role="alert").a["href"] == "#d7_file-1-file"
    assert words in soup.find(id="d7_file-1-error").text
    assert soup.find(id="d7_file-1-about")["value"] == "What it shows"
    assert values(report)["d1", 1] == {"text": "Changed"}


def test_the_form_promises_no_kind_of_file_that_is_refused(cast, visit):
    offered = page(visit(cast.amara).get(section_url(a_complete_report(cast), "d"))).find(type="file")

    assert set(offered["accept"].split(",")) == {f".{ending}" for ending in kinds.KINDS}


def test_what_is_too_long_is_saved_and_told_beside_the_question(cast, visit):
    report = a_report(cast)
    amara, url = visit(cast.amara), section_url(report, "b")

    answer = put(amara, url, ("b1-0", "word " * 305))

    assert values(report)["b1", 0]["text"].count("word") == 305
    soup = page(amara.get(answer.location))
    assert soup.find(role="alert").find("a")["href"] == "#b1-0"
    assert "too long by 5 words" in soup.find(id="b1-0-error").text
    assert soup.find(id="b1-0")["aria-invalid"] == "true"


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "{{ 7*7 }}", "مرحبا </textarea><b>x"])
def test_naughty_words_run_nowhere_and_come_back_whole(cast, visit, words):
    report = a_complete_report(cast)
    amara, url = visit(cast.amara), section_url(report, "b")

    put(amara, url, ("b1-0", words))

    assert page(amara.get(url)).find(id="b1-0").text.removeprefix("\n") == words
    check = amara.get(f"/en/reports/{report.number}/check")
    assert words in page(check).text
    assert "<script>alert" not in check.text


def test_a_stale_page_shows_both_texts_and_the_writer_chooses(cast, visit):
    report = a_report(cast)
    url = section_url(report, "b")
    emil, amara = visit(cast.emil), visit(cast.amara)
    save(report, cast.amara, {("b1", 0): {"text": "Old."}})
    stale = dict(sent_from(page(amara.get(url))))
    put(emil, url, ("b1-0", "Emil's."))

    answer = amara.post(url, data=stale | {"b1-0": "Amara's.", "b3-0": "Ask."})

    assert answer.status_code == 409
    soup = page(answer)
    assert "Emil's." in soup.text
    assert "Amara's." in soup.text
    assert values(report)["b1", 0] == {"text": "Emil's."}
    assert values(report)["b3", 0] == {"text": "Ask."}

    both = {one["name"]: one.get("value", one.text.removeprefix("\n")) for one in soup.main.select("[name]")}
    amara.post(url, data=both | {"choose-b1-0": "theirs"})
    assert values(report)["b1", 0] == {"text": "Emil's."}
    amara.post(url, data=both | {"choose-b1-0": "mine"})
    assert values(report)["b1", 0] == {"text": "Amara's."}


def autosave(client, report, question, row, **fields):
    return client.post(
        f"/en/reports/{report.number}/answers/{question}/{row}", data=fields, headers={"X-Autosave": "1"}
    )


def test_a_script_saves_one_answer_and_hears_its_revision(cast, visit):
    report = a_report(cast)
    amara = visit(cast.amara)

    first = autosave(amara, report, "b1", 0, **{"seen-b1-0": "0", "b1-0": "One."})
    second = autosave(amara, report, "b1", 0, **{"seen-b1-0": "1", "b1-0": "Two."})

    assert (first.status_code, first.json["revision"]) == (200, 1)
    assert (second.status_code, second.json["revision"]) == (200, 2)
    assert second.json["said"].startswith("Saved at")
    assert values(report)["b1", 0] == {"text": "Two."}


def test_after_submitting_the_tasks_ask_for_nothing_more(cast, visit):
    report = a_complete_report(cast)
    address = f"/en/reports/{report.number}/edit"
    open_page = visit(cast.amara).get(address).text
    submitting.submit_report(report.number, once="x", seen=report.revision, actor=cast.amara)

    soup = page(visit(cast.amara).get(address))

    for words in ("nothing is sent until you submit", "Check all answers and submit"):
        assert words in open_page
        assert words not in soup.text
    assert soup.find("a", href=f"/en/reports/{report.number}", string="Read the report as it was submitted")


def test_two_tabs_of_one_person_see_both_texts_and_a_page_knows_its_own_words(cast, visit):
    report = a_report(cast)
    amara, url = visit(cast.amara), section_url(report, "b")
    first, second = (dict(sent_from(page(amara.get(url)))) for _tab in range(2))
    words = first | {"b1-0": "In the first tab."}

    amara.post(url, data=words | {"save": "1"})
    clash = amara.post(url, data=second | {"b1-0": "In the second tab.", "save": "1"})
    onwards = words | {"b1-0": "In the first tab, and more.", "sent-b1-0": urlencode(words)}
    kept = amara.post(url, data=onwards | {"save": "1"})

    assert clash.status_code == 409
    assert "In the first tab." in clash.text
    assert "In the second tab." in clash.text
    assert kept.status_code == 302
    assert values(report)["b1", 0] == {"text": "In the first tab, and more."}


@pytest.mark.parametrize("chosen", ["mine", "theirs"])
def test_the_text_that_was_not_chosen_is_found_among_the_earlier_answers(cast, visit, chosen):
    report = a_report(cast)
    amara, url = visit(cast.amara), section_url(report, "b")
    save(report, cast.emil, {("b1", 0): {"text": "What Emil wrote."}})
    clash = amara.post(url, data={"seen-b1-0": "0", "b1-0": "What Amara wrote.", "section_lang": "en"})
    both = page(clash).find("form", {"action": url})
    sent = {one["name"]: one.get("value", one.text.removeprefix("\n")) for one in both.select("[name]")}
    for _twice in range(2):
        amara.post(url, data=sent | {"choose-b1-0": chosen})

    soup = page(visit(cast.emil).get(f"{url}/earlier"))

    stays, other = "What Emil wrote.", "What Amara wrote."
    if chosen == "mine":
        stays, other = other, stays
    assert values(report)["b1", 0] == {"text": stays}
    assert other in soup.main.text
    assert stays not in soup.main.text


@pytest.mark.parametrize(
    ("name", "status"), [("amara", 200), ("rosa", 200), ("chen", 404), ("bruno", 404), (None, 302)]
)
def test_only_members_read_earlier_answers(cast, visit, name, status):
    report = a_report(cast)

    answer = visit(name and getattr(cast, name)).get(f"{section_url(report, 'b')}/earlier")

    assert answer.status_code == status


def test_earlier_answers_come_in_one_statement_whatever_their_number(cast, visit, statements, vocabulary):
    report = a_report(cast)
    for n in range(4):
        save(report, cast.amara, {("c3", 0): {"chosen": ["chelonia-mydas"][: n % 2]}}, seen=n)
    visit(cast.amara).get(f"{section_url(report, 'c')}/earlier")
    with statements() as few:
        visit(cast.amara).get(f"{section_url(report, 'c')}/earlier")
    for n in range(4, 20):
        save(report, cast.amara, {("c3", 0): {"chosen": ["chelonia-mydas"][: n % 2]}}, seen=n)
    with statements() as many:
        visit(cast.amara).get(f"{section_url(report, 'c')}/earlier")

    assert len(few) == len(many)


def test_a_script_hears_of_a_clash_and_nothing_is_overwritten(cast, visit):
    report = a_report(cast)
    save(report, cast.emil, {("b1", 0): {"text": "Emil's."}})

    answer = autosave(visit(cast.amara), report, "b1", 0, **{"seen-b1-0": "0", "b1-0": "Mine."})

    assert answer.status_code == 409
    assert answer.json["theirs"] == {"text": "Emil's."}
    assert "Emil" in answer.json["sentence"]


@pytest.mark.parametrize(("name", "status"), [("rosa", 403), ("chen", 404), ("bruno", 404)])
def test_a_script_of_others_saves_nothing(cast, visit, name, status):
    report = a_report(cast)

    answer = autosave(visit(getattr(cast, name)), report, "b1", 0, **{"seen-b1-0": "0", "b1-0": "x"})

    assert answer.status_code == status
    assert session.scalars(select(Answer)).all() == []


def test_the_check_page_lists_what_is_missing_with_a_link_to_each_place(cast, visit):
    report = a_report(cast)

    soup = page(visit(cast.amara).get(f"/en/reports/{report.number}/check"))

    links = [a["href"] for a in soup.find(class_="notice--wrong").find_all("a")]
    assert f"{section_url(report, 'b')}?checked=1#b1-0" in links
    assert not soup.find("button", string=re.compile("Submit the report"))


def test_submitting_through_the_page_gives_one_receipt(cast, visit):
    report = a_complete_report(cast)
    amara = visit(cast.amara)
    soup = page(amara.get(f"/en/reports/{report.number}/check"))
    form = soup.find("form", action=re.compile("/submit$"))
    sent = {one["name"]: one["value"] for one in form.find_all("input")}

    answers = [amara.post(f"/en/reports/{report.number}/submit", data=sent) for _ in range(3)]

    assert {a.location for a in answers} == {f"/en/reports/{report.number}/receipt?version=1"}
    (version,) = session.scalars(select(Version)).all()
    shown = page(amara.get(answers[0].location)).find(class_="receipt").code.text.replace(" ", "")
    assert shown == version.sha256


@pytest.mark.parametrize("wrong", [{"once": ""}, {"once": "x" * 41}, {"seen": ""}, {"seen": "one"}])
def test_a_form_that_is_none_of_ours_submits_nothing(cast, visit, wrong):
    report = a_complete_report(cast)
    sent = {"seen": report.revision, "once": "x"} | wrong

    answer = visit(cast.amara).post(f"/en/reports/{report.number}/submit", data=sent)

    assert answer.location == f"/en/reports/{report.number}/check"
    assert session.scalars(select(Version)).all() == []


def test_the_version_is_downloaded_byte_for_byte(cast, visit):
    report = a_complete_report(cast)
    version = submitting.submit_report(report.number, once="x", seen=report.revision, actor=cast.amara)
    number, fingerprint = report.number, version.sha256

    answer = visit(cast.rosa).get(f"/en/reports/{number}/versions/1.json")

    assert sha256(answer.data).hexdigest() == fingerprint
    assert json.loads(answer.data)["number"] == number
    assert visit(cast.chen).get(f"/en/reports/{number}/versions/1.json").status_code == 404


def test_after_the_deadline_the_page_says_so_and_still_saves(cast, visit):
    report = a_complete_report(cast, call=a_call(closes_at=clock.now() + timedelta(minutes=5)))
    amara, number = visit(cast.amara), report.number

    with clock.at(report.call.closes_at + timedelta(seconds=1)):
        told = amara.get(f"/en/reports/{number}/edit").text
        assert "The call has closed" in told
        assert "start a report when the next call is open, and copy your answers into it" in told
        assert "nothing is sent until you submit" not in told
        put(amara, section_url(report, "b"), ("b3-0", "Later."))
        sent = {"seen": str(report.revision), "once": "x"}
        refused = amara.post(f"/en/reports/{number}/submit", data=sent)

    assert refused.status_code == 409
    assert "The call has closed" in page(refused).find(role="alert").text
    assert values(report)["b3", 0] == {"text": "Later."}


def test_title_and_language_can_be_changed(cast, visit):
    report = a_report(cast)
    amara, url = visit(cast.amara), f"/en/reports/{report.number}/details"

    amara.post(url, data={"title": "Ailes", "report_lang": "fr", "seen": report.revision})

    session.refresh(report)
    assert (report.title, report.lang) == ("Ailes", "fr")


def test_withdrawing_asks_first(cast, visit):
    report = a_report(cast)
    amara, url = visit(cast.amara), f"/en/reports/{report.number}/withdraw"

    assert amara.get(url).status_code == 200
    amara.post(url, data={"seen": report.revision, "reason": "An error."})

    session.refresh(report)
    assert report.state is ReportState.WITHDRAWN


@pytest.mark.parametrize("rows", [5, 50])
@pytest.mark.parametrize("path", ["edit", "sections/d", "check"])
def test_a_page_asks_the_database_a_fixed_number_of_times(cast, visit, statements, path, rows):
    report = a_complete_report(cast)
    save(report, cast.amara, {("d1", n): {"text": "Walk"} for n in range(2, rows)})
    client, url = visit(cast.amara), f"/en/reports/{report.number}/{path}"
    client.get(url)

    with statements() as sent:
        assert client.get(url).status_code == 200

    assert len(sent) <= 12


def a_removed_activity(cast, client):
    """Saved twice, then removed: (report, the answer to the removal)."""
    report = a_complete_report(cast)
    put(client, section_url(report, "d"), ("d1-1", "The last wording"))
    return report, put(client, section_url(report, "d"), button=("remove_row", "d:1"))


def test_a_removed_entry_is_named_and_one_button_puts_it_back(cast, visit):
    amara = visit(cast.amara)
    report, answer = a_removed_activity(cast, amara)
    address, place = answer.location.split("#")

    line = page(amara.get(address)).find(id=place)

    assert (line.span.text, line["tabindex"]) == ("Removed: The last wording", "-1")
    put(amara, section_url(report, "d"), button=("put_back", line.button["value"]))
    back = page(amara.get(address))
    assert back.find(id="d1-1")["value"] == "The last wording"
    assert not back.find(id=place)


def test_a_removed_entry_stands_among_the_earlier_answers_as_it_was_and_comes_back_from_there(cast, visit):
    amara = visit(cast.amara)
    report, _answer = a_removed_activity(cast, amara)
    url = section_url(report, "d")

    entry = page(amara.get(f"{url}/earlier")).main.find("section")

    for words in ("Removed: The last wording", "Nets per 10 km fell by half.", "640 walks", cast.amara.name):
        assert words in entry.text
    assert not page(visit(cast.rosa).get(f"{url}/earlier")).main.find("form")
    amara.post(url, data={one["name"]: one["value"] for one in entry.find_all("input")})
    assert page(amara.get(url)).find(id="d1-1")["value"] == "The last wording"


def test_no_more_entries_are_opened_than_the_table_may_have(cast, visit):
    report = a_report(cast)
    amara, url = visit(cast.amara), section_url(report, "g")
    for _each in range(7):
        put(amara, url, button=("add_row", "g"))

    full = page(amara.get(url))
    refused = put(amara, url, button=("add_row", "g"))

    assert "There can be no more than 7 here." in full.text
    assert not full.find("button", {"name": "add_row"})
    assert refused.status_code == 422
    assert page(refused).find(role="alert").a["href"] == "#g-0"
    assert "There can be no more rows than these" in page(refused).find(id="g-0").text


def test_an_entry_comes_back_only_where_there_is_room(cast, visit):
    report = a_report(cast)
    amara, url = visit(cast.amara), section_url(report, "g")
    put(amara, url, button=("add_row", "g"))
    put(amara, url, ("g1-1", "Protect."), button=("remove_row", "g:1"))
    for _each in range(7):
        put(amara, url, button=("add_row", "g"))

    assert put(amara, url, button=("put_back", "g:1")).status_code == 422


def place_of(client, answer):
    """Where the page that follows puts the focus: the part of it that its address ends with."""
    address, place = answer.location.split("#")
    return page(client.get(address)).find(id=place)


def test_enter_in_a_search_box_looks_and_enter_elsewhere_saves_and_stays(cast, visit, vocabulary):
    report = a_complete_report(cast)
    amara, url = visit(cast.amara), section_url(report, "a")
    soup = page(amara.get(url))
    form = soup.find("form", {"data-autosave": True})
    enter = soup.select_one(f'[data-autosave] button, button[form="{form["id"]}"]')

    looked = put(amara, url, ("a4-0-words", "Korea"), button=("save", "enter"))
    again = amara.get(looked.location.split("#")[0])
    fields = dict(sent_from(page(again))) | {"a4-0-words": "Korea", "a5-0": "Another name", "save": "enter"}
    stayed = amara.post(url, data=fields)

    assert (enter["name"], enter["value"]) == ("save", "enter")  # Enter presses the first button
    assert "Republic of Korea" in place_of(amara, looked).text
    assert stayed.location == url
    assert values(report)["a5", 0] == {"text": "Another name"}


@pytest.mark.parametrize(
    ("words", "button", "heard"),
    [
        ("green turtle", "find", "Green turtle"),
        ("zzzz", "find", "Nothing is called “zzzz”."),
        ("numenius arquata", "find", "What is called so is chosen already."),
        ("", "add", "Eurasian curlew"),
    ],
)
def test_after_looking_and_adding_the_focus_is_on_what_came_of_it(
    cast, visit, vocabulary, words, button, heard
):
    amara, url = visit(cast.amara), section_url(a_complete_report(cast), "c")

    place = place_of(amara, put(amara, url, ("c3-0-words", words), button=(button, "c3-0")))

    assert heard in place.text
    assert place["tabindex"] == "-1"


def test_the_focus_is_on_the_new_entry_the_new_file_and_where_a_file_was(cast, visit):
    amara, url = visit(cast.amara), section_url(a_complete_report(cast), "d")

    entry = place_of(amara, put(amara, url, button=("add_row", "d")))
    sent = {**dict(sent_from(page(amara.get(url)))), "d7_file-1": (io.BytesIO(b"a,b\n1,2\n"), "nests.csv")}
    file = place_of(amara, amara.post(url, data=sent, content_type="multipart/form-data"))
    there = place_of(amara, put(amara, url, button=("remove_file", file.button["value"])))

    assert (entry.legend.text.strip(), entry["tabindex"]) == ("Activity 2", "-1")
    assert ("nests.csv" in file.text, file["tabindex"]) == (True, "-1")
    assert (there.legend.text.split(" (")[0], there["tabindex"]) == ("File with evidence", "-1")


def test_a_summary_of_what_is_wrong_names_the_question_and_its_entry(cast, visit):
    report = a_complete_report(cast)
    amara, url = visit(cast.amara), section_url(report, "d")
    save(report, cast.amara, {("d1", 2): {"text": "Talks"}, ("d3_start", 2): {"day": "2025-02-30"}})

    told = [link.text for link in page(amara.get(url)).find(role="alert").find_all("a")]

    assert told == [
        "Activity 2. Start: This is not a day of the calendar. Write it as year, month, day: 2026-09-14."
    ]


def test_a_form_of_two_wrong_fields_names_each_in_its_summary(cast, visit):
    key = a_call().key

    answer = visit(cast.amara).post(f"/fr/reports/calls/{key}/start", data={"title": " ", "kind": "both"})

    labels = [link.text.partition("\xa0: ")[0] for link in page(answer).find(role="alert").find_all("a")]
    assert len(set(labels)) == len(labels) >= 2
    assert page(answer).find("label", attrs={"for": "title"}).text.startswith(labels[1])


def test_another_language_saves_first_and_shows_the_same_section(cast, visit):
    report = a_complete_report(cast)
    amara, url = visit(cast.amara), section_url(report, "b")
    choice = page(amara.get(url)).select_one('nav.languages button[value="fr"]')

    answer = put(amara, url, ("b1-0", "Typed just now."), button=(choice["name"], choice["value"]))

    assert choice["form"] == page(amara.get(url)).find("form", {"data-autosave": True})["id"]
    assert answer.location == url.replace("/en/", "/fr/")
    assert values(report)["b1", 0] == {"text": "Typed just now."}


def test_who_only_reads_a_section_changes_the_language_by_a_link(cast, visit):
    tongues = page(visit(cast.rosa).get(section_url(a_report(cast), "b"))).find(class_="languages")

    assert not tongues.find("button")
    assert len(tongues.find_all("a")) == 4


def test_a_form_that_a_change_of_language_would_empty_says_so_and_warns(cast, visit):
    key = a_call().key

    start = page(visit(cast.amara).get(f"/en/reports/calls/{key}/start"))
    entrance = page(visit().get("/en/account/sign-in"))

    assert "Choose your language before you write" in start.main.noscript.text
    assert start.find("form", {"data-written": True})
    assert start.find("script", src=re.compile("leaving"))
    assert not entrance.find("noscript")
