"""No page asks the database more than twelve times, and none asks more often because there is more."""

from datetime import timedelta
from hashlib import sha256
from itertools import count

import pytest

from app.accounts.models import User, Visit
from app.desk.queues import LABELS, OF_EDITORS
from app.foundation import audit, search
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.files import StoredFile
from app.foundation.outbox import Letter, LetterState
from app.learning.models import Sharing
from app.meetings.models import (
    AgendaItem,
    Deadline,
    Document,
    DocumentLink,
    DocumentParty,
    DocumentState,
    Meeting,
    Outcome,
)
from app.meetings.operations.receiving import due_steps
from app.organisations.models import Invitation, Kind, Membership, Organisation, OrganisationState, Seat
from app.reports.models import (
    Addressee,
    Answer,
    Attachment,
    Call,
    CallState,
    Facet,
    Remark,
    Report,
    ReportState,
)
from app.vocabularies import queries as vocabularies
from app.vocabularies.models import Term
from tests.counting import counted
from tests.house.matrix import words
from tests.learning.crowd import learns
from tests.learning.given import ASKED, a_certificate, a_course, a_lesson, a_question
from tests.reports.decided import a_published_report, a_returned_report, a_submitted_report
from tests.reports.given import a_complete_report

pytestmark = pytest.mark.once  # what it asks is the same on every database

MOST = 12


