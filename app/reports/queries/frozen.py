"""What a submitted version says: read from its frozen words, never from answers that may have moved on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.foundation.db import session
from app.foundation.files import StoredFile
from app.reports import questions
from app.reports.models import Attachment, Report, Version
from app.reports.questions import Kind, Question, Template

OF_IDENTITY = frozenset({"a", "j"})  # sections that tell who reports: never shown of the protected


@dataclass(frozen=True)
class Given:
    """One answer as it was submitted."""

    question: str
    row: int
    value: Mapping[str, Any]
    lang: str


@dataclass(frozen=True)
class Paper:
    """One attached file as it was submitted; `key` opens it while it is kept."""

    id: int
    question: str
    row: int
    name: str
    size: int
    digest: str
    description: str
    key: str
    media_type: str


@dataclass(frozen=True)
class Frozen:
    """Everything a version says, or the part of it that anybody may read."""

    template: Template
    answers: Mapping[tuple[str, int], Given]
    files: Sequence[Paper]
    filed_by: str  # the name of the organisation on the day it was submitted

    @property
    def values(self) -> dict[tuple[str, int], Any]:
        return questions.with_files(self.answers, self.files)

    def said(self) -> list[tuple[Question, int, Mapping[str, Any]]]:
        """What was said, in the order it was asked."""
        return questions.kept(self.template, self.values)

    def is_unconfirmed(self, question: Question) -> bool:
        """Whether it tells of others, whom nobody asked whether it is so."""
        table = self.template.table_of(question.key)
        return table is not None and table.unconfirmed

    def named_with(self) -> list[Mapping[str, str]]:
        """Whom the authors name as submitting with them: what each row says, by question."""
        named: dict[tuple[str, int], dict[str, str]] = {}
        for question, row, value in self.said():
            table = self.template.table_of(question.key)
            if table is not None and table.unconfirmed and value.get("text"):
                named.setdefault((table.key, row), {})[question.kind] = str(value["text"])
        return list(named.values())

    def lead(self) -> str:
        """The name that stands as the lead organisation's."""
        asked = self.template.own_name
        given = self.answers.get((asked.key, 0)) if asked else None
        return str(given.value.get("text", "")) if given else ""

    def chosen(self, kind: Kind) -> list[str]:
        """The words of ours that the report chose of one kind; those inside tables are not its subject."""
        asked = {q.key for s in self.template.sections for q in s.questions if q.kind == kind}
        keys = [key for (q, _), given in self.answers.items() if q in asked for key in chosen_in(given)]
        return list(dict.fromkeys(keys))


def chosen_in(given: Given) -> list[str]:
    return questions.chosen(given.value)


def shown_to_all(template: Template, key: str, *, protected: bool) -> bool:
    """Whether an answer to this question may be published."""
    question, section = template.question(key), template.section_of(key)
    if question is None or section is None:
        return False
    table = template.table_of(key)
    hidden = not question.public or (table is not None and not table.public)
    return not hidden and not (protected and section.key in OF_IDENTITY)


def read(report: Report, version: Version, *, public: bool) -> Frozen:
    """A version with its files; for the public without what is not published."""
    template = report.template.shape
    protected = report.is_protected
    payload = json.loads(version.payload)

    def may(key: str) -> bool:
        return not public or shown_to_all(template, key, protected=protected)

    given = [_given(answer) for answer in payload.get("answers", ()) if may(answer["question"])]
    if public:
        given = [one for one in given if not _too_exact(template.question(one.question), one)]
    attached = [one for one in payload.get("attachments", ()) if may(one["question"])]
    if public and protected:
        attached = []  # a file can say who wrote it in many ways
    return Frozen(
        template, {(g.question, g.row): g for g in given}, _papers(report, attached), _filer(payload)
    )


def _filer(payload: Mapping[str, Any]) -> str:
    return str((payload.get("organisation") or {}).get("name", ""))


def _too_exact(question: Question | None, given: Given) -> bool:
    """A place that is told more exactly than in whole degrees is never published."""
    located = question is not None and question.kind == Kind.LOCATION
    return located and not questions.is_coarse(str(given.value.get("text", "")))


def _given(answer: Mapping[str, Any]) -> Given:
    return Given(answer["question"], answer["row"], answer["value"], answer["lang"])


def _papers(report: Report, attached: Sequence[Mapping[str, Any]]) -> list[Paper]:
    """The files named in the version, each with the key of its bytes; one that is gone is left out."""
    if not attached:
        return []
    kept = _kept_files(report)
    found = ((one, kept.get((one["question"], one["row"], one["sha256"]))) for one in attached)
    return [
        Paper(
            id=place,
            question=one["question"],
            row=one["row"],
            name=one["name"],
            size=one["size"],
            digest=one["sha256"],
            description=one["description"],
            key=stored.key,
            media_type=stored.media_type,
        )
        for place, (one, stored) in enumerate(found, 1)
        if stored
    ]


def _kept_files(report: Report) -> dict[tuple[str, int, str], Any]:
    known = select(
        Attachment.question, Attachment.row, StoredFile.digest, StoredFile.key, StoredFile.media_type
    ).join(StoredFile, StoredFile.id == Attachment.file_id)
    rows = session.execute(known.where(Attachment.report_id == report.id))
    return {(row.question, row.row, row.digest): row for row in rows}
