"""The world in which the authorization matrix is asked: one thing in each state, an address for each door.

`matrix.txt` says what is expected, one row for a method, a door and a thing. Here stands what a row means
by "draft" or "tabled", what is sent to a door with POST, and how an answer becomes one letter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from app.accounts.models import MailLink, Purpose, Registration
from app.accounts.operations import people
from app.foundation import audit, files, seals, signing
from app.foundation.clock import now
from app.foundation.db import transaction
from app.foundation.lookalikes import skeleton_of
from app.foundation.outbox import Letter, LetterState
from app.learning.queries import uploads
from app.meetings.models import Deadline, DocumentFile, DocumentState
from app.organisations.models import Kind, Membership, Organisation, OrganisationState, Seat
from app.reports.models import CallState, ReportState
from app.reports.operations import attachments, deciding, submitting
from app.reports.queries import filing as reading
from app.vocabularies import queries
from app.vocabularies.models import Dataset, Term
from tests.factories import a_call, a_report, keep
from tests.learning.given import DIGEST, FIGURE, a_brought_course, a_certificate, a_course
from tests.meetings.given import a_document
from tests.organisations.given import PICTURE, an_invitation
from tests.reports.given import a_complete_report

TABLE = Path(__file__).with_name("matrix.txt")
PEOPLE = {
    "guest": None,
    "owner": "amara",
    "editor": "emil",
    "reader": "rosa",
    "other": "chen",
    "focal": "fatou",
    "delegate": "dario",
    "moderator": "bruno",
    "translator": "talia",
    "content": "edda",
    "administrator": "adam",
}
SOON = str(now().date() + timedelta(days=20))
TODAY = str(now().date())

# A redirect that does not do the step, but leads to the page that says why.
ELSEWHERE = {
    "reports.start": "/calls/",
    "reports.submit": "/check",
    "accounts.code": "/en/",
    "accounts.recover": "/en/",
    "accounts.set_up": "/en/",
}


@dataclass(frozen=True)
class Row:
    """One row of the table: who may what at one door, for one thing."""

    method: str
    endpoint: str
    thing: str
    letters: str

    @property
    def door(self) -> tuple[str, str]:
        return self.method, self.endpoint

    def __str__(self) -> str:
        return f"{self.method:<4} {self.endpoint:<33} {self.thing:<14} {' '.join(self.letters)}".rstrip()


def rows() -> list[Row]:
    told = []
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            method, endpoint, thing, *letters = line.split()
            told.append(Row(method, endpoint, thing, "".join(letters)))
    return told


def letter_of(row: Row, answer: Any) -> str:
    """What an answer says, as one letter of the table."""
    status, leads = answer.status_code, answer.headers.get("Location", "")
    if status == 401 or "/account/sign-in?next=" in leads:
        return "s"
    if status in (301, 302, 303, 308):
        asked = row.method == "GET" or ELSEWHERE.get(row.endpoint, "\0") in leads
        return "a" if asked else "o"
    if status == 200:
        return "o" if row.method == "GET" or _is_done(row) else "f"
    return {422: "f", 403: "r", 404: "n", 409: "c", 410: "g"}.get(status, "!")


def _is_done(row: Row) -> bool:
    """Doors that answer a POST that did its work with a page instead of another address."""
    return row.endpoint in {"accounts.recovery", "accounts.agree_to_email", "reports.save_answer"}


def fresh(sent: dict[str, Any]) -> dict[str, Any]:
    """What is sent, with its files not yet read by anybody."""
    return {
        name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for name, value in sent.items()
    }


def words() -> None:
    """Countries, an instrument and species to choose; who calls this forgets them again."""
    queries.forget()
    about = {"as_of": "2026-11-01", "source": "", "terms": "", "note": "", "digest": "", "term_count": 1}
    named = {"KE": "Kenya", "TZ": "United Republic of Tanzania"}
    countries = [
        Term(kind="country", key=key, names={"en": name}, facts={}, place="0", confidence="source")
        for key, name in named.items()
    ]
    short = {"short": "CMS", "type": "convention"}
    instrument = Term(
        kind="instrument", key="cms", names={"en": "CMS"}, facts=short, place="0", confidence="source"
    )
    turtle = {"names": {"en": "Green turtle"}, "facts": {"latin": "Chelonia mydas"}, "haystack": " turtle "}
    species = Term(kind="species", key="chelonia-mydas", place="1", confidence="source", **turtle)
    curlew = {
        "names": {"en": "Eurasian curlew"},
        "facts": {"latin": "Numenius arquata"},
        "haystack": " curlew ",
    }
    bird = Term(kind="species", key="numenius-arquata", place="2", confidence="source", **curlew)
    for key, terms in (("countries", countries), ("instruments", [instrument]), ("species", [species, bird])):
        dataset = Dataset(key=key, files=[], **about)
        for term in terms:
            term.dataset = dataset
        keep(*terms)


class World:
    """One thing of each kind in each state, written once; a request that changes it is rolled back."""

    def __init__(self, app: Any, cast: Any) -> None:
        self.app, self.cast = app, cast
        self.reports: dict[str, Any] = {}
        self.documents: dict[str, Any] = {}
        self.calls: dict[str, Any] = {}
        self.organisations: dict[str, Any] = {"verified": cast.society}
        words()
        self.courses = {"course": a_course(), "withdrawn": a_course("withdrawn", withdrawn_at=now())}
        self.certificates = {
            word: a_certificate(person, self.courses["course"], state=state)
            for word, person, state in (("valid", cast.amara, "valid"), ("revoked", cast.emil, "revoked"))
        }
        self.call = a_call()
        self.meeting = self.call.meeting
        with app.app_context():
            self._reports()
            self._documents()
            self._own()
            self._accounts()
        self._calls()
        self._organisations()
        self._meetings()
        self._uploads()
        self.facts = self._facts()

    # what there is

    def _reports(self) -> None:
        cast, told = self.cast, self.reports
        told["draft"] = self._with_file(a_complete_report(cast))
        told["submitted"] = self._submitted("s")
        told["returned"] = self._returned()
        told["accepted"] = self._moved("a", deciding.accept_report)
        told["published"] = self._moved("p", deciding.accept_report, deciding.publish_report)
        told["declined"] = a_report(cast, ReportState.DECLINED, title="Hats")
        told["withdrawn"] = a_report(cast, ReportState.WITHDRAWN, submitted_at=None, version_count=0)
        rehearsal = self.calls["rehearsal"] = a_call(key="rehearsal", rehearsal=True)
        told["rehearsed"] = a_complete_report(cast, call=rehearsal, rehearsal=True)
        submitting.submit_report(
            told["rehearsed"].number, once="p", seen=told["rehearsed"].revision, actor=cast.amara
        )
        self.remark = self._remark("submitted")

    def _submitted(self, once: str) -> Any:
        report = self._with_file(a_complete_report(self.cast, title=f"Report {once}"))
        submitting.submit_report(report.number, once=once, seen=report.revision, actor=self.cast.amara)
        return report

    def _returned(self) -> Any:
        """Sent back with one remark, and with a file that its authors have added since."""
        report = self._submitted("r")
        self.sent_remark = self._remark("returned", report)
        day = now().date() + timedelta(days=14)
        deciding.send_back_report(
            report, reason="Say more.", due_on=day, seen=report.revision, actor=self.cast.bruno
        )
        self._with_file(report, row=1, content=b"later,words\n")
        return report

    def _moved(self, once: str, *moves: Callable[..., None]) -> Any:
        report = self._submitted(once)
        for move in moves:
            move(report, seen=report.revision, actor=self.cast.bruno)
        return report

    def _remark(self, state: str, report: Any = None) -> Any:
        report = report or self.reports[state]
        words = {"question": "b1", "row": 0, "text": "How many?", "lang": "en"}
        return deciding.add_remark(report, **words, actor=self.cast.bruno)

    def _with_file(self, report: Any, row: int = 1, content: bytes = b"a,b\n1,2\n") -> Any:
        upload = files.Upload("field.csv", "text/csv", content, sha256(content).hexdigest())
        asked = report.template.shape.question("d7_file")
        attachments.attach_file(report, asked, row, upload, description="", actor=self.cast.amara)
        return report

    def _documents(self) -> None:
        public = {"issued", "tabled", "considered", "followed_up"}
        for place, state in enumerate(DocumentState):
            document = a_document(
                self.cast, state, origin=f"2025-00{place:02}", is_public=state.value in public
            )
            self.documents[state.value] = self._with_paper(document)
        quiet = a_document(self.cast, DocumentState.ISSUED, origin="2025-0099")
        self.documents["quiet"] = self._with_paper(quiet)

    def _own(self) -> None:
        """Of an organisation that the moderator is a member of: for other moderators to move."""
        ours = self._organisation("ours", members=[Membership(user=self.cast.bruno, seat=Seat.READER)])
        self.reports["own"] = a_report(self.cast, ReportState.SUBMITTED, organisation=ours)
        self.reports["own_accepted"] = a_report(self.cast, ReportState.ACCEPTED, organisation=ours)
        for place, state in enumerate(DocumentState):
            given = {"origin": f"2024-00{place:02}", "organisation": ours}
            self.documents[f"own_{state.value}"] = a_document(self.cast, state, **given)

    def _with_paper(self, document: Any) -> Any:
        content = document.number.encode()
        upload = files.Upload("text.csv", "text/csv", content, sha256(content).hexdigest())
        with transaction():
            document.files.append(DocumentFile(file=files.keep(upload, actor=None), lang="en"))
            audit.record("test.with_paper", document, actor=None)
        return document

    def _calls(self) -> None:
        self.calls["open"] = self.call
        self.calls["prepared"] = a_call(key="prepared", state=CallState.PREPARED)
        self.calls["coming"] = a_call(key="coming", opens_at=now() + timedelta(days=1))
        past = {"opens_at": now() - timedelta(days=9), "closes_at": now() - timedelta(days=2)}
        self.calls["closed"] = a_call(key="closed", **past)
        self.calls["grace"] = a_call(key="grace", grace_minutes=9999, **past)
        self.calls["cancelled"] = a_call(key="cancelled", state=CallState.CANCELLED)

    def _organisations(self) -> None:
        for state in OrganisationState:
            if state is not OrganisationState.VERIFIED:
                self.organisations[state.value] = self._organisation(state.value, state=state)
        self.organisations["protected"] = self._organisation("protected", protected=True)
        ended = now().date() - timedelta(days=1)
        self.organisations["overdue"] = self._organisation("overdue", letter_valid_until=ended)
        self.invitation = an_invitation(self.cast, email="fatou@example.org")
        self.sent_long_ago = an_invitation(self.cast, email="else@example.org")
        with transaction():
            self.sent_long_ago.expires_at = now() + timedelta(days=5)
            audit.record("test.aged", self.sent_long_ago, actor=None)
        with self.app.app_context(), transaction():
            picture = files.Upload("letter.png", "image/png", PICTURE, sha256(PICTURE).hexdigest())
            for organisation in self.organisations.values():
                organisation.letter = files.keep(picture, actor=None)
            audit.record("test.letters", self.cast.society, actor=None)

    def _organisation(self, slug: str, **given: Any) -> Organisation:
        cast, name = self.cast, f"The {slug} (example)"
        seats = {cast.amara: Seat.OWNER, cast.emil: Seat.EDITOR, cast.rosa: Seat.READER}
        values = {"slug": f"the-{slug}", "name": name, "skeleton": skeleton_of(name), "kind": Kind.CSO}
        values |= {"country": "KE", "state": OrganisationState.VERIFIED, "verified_at": now()}
        members = [Membership(user=person, seat=seat) for person, seat in seats.items()]
        return keep(Organisation(**{"members": members} | values | given))

    def _meetings(self) -> None:
        soon = now() + timedelta(days=30)
        with transaction():
            self.meeting.starts_on = now().date()  # so that outcomes can be recorded
            self.meeting.deadlines.append(Deadline(kind="documents", at=soon, zone="UTC"))
            audit.record("test.deadline", self.meeting, actor=None)

    def _accounts(self) -> None:
        cast, later = self.cast, now() + timedelta(hours=1)
        digest = seals.digest
        asked = {"email": "new@example.org", "name": "New", "password_hash": "", "lang": "en"}
        reset = {"purpose": Purpose.RESET, "user_id": cast.chen.id, "expires_at": later}
        moved = reset | {"purpose": Purpose.EMAIL_NEW, "email": "chen2@example.org"}
        keep(
            Registration(digest=digest("asked"), time_zone="UTC", expires_at=later, **asked),
            MailLink(digest=digest("reset"), **reset),
            MailLink(digest=digest("moved"), **moved),
        )
        body = {"subject": "Hello", "body": "Words.", "state": LetterState.FAILED, "snapshot": {}}
        self.letter = keep(Letter(email="a@example.org", template="reports/email/published", **body))
        told = {"recipient_id": cast.amara.id, "email": cast.amara.email, "notice_only": True}
        words = {"number": "2026-0001", "title": "Words", "meeting": "StC99"}
        self.own_letter = keep(Letter(template="reports/email/published", snapshot=words, **told))
        people.disable(cast.edda, reason="Test.", seen=cast.edda.revision, actor=cast.adam)
        people.enable(cast.edda, seen=cast.edda.revision, actor=cast.adam)

    def _uploads(self) -> None:
        with self.app.app_context():
            self.uploads = {
                "taken": a_brought_course("taken", self.cast.edda, taken=True),
                "waiting": a_brought_course("waiting", self.cast.edda),
            }
            self.taken = uploads.get_kept("taken").digest
            self.zip = files.content(self.uploads["waiting"].file)

    # where it is, and what is sent there

    def _facts(self) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """Of each thing, by its name in the table: the values of its address, and the revision it has."""
        told: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        for room, things, name in (
            ("reports", self.reports, "number"),
            ("documents", self.documents, "number"),
            ("calls", self.calls, "key"),
            ("organisations", self.organisations, "slug"),
        ):
            for word, thing in things.items():
                told[f"{room}:{word}"] = ({name: getattr(thing, name)}, {"seen": thing.revision})
        self.files = {word: reading.attachments_of(one) for word, one in self.reports.items()}
        self.papers = {word: one.files[0].file.key for word, one in self.documents.items() if one.files}
        self.society_people = {m.user.name: m.user.key for m in self.cast.society.members}
        return told

    def address(self, row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values of a row's address, and what its POST sends."""
        room = row.endpoint.partition(".")[0]
        if row.endpoint in CALL_DOORS:
            room = "calls"
        values, sent = self.facts.get(f"{room}:{row.thing}", ({}, {}))
        values = values | self._more_of_address(row, room)
        return values, sent | SENT.get(row.endpoint, lambda world, thing: {})(self, row.thing)

    def _more_of_address(self, row: Row, room: str) -> dict[str, Any]:
        extra = MORE.get(row.endpoint) or MORE.get(room)
        return extra(self, row.thing) if extra else {}