class Town:
    """A house with one of each thing, around which more and more of the same is put."""

    def __init__(self, cast):
        words()
        self.cast = cast
        self.draft = a_complete_report(cast)
        self.submitted = a_submitted_report(cast, title="Submitted")
        self.returned = a_returned_report(cast, title="Returned", once="r")
        self.published = a_published_report(cast, title="Published", once="p")
        self.call = self.draft.call
        self.meeting = self.call.meeting
        self.course = a_course(cites=["Resolution 7.9"])
        self.certificate = a_certificate(cast.amara, self.course)
        self.document = self.published.addressees[0].document
        self.serial = count(1)

    def grow(self, times):
        with transaction():
            for _ in range(times):
                self._one_more(next(self.serial))
            audit.record("test.grow", self.cast.society, actor=None)

    def _one_more(self, n):
        person = User(email=f"p{n}@example.org", name=f"Person {n}", confirmed_at=now())
        organisation = self._organisation(n, OrganisationState.VERIFIED, person)
        self._organisation(1000 + n, OrganisationState.APPLIED, person)
        self._organisation(2000 + n, OrganisationState.LAPSED, person)
        session.flush()
        session.add(Membership(user=person, organisation=self.cast.society, seat=Seat.READER))
        self._people(n, organisation, person)
        item = self._meeting(n)
        documents = [self._document(n, state, organisation, item) for state in DocumentState]
        session.flush()
        self._links(documents)
        self._learning(n)
        session.add(Sharing(user_id=person.id, organisation_id=self.cast.society.id))
        answers = [(self.course.lessons[0].questions[0], "a", False)]
        learns(self.course, person, opened=1, answers=answers)
        self._reports(n, organisation, person, documents)
        self._words(n)

    def _organisation(self, n, state, person):
        name = f"Organisation {n} (example)"
        seats = [Membership(user=person, seat=Seat.OWNER), Membership(user=self.cast.amara, seat=Seat.OWNER)]
        values = {"slug": f"organisation-{n}", "name": name, "skeleton": name, "kind": Kind.CSO}
        organisation = Organisation(country="KE", state=state, members=seats, **values)
        session.add(organisation)
        return organisation

    def _people(self, n, organisation, person):
        offer = {"invited_by": person, "sent_at": now()}
        session.add_all(
            [
                Invitation(organisation=organisation, email=self.cast.amara.email, **offer),
                Invitation(organisation=self.cast.society, email=f"invited{n}@example.org", **offer),
                Visit(digest=f"{n:064}", user_id=self.cast.amara.id, epoch=0),
            ]
        )
        for state in LetterState:
            facts = {"subject": f"Hello {n}", "body": "Words.", "snapshot": {}, "state": state}
            session.add(Letter(email=f"p{n}@example.org", template="reports/email/published", **facts))

    def _meeting(self, n):
        first = (now() + timedelta(days=n)).date()
        meeting = Meeting(key=f"m{n}", body=self.meeting.body, number=n, starts_on=first, ends_on=first)
        past = Meeting(key=f"past{n}", body=self.meeting.body, number=1000 + n, year=1990)
        meeting.deadlines = [Deadline(kind="documents", at=now() + timedelta(days=n), zone="UTC")]
        item = AgendaItem(number=f"20.{n}", sort_key=f"0020.{n:04}", titles={"en": f"Item {n}"})
        self.meeting.items.append(item)
        titles = {"en": f"Call {n}"}
        times = {"opens_at": now() - timedelta(days=1), "closes_at": now() + timedelta(days=n)}
        said = {"titles": titles, "state": CallState.ANNOUNCED, "template": self.call.template}
        session.add_all([meeting, past, Call(key=f"call-{n}", meeting=meeting, **said, **times)])
        return item

    def _document(self, n, state, organisation, item):
        issued = state not in {DocumentState.RECEIVED, DocumentState.CHECKED, DocumentState.CLOSED}
        document = Document(
            number=f"{state.value[:2]}{state.value[-1]}-{n}",
            symbol=f"UNEP/{state.value}/{n}" if issued else None,
            meeting=self.meeting,
            title=f"Document {n}",
            lang="en",
            state=state,
            is_public=issued,
            steps=due_steps(self.meeting),
            items=[item],
            parties=[DocumentParty(organisation_id=organisation.id), DocumentParty(name="A Government")],
            outcome=Outcome.NOTED if state == DocumentState.CONSIDERED else None,
        )
        for step in document.steps[1:]:
            step.due_on = now().date() - timedelta(days=1)
        session.add(document)
        return document

    def _links(self, documents):
        for one in documents:
            session.add(DocumentLink(from_id=self.document.id, to_id=one.id, kind="led_to"))

    def _reports(self, n, organisation, person, documents):
        states = {
            ReportState.PUBLISHED: organisation,
            ReportState.SUBMITTED: organisation,
            ReportState.ACCEPTED: organisation,
            ReportState.RETURNED: self.cast.society,
            ReportState.DRAFT: self.cast.society,
        }
        for state, whose in states.items():
            report = self._report(n, state, whose, person, documents)
            session.add(report)
            session.flush()
            if state is ReportState.PUBLISHED:
                self._found(report, organisation)
        self._inside(n)

    def _report(self, n, state, whose, person, documents):
        facts = {"submitted_at": now(), "version_count": 1} if state is not ReportState.DRAFT else {}
        if state is ReportState.PUBLISHED:
            facts["published_at"] = now()
        tabled = next(document for document in documents if document.state is DocumentState.TABLED)
        return Report(
            number=f"{state.value[0:2]}-{n}",
            call=self.call,
            template_id=self.call.template_id,
            organisation=whose,
            title=f"Report {n}",
            lang="en",
            state=state,
            started_by_id=self.cast.amara.id,
            holder=person,
            addressees=[Addressee(meeting_id=self.meeting.id, document_id=tabled.id)],
            **facts,
        )

    def _found(self, report, organisation):
        subjects = {"meeting": self.meeting.key, "country": "KE", "language": "en"}
        for kind, key in (subjects | {"organisation": organisation.slug}).items():
            session.add(Facet(report_id=report.id, kind=kind, key=key, published_at=report.published_at))
        where = {"url_endpoint": "reports.show", "url_values": {"number": report.number}}
        search.put("report", report.number, "en", report.title, "Words about birds.", **where)

    def _inside(self, n):
        """More answers, files and remarks in the reports that are looked into."""
        by = {"author_id": self.cast.amara.id, "lang": "en"}
        for report in (self.draft, self.returned):
            at = {"report_id": report.id, "row": 1 + n, "saved_at": now(), **by}
            values = {"d1": {"text": f"Activity {n}"}, "d6": {"text": "Less."}, "d2": {"chosen": ["policy"]}}
            session.add_all(Answer(question=key, value=value, **at) for key, value in values.items())
        digest = sha256(str(n).encode()).hexdigest()
        kept = StoredFile(key=digest[:32], digest=digest, size=1, media_type="text/csv", name=f"{n}.csv")
        given = {"question": "d7_file", "row": 1, "added_by_id": self.cast.amara.id}
        session.add(Attachment(report_id=self.draft.id, file=kept, **given))
        said = {"question": "b1", "text": "How many?", "lang": "en", "version": 1}
        for report, sent in ((self.submitted, None), (self.returned, now())):
            author = self.cast.bruno.id
            session.add(Remark(report_id=report.id, author_id=author, sent_at=sent, **said))

    def _learning(self, n):
        """Another course, and in the one there is another lesson with as many questions again."""
        a_certificate(self.cast.amara, a_course(f"course-{n}"))
        questions = [a_question(key, place) for place, key in enumerate(ASKED)]
        more = a_lesson("journeys", 2 + n, ("en", "fr"), questions)
        more.key, more.course_id = f"lesson-{n}", self.course.id
        first = [a_question(key, 10 * n + place) for place, key in enumerate(ASKED)]
        for question in first:
            question.key, question.lesson_id = f"{question.key}-{n}", self.course.lessons[0].id
        session.add_all([more, *first])

    def _words(self, n):
        known = session.query(Term).filter_by(kind="species").first()
        facts = {"names": {"en": f"Bird {n}"}, "facts": {"latin": f"Avis {n}"}, "haystack": f" bird {n} "}
        session.add(
            Term(
                kind="species",
                key=f"b{n}",
                place=f"{n}",
                confidence="source",
                **facts,
                dataset_id=known.dataset_id,
            )
        )

    def pages(self):
        """Every list and every page of one thing, and who looks at it."""
        draft, sent = f"reports/{self.draft.number}", f"reports/{self.submitted.number}"
        back, out = f"reports/{self.returned.number}", f"reports/{self.published.number}"
        society = f"organisations/{self.cast.society.slug}"
        meeting, document = f"meetings/{self.meeting.key}", f"documents/{self.document.number}"
        everybody = [
            *("", "reports", "reports?country=KE&language=en&q=birds", "reports?standing=tabled", out),
            *("reports/calls", f"reports/calls/{self.call.key}", "reports.csv", "reports.json"),
            *(f"{out}.json", "organisations", "organisations?q=organisation&country=KE", society),
            *("meetings", f"meetings?body={self.meeting.body.key}", meeting, f"{meeting}.ics"),
            *("meetings.ics", document, "words", "words/species", "words/species?q=bird"),
            *("words/species.csv", "search?q=birds", "search?q=report", "learn", "learn?level=beginner"),
            *(
                "learn/flyways",
                "learn/flyways/journeys",
                "learn/flyways/questions.xml",
                "learn/flyways/course.pdf",
            ),
            *("learn.json", "learn.atom", "learn/flyways/offline.zip", "learn/flyways/scorm.zip"),
            *(
                "learn/certificates",
                "learn/certificates/badge",
                f"learn/certificates/{self.certificate.serial}",
            ),
        ]
        owner = [
            *("work", "account/", "", "reports/calls", f"reports/calls/{self.call.key}"),
            *(f"{draft}/edit", f"{draft}/sections/d", f"{draft}/sections/a", f"{draft}/check"),
            *(f"{draft}/details", f"{draft}/withdraw", f"reports/calls/{self.call.key}/start"),
            *(sent, back, f"{back}/edit", f"{back}/sections/d", f"{sent}/receipt", out),
            *(society, f"{society}/members", f"{society}/edit", f"{society}/learning"),
            *("organisations", document, meeting),
            *(
                "learn/sharing",
                "learn/flyways/journeys",
                "learn/flyways",
                "learn",
                f"learn/certificates/{self.certificate.serial}/rename",
                f"learn/certificates/{self.certificate.serial}.pdf",
                f"learn/certificates/{self.certificate.serial}/take",
                "learn/kept",
                "learn/kept.json",
                "learn/kept/delete",
            ),  # once she has opened one, she learns
        ]
        moderator = [
            *(f"desk?queue={queue}" for queue in LABELS if queue != OF_EDITORS),
            *("desk/letters", "desk/letters?state=sent", f"{sent}/review", f"{back}/review"),
            *(f"{sent}/send-back", f"{sent}/accept", f"{sent}/decline", sent, f"{back}", out),
            *(f"{society}/application", f"{society}/members", "reports/calls", "reports/calls/prepare"),
            *(f"reports/calls/{self.call.key}/edit", meeting, f"{meeting}/agenda", f"{meeting}/edit"),
            *("desk/learning", "desk/learning/flyways", "desk/learning?country=KE&language=en"),
            *(f"{meeting}/deadlines", f"{meeting}/documents/add", document, f"{document}/issue"),
        ]
        editor = ["desk", "work", "desk/courses", "desk/courses/flyways", "desk/course-files"]
        administrator = ["desk", "desk/people/", f"desk/people/{self.cast.chen.key}", "desk/letters"]
        yield from ((None, page) for page in everybody)
        yield from ((self.cast.amara, page) for page in owner)
        yield from ((self.cast.bruno, page) for page in moderator)
        yield from ((self.cast.edda, page) for page in editor)
        yield from ((self.cast.adam, page) for page in administrator)


