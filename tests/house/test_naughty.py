"""Words that were made to do harm reach every page, table and letter as words, and are kept as typed.

And whatever is sent to a form, it never answers that it broke.
"""

import csv
import io
import json
import random
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.foundation import mail
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.tables import FORMULA
from app.foundation.text import clean, one_line
from app.meetings.models import Document, Meeting
from app.organisations.models import Organisation
from app.reports.models import Report
from app.vocabularies import queries as vocabularies
from tests.factories import a_call, letters
from tests.house import matrix
from tests.house.test_matrix import addressed
from tests.page import page_of
from tests.reports.given import COMPLETE, a_complete_report, save

TURN, END = "\u202e", "\u202c"
GROUPS = {  # each begins with what does harm at the beginning of a cell
    "script": [
        "<script>alert(1)</script>",
        '"><xss onload=alert(1)>',
        "<svg/onload=alert(1)>",
        "</textarea>",
    ],
    "image": [
        "<img src=x onerror=alert(1)>",
        "<iframe src=//evil.example>",
        "<!--",
        "<![CDATA[",
        "&lt;b&gt;",
    ],
    "template": [
        "{{ 7919*7907 }}",
        "{% raw %}",
        "${7919*7907}",
        "#{7*7}",
        "%(name)s",
        "%s%n",
        "{0}",
        "{name!r}",
    ],
    "database": ["' OR '1'='1", "'; DROP TABLE report; --", 'a"b', "a`b", "\\", "%", "_", "*", "NEAR("],
    "formula": ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)"],
    "wide formula": ["\uff1d1+1", "\uff0b1", "\uff20SUM", "\u22121"],
    "direction": [f"{TURN}abc{END}", "\u2066x\u2069", "مرحبا بالعالم", "שלום", "abc\u200fdef", "\ufeffmark"],
    "signs": ["🦅👩🏽‍🔬🇰🇪", "Z̸a̷l̵g̶o̴", "e\u0301", "ﷺ", "𝕳𝖊𝖑𝖑𝖔", "ｆｕｌｌ", "ZWJ\u200d", "\U0010ffff"],
    "control": ["nul\x00nul", "bell\x07", "escape\x1b[31m", "back\x08", "\x85next", "line\u2028line"],
    "lines": ["one\r\nBcc: all@evil.example", "two\rSubject: x", "%0d%0aSet-Cookie: a=b", "tab\tbed"],
    "nothing": ["None", "undefined", "null", "NaN", "true", "0", "-1", "1e999", "../../etc/passwd"],
    "links": ["[a](javascript:alert(1))", "<javascript:alert(1)>", "![x](data:text/html;base64,PA==)"],
    "markdown": ["# head", "*a* **b**", "[x]: data:,x", "```", "<b>b</b>", "www.evil.example", "a|b"],
    "long": ["w" * 150],
    "surrogates": ["\\ud800", "%ED%A0%80", "\\x00", "&#0;", "&#x202e;", "<\u0000script>x</script>"],
}
SAFE = re.compile(r"(https?://|/|#|\?|mailto:)", re.I)


def harmless(answer):
    """The page, after everything that could run in it was looked for."""
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    for script in page.select("script"):
        assert script.get("src", "").startswith("/static/"), f"a script of somebody's: {script}"
        assert not script.get_text().strip()
    assert not page.select("xss, iframe, object, embed, base, style, link[href^='//']")
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"], element
        for name in ("href", "src", "action", "formaction"):
            if element.get(name):
                assert SAFE.match(element[name]), f"{name} leads to {element[name]}"
    for picture in page.select("img, image, use"):
        assert (picture.get("src") or picture.get("href") or "/").startswith(("/static/", "#", "/"))
    assert "62615533" not in page.get_text(), "a template reckoned with it"
    return page


def words_of(names):
    """The words of two groups at once, as many as a title may have."""
    return " ".join(word for name in names for word in GROUPS[name])[:190]