CALL_DOORS = {f"reports.{door}" for door in ("call", "start", "edit_call", "announce", "cancel")}


def _file_of(world: World, thing: str) -> Any:
    """The first file of a report; of one that is returned also what was added "since"."""
    word, _, which = thing.partition("+")
    return world.files[word][-1 if which else 0]


Told = Callable[[World, str], dict[str, Any]]
MORE: dict[str, Told] = {
    "accounts.confirm": lambda w, t: {"token": t},
    "accounts.reset": lambda w, t: {"token": t},
    "accounts.agree_to_email": lambda w, t: {"token": t},
    "accounts.end_session": lambda w, t: {"key": "unknown"},
    "people": lambda w, t: {} if t == "-" else {"key": w.cast.chen.key},
    "people.take_role": lambda w, t: {"key": w.cast.dario.key, "grant_id": w.cast.dario.grants[0].id},
    "desk.letter": lambda w, t: {"id": w.letter.id},
    "workplace.letter": lambda w, t: {"key": w.own_letter.message_id},
    "desk.retry": lambda w, t: {"id": w.letter.id},
    "learning.agree": lambda w, t: {"slug": w.organisations[t].slug},
    "learning.take_back": lambda w, t: {"slug": w.organisations[t].slug},
    "learners": lambda w, t: {"slug": w.organisations[t].slug},
    "figures.show": lambda w, t: {"slug": w.courses[t].slug},
    "figures.table": lambda w, t: {"name": "lessons", "course": w.courses[t].slug},
    "vocabularies.show": lambda w, t: {"name": "species"},
    "vocabularies.export": lambda w, t: {"name": "species", "ending": "csv"},
    "documents.file": lambda w, t: {"key": w.papers[t]},
    "learning": lambda w, t: {} if t == "-" else {"slug": w.courses[t].slug},
    "certificates.find": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.check": lambda w, t: {},
    "learning.check_badge": lambda w, t: {},
    "badges.key": lambda w, t: {"name": next(iter(signing.public_keys()))},
    "badges.states": lambda w, t: {"number": 0},
    "learning.take": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.certificate": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.diploma": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.rename": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.revoke": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.withdraw": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.unname": lambda w, t: {"serial": w.certificates[t].serial},
    "learning.lesson": lambda w, t: _lesson(w, t),
    "learning.finish": lambda w, t: _lesson(w, t),
    "learning.answer": lambda w, t: {**_lesson(w, t), "key": "border"},
    "course_desk.show": lambda w, t: {"slug": t},
    "course_desk.files": lambda w, t: {"slug": t},
    "course_desk.give_back": lambda w, t: {"slug": t},
    "course_desk.brought": lambda w, t: {"slug": t, "key": w.uploads[t].key},
    "course_desk.review": lambda w, t: {"key": w.uploads[t].key},
    "course_desk.take": lambda w, t: {"key": w.uploads[t].key},
    "course_desk.drop": lambda w, t: {"key": w.uploads[t].key},
    "learning.figure": lambda w, t: {"digest": FIGURE},
    "meetings": lambda w, t: {} if t == "-" else {"key": w.meeting.key},
    "meetings.edit_item": lambda w, t: {"key": w.meeting.key, "number": "14"},
    "meetings.remove_item": lambda w, t: {"key": w.meeting.key, "number": "14"},
    "meetings.remove_deadline": lambda w, t: {"key": w.meeting.key, "kind": "documents"},
    "organisations.invitation": lambda w, t: {"code": w.invitation.key},
    "organisations.accept_invitation": lambda w, t: {"code": w.invitation.key},
    "organisations.refuse_invitation": lambda w, t: {"code": w.invitation.key},
    "organisations.resend_invitation": lambda w, t: {"key": w.sent_long_ago.key},
    "organisations.withdraw_invitation": lambda w, t: {"key": w.invitation.key},
    "organisations.change_seat": lambda w, t: {"key": w.cast.emil.key},
    "organisations.remove": lambda w, t: {"key": w.cast.rosa.key},
    "reports.section": lambda w, t: {"key": "b"},
    "reports.earlier": lambda w, t: {"key": "b"},
    "reports.save_answer": lambda w, t: {"question": "b1", "row": 0},
    "reports.version": lambda w, t: {"version": 1},
    "reports.attachment": lambda w, t: {**_number(w, t), "file": _file_of(w, t).id},
    "reports.file": lambda w, t: {**_number(w, t), "key": _file_of(w, t).key},
    "reports.edit_remark": lambda w, t: {"id": w.remark.id},
    "reports.remove_remark": lambda w, t: {"id": w.remark.id},
    "reports.settle_remark": lambda w, t: {"id": w.remark.id},
}