@pytest.fixture
def town(cast, monkeypatch):
    monkeypatch.setattr(vocabularies, "KEPT_SECONDS", 3600)  # a minute may pass before a page is asked again
    return Town(cast)


def asked_by(app, town, visit):
    """How often each page asks the database, once its words are known."""
    pages = [(person and person.name, person, f"/en/{page}") for person, page in town.pages()]
    clients = {None: visit()} | {name: visit(person) for name, person, _ in pages if name}
    told = {}
    for name, _, page in pages:
        clients[name].get(page)
        with counted(app) as sent:
            answer = clients[name].get(page)
        assert answer.status_code == 200, (name, page, answer.status_code, answer.location)
        told[name, page] = list(sent)
    return told


def test_no_page_asks_the_database_more_often_because_there_is_more(app, town, visit):
    town.grow(5)
    few = asked_by(app, town, visit)
    town.grow(45)
    many = asked_by(app, town, visit)
    grown = {page: (len(few[page]), len(many[page])) for page in few if len(many[page]) != len(few[page])}
    often = {page: len(sent) for page, sent in many.items() if len(sent) > MOST}
    assert not grown, "\n".join(f"{page}: {counts}" for page, counts in grown.items())
    assert not often, "\n".join(f"{page}: {count}" for page, count in often.items())
