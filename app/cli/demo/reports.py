"""Reports, each told from its file: written by its author, and moved through its life day by day."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import select

from app.cli.demo import answers, told
from app.cli.demo.organisations import Groups
from app.cli.demo.people import People
from app.foundation import clock
from app.foundation.db import session
from app.meetings import operations as meetings
from app.meetings import queries
from app.meetings.models import Document, Outcome
from app.reports.models import Call, Report
from app.reports.operations import answers as saving
from app.reports.operations import deciding, filing, submitting


def load(people: People, groups: Groups) -> Iterator[str]:
    """The title of each report, as soon as its story is told."""
    for story in told.reports():
        _Telling(story, people, groups).tell()
        yield story["title"]


class _Telling:
    """One report's story. The steps of its life are the methods of the same names."""

    def __init__(self, story: dict[str, Any], people: People, groups: Groups) -> None:
        self.told, self.people = story, people
        self.writer, self.bruno = people[story["writer"]], people["bruno"]
        self.group = groups[story["organisation"]] if "organisation" in story else None  # then for practice
        self.life: dict[str, int] = story["life"]

    def tell(self) -> None:
        with clock.at(told.hour_of(told.first_day(self.told), 7)):
            self.start()
        for step, day in self.life.items():
            with clock.at(told.hour_of(day, 10)):
                getattr(self, step)()

    def start(self) -> None:
        call = session.scalars(select(Call).where(Call.key == self.told["call"])).one()
        self.report: Report = filing.start_report(
            call,
            organisation=self.group,
            title=self.told["title"],
            lang=self.told["lang"],
            kind=self.told.get("kind", "individual"),
            actor=self.writer,
        )
        given = answers.given(self.report, self.told["answers"], self.told["lang"])
        saving.save_answers(self.report.number, given, actor=self.writer)

    def submit(self) -> None:
        once = secrets.token_hex(16)
        submitting.submit_report(self.report.number, once=once, seen=self.report.revision, actor=self.writer)

    resubmit = submit

    def remark(self) -> None:
        remark = self.told["remark"]
        deciding.add_remark(
            self.report,
            question=remark["question"],
            row=remark.get("row", 0),
            text=remark["text"],
            lang=self.told.get("remark_lang", "en"),
            actor=self.bruno,
        )

    def send_back(self) -> None:
        self.remark()
        deciding.send_back_report(
            self.report,
            reason=self.told["send_back_why"],
            due_on=(clock.now() + timedelta(days=14)).date(),
            seen=self.report.revision,
            actor=self.bruno,
        )

    def accept(self) -> None:
        deciding.accept_report(self.report, seen=self.report.revision, actor=self.bruno)

    def publish(self) -> None:
        deciding.publish_report(self.report, seen=self.report.revision, actor=self.bruno)

    def issue(self) -> None:
        document = self.document
        symbol = queries.next_symbol(document)
        meetings.issue_document(document, symbol=symbol or "", seen=document.revision, actor=self.bruno)

    def table(self) -> None:
        document, number = self.document, self.told["agenda_item"]
        items = [item.id for item in document.meeting.items if item.number == number]
        meetings.table_document(document, items=items, seen=document.revision, actor=self.bruno)

    def consider(self) -> None:
        document, outcome = self.document, self.told["outcome"]
        meetings.consider_document(
            document,
            outcome=Outcome(outcome["kind"]),
            words=outcome["text"],
            seen=document.revision,
            actor=self.people["dario"],
        )

    @property
    def document(self) -> Document:
        """What the report became; it has been one since it was submitted."""
        return cast(Document, self.report.addressees[0].document)