def _lesson(world: World, thing: str) -> dict[str, Any]:
    return {"slug": world.courses[thing].slug, "lesson": "journeys"}


def _number(world: World, thing: str) -> dict[str, Any]:
    return {"number": world.reports[thing.partition("+")[0]].number}


def _picture(_world: World, _thing: str) -> dict[str, Any]:
    return {"file": (PICTURE, "text.png"), "file_lang": "en"}


def _item(world: World) -> Any:
    return world.meeting.items[0]


def _call(world: World, thing: str) -> dict[str, Any]:
    return {
        "title_en": "Reports",
        "meeting": world.meeting.id,
        "agenda_item": 0,
        "template": world.call.template_id,
        "opens_at": f"{TODAY}T00:00",
        "closes_at": f"{SOON}T00:00",
        "zone": "UTC",
        "grace_minutes": 0,
        "languages": ["en"],
    }


IDENTITY = {
    "name": "Another Name (example)",
    "name_lang": "en",
    "kind": "cso",
    "country": "KE",
    "observer_class": "none",
}


def _identity(_world: World, _thing: str) -> dict[str, Any]:
    return dict(IDENTITY)


def _letter(_world: World, _thing: str) -> dict[str, Any]:
    return {"letter": (PICTURE, "letter.png"), "signatory": "A director", "valid_until": SOON}