class Journey:
    """One group of words, typed into every field there is, by everybody who has one."""

    def __init__(self, cast, visit, words):
        self.cast, self.words, self.line = cast, words, one_line(words)
        self.text = clean(words).strip()
        people = ("amara", "bruno", "chen")
        self.clients = {None: visit()} | {name: visit(getattr(cast, name)) for name in people}

    def send(self, who, address, **sent):
        answer = self.clients[who].post(f"/en/{address}", data=sent)
        assert answer.status_code == 302, (address, answer.status_code, errors_of(answer))
        return answer.location

    def look(self, who, address, *, shown=True):
        answer = self.clients[who].get(address if address.startswith("/en/") else f"/en/{address}")
        assert answer.status_code == 200, (address, answer.status_code)
        page = harmless(answer)
        if shown:
            told = [page.get_text(), *(field.get("value", "") for field in page.select("input"))]
            assert any(self.line in one_line(words) for words in told), f"not kept as typed on {address}"
        return page


def errors_of(answer):
    return [error.get_text() for error in BeautifulSoup(answer.text, "html.parser").select(".error, .lede")]


@pytest.fixture
def journey(cast, visit, request):
    matrix.words()
    yield Journey(cast, visit, words_of(request.param))
    vocabularies.forget()


PAIRS = list(zip(list(GROUPS)[::2], [*list(GROUPS)[1::2], "script"], strict=True))
each_group = pytest.mark.parametrize("journey", PAIRS, indirect=True, ids=" and ".join)


@each_group
def test_an_organisation_and_its_people_are_called_as_they_say(app, journey):
    j = journey
    j.send(
        "amara",
        "account/edit",
        seen=j.cast.amara.revision,
        name=j.words[:120],
        language="en",
        time_zone="UTC",
    )
    assert one_line(j.words[:120]) in one_line(
        j.look("amara", "account/edit", shown=False).select_one("#name")["value"]
    )
    identity = matrix.IDENTITY | {"name": f"{j.words} (example)", "acronym": j.words[:40], "name_fr": j.words}
    authority = {
        "letter": (io.BytesIO(matrix.PICTURE), "l.png"),
        "signatory": j.words,
        "valid_until": matrix.SOON,
    }
    j.send("amara", "organisations/apply", mission=j.words, **identity, **authority)
    made = session.scalars(select(Organisation).order_by(Organisation.id.desc())).first()
    assert made.name == one_line(f"{j.words} (example)")
    assert made.mission == j.text
    j.look("bruno", f"organisations/{made.slug}/application")
    j.look("bruno", "desk?queue=organisation")
    j.send("bruno", f"organisations/{made.slug}/verify", seen=made.revision, reason=j.words)
    for who, address in ((None, ""), (None, f"/{made.slug}"), ("amara", f"/{made.slug}/members")):
        j.look(who, f"organisations{address}")
    j.send("bruno", f"organisations/{made.slug}/suspend", seen=made.revision, reason=j.words)
    check_letters(app)
    assert letters()


@each_group
def test_a_meeting_its_agenda_and_its_documents_say_what_was_typed(app, journey):
    j = journey
    a_call()
    body = session.scalars(select(Meeting)).one().body_id
    facts = {"number": 77, "zone": "UTC", "theme": j.words, "city": j.words[:80], "title_en": j.words}
    meeting = j.send("bruno", "meetings/add", body=body, starts_on=matrix.TODAY, **facts)
    key = meeting.rpartition("/")[2]
    j.send("bruno", f"meetings/{key}/agenda", number="1", item_lang="en", title=j.words)
    j.send("bruno", f"meetings/{key}/agenda/paste", item_lang="en", agenda=f"2 {j.line}")
    j.send("bruno", f"meetings/{key}/deadlines", kind="documents", day=matrix.TODAY, zone="UTC", rule=j.words)
    given = {"title": j.words, "title_lang": "en", "kind": "Inf", "authors": j.words, "source": j.words}
    address = j.send("bruno", f"meetings/{key}/documents/add", symbol=j.words[:80], other_form="y", **given)
    document = session.scalars(select(Document).order_by(Document.id.desc())).first()
    item = document.meeting.items[0].id
    path = f"documents/{document.number}"
    j.send("bruno", f"{path}/table", seen=document.revision, items=[item])
    said = {"outcome": "referred", "where": j.words, "words": j.words}
    j.send("bruno", f"{path}/consider", seen=document.revision, **said)
    j.send("bruno", f"{path}/follow-up", seen=document.revision, words=j.words)
    assert document.outcome_text == j.text
    for where in (meeting, address, "meetings", f"meetings/{key}/agenda"):
        j.look(None if "agenda" not in where else "bruno", where)
    for page in ("", f"search?q={quote(j.words)}", f"meetings?body={quote(j.words)}"):
        j.look(None, page, shown=False)
    calendar = j.clients[None].get(f"/en/meetings/{key}.ics").get_data(as_text=True)
    assert all(re.match(r"[A-Z-]+[;:]| ", line) for line in calendar.split("\r\n") if line)
    check_letters(app)


@each_group
def test_a_report_says_in_page_table_and_letter_what_its_authors_typed(app, journey):  # noqa: PLR0915 a road
    j, cast = journey, journey.cast
    call = a_call()
    facts = {"seen": call.revision, "meeting": call.meeting_id, "template": call.template_id, "zone": "UTC"}
    facts |= {"agenda_item": 0, "opens_at": f"{matrix.TODAY}T00:00", "closes_at": f"{matrix.SOON}T00:00"}
    told = {"title_en": j.words, "mandate": j.words, "guidance_en": j.words, "languages": ["en"]}
    j.send("bruno", f"reports/calls/{call.key}/edit", **facts, **told)
    j.look(None, f"reports/calls/{call.key}")
    start = {"organisation": cast.society.slug, "title": j.words, "report_lang": "en", "kind": "individual"}
    j.send("amara", f"reports/calls/{call.key}/start", **start)
    report = session.scalars(select(Report)).one()
    assert report.title == j.line
    save(report, cast.amara, COMPLETE, seen=1)
    path = f"reports/{report.number}"
    texts = {"b": ["b1"], "d": ["d1", "d6", "d4_site", "d7_link"], "f": ["f1"], "j": ["j5"]}
    for section, keys in texts.items():
        given = {f"{key}-{int(section == 'd')}": j.words for key in keys}
        given |= {"d1-1": j.words[:150]} if section == "d" else {}
        seen = {f"seen-{name}": "1" for name in given}
        j.send("amara", f"{path}/sections/{section}", section_lang="en", **given, **seen)
        j.look("amara", f"{path}/sections/{section}")
    j.look("amara", f"{path}/check")
    j.send("amara", f"{path}/sections/d", **{"seen-d7_link-1": "1", "d7_link-1": "", "section_lang": "en"})
    j.send("amara", f"{path}/submit", seen=report.revision, once=j.words[:40])
    j.send("bruno", f"{path}/remarks", question="b1", row="0", text=j.words)
    j.look("bruno", f"{path}/review")
    due = str((now() + timedelta(days=9)).date())
    j.send("bruno", f"{path}/send-back", seen=report.revision, reason=j.words, due_on=due)
    for page in (path, f"{path}/edit", "work"):
        j.look("amara", page)
    j.send("amara", f"{path}/submit", seen=report.revision, once="again")
    j.look("bruno", "desk?queue=reports")
    j.send("bruno", f"{path}/accept", seen=report.revision, words=j.words)
    j.send("bruno", f"{path}/publish", seen=report.revision)
    for page in (path, "reports", ""):
        j.look(None, page)
    words = quote(j.words)
    for page in (
        f"reports?q={words}&country={words}",
        f"reports?species={words}",
        f"words/species?q={words}",
    ):
        j.look(None, page, shown=False)
    check_tables(j, report)
    check_letters(app)