def _reason(_world: World, _thing: str) -> dict[str, Any]:
    return {"reason": "For a reason."}


SENT: dict[str, Told] = {
    "accounts.edit": lambda w, t: {},
    "accounts.change_email": lambda w, t: {"email": "changed@example.org"},
    "accounts.forgot": lambda w, t: {"email": "nobody@example.org"},
    "people.give_role": lambda w, t: {"seen": w.cast.chen.revision, "role": "translator", "country": ""},
    "people.take_role": lambda w, t: {"seen": w.cast.dario.revision},
    "people.disable": lambda w, t: {"seen": w.cast.chen.revision, "reason": "For a reason."},
    "people.enable": lambda w, t: {"seen": w.cast.chen.revision},
    "people.lift_factor": lambda w, t: {"seen": w.cast.chen.revision, "reason": "For a reason."},
    "documents.translate": lambda w, t: {"not_needed": "y"},
    "documents.issue": lambda w, t: {"symbol": "UNEP/CMS/StC99/Inf.77"},
    "documents.table": lambda w, t: {"items": [_item(w).id]},
    "documents.consider": lambda w, t: {"outcome": "noted"},
    "documents.correct_outcome": lambda w, t: {"outcome": "noted", "reason": "A slip."},
    "documents.correct_symbol": lambda w, t: {"symbol": "UNEP/CMS/StC99/Inf.78", "reason": "A slip."},
    "documents.follow_up": lambda w, t: {"words": "It was done."},
    "documents.close": _reason,
    "documents.upload": _picture,
    "learning.check": lambda w, t: {"serial": w.certificates["valid"].serial},
    "learning.check_badge": lambda w, t: {"words": "eyJ"},
    "learning.certify": lambda w, t: {"holder": "A Name"},
    "learning.rename": lambda w, t: {"seen": w.certificates[t].revision, "holder": "Another Name"},
    "learning.withdraw": lambda w, t: {"seen": w.certificates[t].revision},
    "learning.unname": lambda w, t: {"seen": w.certificates[t].revision},
    "learning.revoke": lambda w, t: {"seen": w.certificates[t].revision, "reason": "For a reason."},
    "course_desk.bring": lambda w, t: {"file": (w.zip, "waiting.zip")},
    "course_desk.take": lambda w, t: {"seen": ""},
    "course_desk.give_back": lambda w, t: {"seen": w.taken},
    "learning.answer": lambda w, t: {"seen": DIGEST, "answer": "b"},
    "meetings.add": lambda w, t: {"body": w.meeting.body_id, "number": 77, "zone": "UTC"},
    "meetings.edit": lambda w, t: {"seen": w.meeting.revision, "number": 99, "zone": "UTC"},
    "meetings.remove": lambda w, t: {"seen": w.meeting.revision},
    "meetings.agenda": lambda w, t: {"number": "15", "item_lang": "en", "title": "Any other business"},
    "meetings.paste_agenda": lambda w, t: {"item_lang": "en", "agenda": "16 Closing"},
    "meetings.edit_item": lambda w, t: {"seen": _item(w).revision, "number": "14", "title_en": "Synergies"},
    "meetings.remove_item": lambda w, t: {"seen": _item(w).revision},
    "meetings.deadlines": lambda w, t: {"kind": "documents", "day": SOON, "zone": "UTC"},
    "meetings.add_document": lambda w, t: {
        "title": "A paper",
        "title_lang": "en",
        "kind": "Inf",
        "source": "The archive.",
    },
    "organisations.apply": lambda w, t: _identity(w, t) | _letter(w, t),
    "organisations.apply_again": lambda w, t: _identity(w, t) | _letter(w, t),
    "organisations.rename": _identity,
    "organisations.renew": _letter,
    "organisations.edit": lambda w, t: {"mission": "We watch."},
    "organisations.end_protection": lambda w, t: {"agreed": "y"},
    "organisations.verify": _reason,
    "organisations.decline": _reason,
    "organisations.suspend": _reason,
    "organisations.invite": lambda w, t: {
        "email": "guest@example.net",
        "seat": "editor",
        "invited_lang": "en",
    },
    "organisations.change_seat": lambda w, t: {"seat": "reader"},
    "reports.prepare_call": _call,
    "reports.edit_call": _call,
    "reports.cancel": _reason,
    "reports.start": lambda w, t: {
        "organisation": w.cast.society.slug,
        "title": "New",
        "report_lang": "en",
        "kind": "individual",
    },
    "reports.details": lambda w, t: {"title": "New", "report_lang": "en"},
    "reports.section": lambda w, t: {"seen-b1-0": "1", "b1-0": "We counted.", "section_lang": "en"},
    "reports.save_answer": lambda w, t: {"seen-b1-0": "1", "b1-0": "We counted.", "section_lang": "en"},
    "reports.submit": lambda w, t: {"once": "matrix"},
    "reports.send_back": lambda w, t: {"reason": "Say more.", "due_on": SOON},
    "reports.decline": lambda w, t: {"formal": "scope", "reason": "It is about hats."},
    "reports.withdraw": _reason,
    "reports.remark": lambda w, t: {"question": "b1", "row": 0, "text": "How many?"},
    "reports.edit_remark": lambda w, t: {"seen": w.remark.revision, "text": "How many birds?"},
    "reports.remove_remark": lambda w, t: {"seen": w.remark.revision},
    "reports.settle_remark": lambda w, t: {"seen": w.remark.revision},
}