def check_tables(j, report):
    """No cell calculates, every row has its columns, and JSON keeps the words."""
    text = j.clients[None].get("/en/reports.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert j.line in rows[1][rows[0].index("title")]
    assert not [cell for row in rows for cell in row if cell.lstrip(" ").startswith(FORMULA)]
    found = json.loads(j.clients[None].get("/en/reports.json").get_data(as_text=True))
    assert found["rows"][0]["title"] == j.line
    one = json.loads(j.clients[None].get(f"/en/reports/{report.number}.json").get_data(as_text=True))
    assert {"text": j.text} in [answer["value"] for answer in one["answers"]]


def check_letters(app):
    """Every letter can be sent: its head is ours alone, its words are theirs."""
    written = letters()
    with app.app_context():
        for letter in written:
            subject, body = mail.render(letter)
            sent = mail.message_of(letter, subject, body)
            heads = sent.as_bytes().partition(b"\r\n\r\n")[0].decode()
            assert "\n" not in subject
            assert not re.search(r"^(bcc|set-cookie|x-)", heads, re.I | re.M)
            assert len(re.findall("^Subject:", heads, re.M)) == 1


def test_a_link_that_would_run_something_is_no_link(cast, visit):
    matrix.words()
    identity = matrix.IDENTITY | {"website": "javascript:alert(1)//.x"}
    letter = {"letter": (io.BytesIO(matrix.PICTURE), "l.png"), "signatory": "A", "valid_until": matrix.SOON}
    answer = visit(cast.amara).post("/en/organisations/apply", data=identity | letter)
    assert page_of(answer).select_one("#website")["value"] == "javascript:alert(1)//.x"
    assert answer.status_code != 302
    vocabularies.forget()


VALUES = [
    "",
    " ",
    "\x00",
    "=1+1",
    "-1",
    "0",
    "9" * 40,
    "1e999",
    "2026-02-31",
    "<xss>",
    "%00",
    "é" * 300,
    "None",
]


def test_no_form_breaks_whatever_is_sent_to_it(app, cast, visit):
    """Each field of each door gets values that nobody meant, some at once: any answer but a broken one."""
    chance, world = random.Random(2026), matrix.World(app, cast)  # noqa: S311 the same every day
    people = {name: visit(getattr(cast, name)) for name in ("amara", "bruno", "adam")}
    doors = [(row, *addressed(app, world, row)) for row in matrix.rows() if row.method == "POST"]
    once = {row.door: (row, address, sent) for row, address, sent in doors}
    for row, address, sent in once.values():
        client = people[who_may(row)]
        names = [*sent, *fields_of(client, address), "surprise"]
        for _ in range(2):
            typed = matrix.fresh(sent) | {chance.choice(names): chance.choice(VALUES) for _ in range(3)}
            status = knock(client, address, typed)
            assert status < 500, (row, typed)
    vocabularies.forget()


def who_may(row):
    """Somebody to whom this door is open, if it is to one of the three."""
    letters_ = dict(zip(matrix.PEOPLE, row.letters, strict=True))
    open_to = [who for who in ("moderator", "administrator", "owner") if letters_[who] in "ofa"]
    return {"moderator": "bruno", "administrator": "adam"}.get(next(iter(open_to), "owner"), "amara")


def fields_of(client, address):
    page = BeautifulSoup(client.get(address).get_data(as_text=True), "html.parser")
    return [field["name"] for field in page.select("main [name]")]


def knock(client, address, typed):
    session.rollback()
    whole = session.get_bind().begin_nested()
    cookie = client.get_cookie("visit")
    try:
        return client.post(address, data=typed).status_code
    finally:
        session.remove()
        whole.rollback()
        client.set_cookie("visit", cookie.value)


@pytest.mark.parametrize(
    "address",
    [
        "reports/%00",
        "organisations/a%00b",
        "meetings/%00.ics",
        "documents/%00/files/x",
        "desk/letters/99999999999999999999",
        "reports/2026-0001/files/99999999999999999999",
        "reports?page=%00&q=%00&meeting=%00",
        "reports?page=bm9uc2Vuc2U",
        "organisations?q=%00&country=%00&kind=%00&page=x",
        "words/species?q=%00&page=%00",
        "words/species.json?q=%00",
        "words/countries.json?q=%00",
        "search?q=%00%22*NEAR",
        "desk?queue=%00",
        "desk/letters?state=%00&page=-",
        "desk/people/?q=%00&role=%00&page=,",
        "meetings?body=%00",
        "reports/calls?meeting=%00",
        "account/confirm/%00",
        "account/sign-in?next=%00//evil.example",
    ],
)
def test_an_address_made_by_hand_breaks_nothing(cast, visit, address):
    for person in (None, cast.amara, cast.bruno, cast.adam):
        answer = visit(person).get(f"/en/{address}")
        assert answer.status_code < 500
        if answer.mimetype == "text/html":
            harmless(answer)


def test_a_receipt_of_a_version_that_no_database_can_count(cast, visit):
    report = a_complete_report(cast)
    for version in ("-99999999999999999999", "99999999999999999999", "x"):
        answer = visit(cast.amara).get(f"/en/reports/{report.number}/receipt?version={version}")
        assert answer.status_code == 404
