"""Answers kept as they are given; rows of tables added and taken out.

Plain rows throughout: this runs with every few words that somebody types.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update

from app.accounts.models import Somebody, User
from app.foundation.clock import now
from app.foundation.db import hold, plain, session, table, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from app.foundation.prepared import Prepared
from app.organisations.policy import WRITERS
from app.reports import policy, questions
from app.reports.models import Answer, EarlierAnswer, FinishedSection, Report
from app.reports.queries import filing as queries
from app.reports.queries.filing import Place
from app.reports.questions import Question

ROWS = 200  # of one table, whatever its template says


@dataclass(frozen=True)
class Given:
    """One answer as a writer sends it, with the revision they had before their eyes (0: none).

    `tried` is what the same page sent before without hearing whether it arrived. One that `gives_way` was
    held against another text, which its writer chose.
    """

    question: str
    row: int
    value: dict[str, Any]
    lang: str
    seen: int
    tried: Sequence[dict[str, Any]] = ()
    gives_way: bool = False


@dataclass(frozen=True)
class Clash:
    """An answer that was changed meanwhile: what is there is kept, ours waits for a choice."""

    given: Given
    theirs: dict[str, Any]
    revision: int
    saved_at: datetime
    by: str
    own: bool  # the writer's own, from another window


@dataclass(frozen=True)
class Kept:
    """What became of a save: the revision each answer has now, and those still to choose between."""

    revisions: dict[tuple[str, int], int]
    clashes: list[Clash]
    at: datetime


Read = Callable[[Place], Sequence[Given]]


def save_answers(
    number: str,
    given: Sequence[Given] | Read,
    *,
    actor: Somebody,
    section: str = "",
    finished: bool | None = None,
) -> Kept:
    """Keep each answer as it is, right or wrong. Only one changed by somebody else waits for a choice.

    `given` may be a function, for answers that are understood only with the report at hand.
    """
    with transaction():
        place = queries.place_of(number, person_id=actor.id)
        if place.seat is None:
            raise NotFound("not_found")
        if place.seat not in WRITERS:
            raise NotAllowed("not_allowed")
        if not place.is_open:
            raise Conflict("report_not_open")
        those = given(place) if callable(given) else given
        _check_safe(those)
        there = _answers_at(place.id, those)
        shown = _as_shown(place, those, there)
        kept = Kept({}, [], now())
        for one in those:
            _save_one(place, one, there.get((one.question, one.row)), shown, kept, actor.id)
        if finished is not None:
            _finish(place, section, finished, actor.id)
    return kept


def _check_safe(given: Iterable[Given]) -> None:
    for one in given:
        if any(isinstance(v, str) and len(v) > questions.SAFE_LENGTH for v in one.value.values()):
            raise Invalid("text_too_long")


answers, earlier_answers, users = table(Answer), table(EarlierAnswer), table(User)
THERE = (
    select(answers, users.c.name.label("by"))
    .join(users, users.c.id == answers.c.author_id)
    .where(answers.c.report_id == bindparam("report"))
    .with_for_update(of=answers)
)
ONE_THERE = Prepared(
    THERE.where(answers.c.question == bindparam("question"), answers.c.row == bindparam("row"))
)


def _answers_at(report_id: int, given: Sequence[Given]) -> dict[tuple[str, int], Any]:
    """The answers as they are now, held until we commit."""
    if len(given) == 1:
        (one,) = given
        rows = ONE_THERE.all(report=report_id, question=one.question, row=one.row)
    else:
        places = [(one.question, one.row) for one in given]
        wanted = THERE.where(tuple_(answers.c.question, answers.c.row).in_(places))
        rows = plain(wanted, {"report": report_id})
    return {(row.question, row.row): row for row in rows}


def _as_shown(
    report: Place, given: Sequence[Given], there: dict[tuple[str, int], Any]
) -> dict[tuple[str, int], Any]:
    """What stale forms showed when they were opened: a writer who left it so has changed nothing."""
    stale = [
        (one.question, one.row, one.seen)
        for one in given
        if (now_there := there.get((one.question, one.row))) and now_there.revision != one.seen
    ]
    if not stale:
        return {}
    at = tuple_(EarlierAnswer.question, EarlierAnswer.row, EarlierAnswer.revision)
    earlier = select(EarlierAnswer.question, EarlierAnswer.row, EarlierAnswer.value)
    rows = session.execute(earlier.where(EarlierAnswer.report_id == report.id, at.in_(stale)))
    return {(row.question, row.row): row.value for row in rows}


def _save_one(
    report: Place,
    one: Given,
    there: Any,
    shown: dict[tuple[str, int], Any],
    kept: Kept,
    author: int,
) -> None:
    at = (one.question, one.row)
    if there is None:
        if not questions.is_empty(one.value) or "kept" in one.value:
            ADD.run(**row_of(report, one, author))
            kept.revisions[at] = 1
        return
    kept.revisions[at] = there.revision
    if there.value == one.value and there.lang == one.lang:
        return
    if one.gives_way:
        _keep_aside(report, one, author)
        return
    if there.revision != one.seen and not _own_haste(there, one, author):
        if one.value not in (there.value, shown.get(at, {})):
            own = there.author_id == author
            kept.clashes.append(Clash(one, there.value, there.revision, there.saved_at, there.by, own))
        return
    _overwrite(there, one, author)
    kept.revisions[at] = there.revision + 1


def _own_haste(there: Any, one: Given, author: int) -> bool:
    """What is there came from this very page, whose script had not heard yet that it was saved."""
    return bool(there.author_id == author and there.value in one.tried)


def _keep_aside(report: Place, one: Given, author: int) -> None:
    """A text that never stood goes to the history all the same. Its revision is below those that stood."""
    if questions.is_empty(one.value):
        return
    earlier = earlier_answers.c
    least = select(func.min(earlier.revision)).where(
        earlier.report_id == report.id, earlier.question == one.question, earlier.row == one.row
    )
    lowest = session.scalar(least) or 0
    KEEP_EARLIER.run(**row_of(report, one, author) | {"revision": min(lowest, 0) - 1})


EARLIER = [column.name for column in earlier_answers.columns if column.name != "id"]
ADD = Prepared(insert(answers), *EARLIER)
KEEP_EARLIER = Prepared(insert(earlier_answers), *EARLIER)
OVERWRITE = Prepared(
    update(answers)
    .where(answers.c.id == bindparam("at"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("value", "lang", "author_id", "saved_at", "revision")}
    )
)


def _overwrite(there: Any, one: Given, author: int) -> None:
    """The earlier words go to the history, the new ones take their place."""
    KEEP_EARLIER.run(**{name: getattr(there, name) for name in EARLIER})
    new = {
        "new_value": one.value,
        "new_lang": one.lang,
        "new_author_id": author,
        "new_saved_at": now(),
        "new_revision": there.revision + 1,
    }
    OVERWRITE.run(at=there.id, **new)


def row_of(report: Report | Place, one: Given, author: int) -> dict[str, Any]:
    return {
        "report_id": report.id,
        "question": one.question,
        "row": one.row,
        "value": one.value,
        "lang": one.lang,
        "author_id": author,
        "saved_at": now(),
        "revision": 1,
    }


def _finish(report: Place, section: str, finished: bool, author: int) -> None:
    mark = session.get(FinishedSection, (report.id, section))
    if finished and mark is None:
        session.add(FinishedSection(report_id=report.id, section=section, by_id=author))
    elif not finished and mark is not None:
        session.execute(
            delete(FinishedSection).where(
                FinishedSection.report_id == report.id, FinishedSection.section == section
            )
        )


def add_row(report: Report, asked: Question, *, actor: Somebody) -> int:
    """One more row of a table; a row's number is never given twice."""
    with transaction():
        policy.check_writable(actor, report)
        hold(report)
        own = [asked.key, *(c.key for c in asked.columns)]
        where = (Answer.report_id == report.id, Answer.question.in_(own))
        last, count = session.execute(
            select(func.max(Answer.row), func.count(Answer.row.distinct())).where(*where)
        ).one()
        if count >= ROWS or _is_full(report, asked):
            raise Invalid("too_many_rows")
        row = (last or 0) + 1
        mark = Given(asked.key, row, {"kept": True}, report.lang, 0)
        ADD.run(**row_of(report, mark, actor.id))
    return row


def _is_full(report: Report, asked: Question) -> bool:
    """Whether a table has as many rows as it may, those in which nothing stands yet among them."""
    return bool(asked.most) and len(questions.rows(asked, queries.values_of(report))) >= (asked.most or 0)


def remove_row(report: Report, asked: Question, row: int, *, actor: Somebody) -> None:
    """Take a row out; what stood in it stays, and can be put back."""
    with transaction():
        policy.check_writable(actor, report)
        hold(report)
        _mark(report, asked, row, actor, kept=False)


def put_row_back(report: Report, asked: Question, row: int, *, actor: Somebody) -> None:
    """A row that was taken out, with its last words."""
    with transaction():
        policy.check_writable(actor, report)
        hold(report)
        if row not in questions.removed_rows(asked, queries.values_of(report)):
            return  # it is back already, or never was
        if _is_full(report, asked):
            raise Invalid("too_many_rows")
        _mark(report, asked, row, actor, kept=True)


def _mark(report: Report, asked: Question, row: int, actor: Somebody, *, kept: bool) -> None:
    mark = Given(asked.key, row, {"kept": kept}, report.lang, 0)
    there = _answers_at(report.id, [mark]).get((asked.key, row))
    if there is None:
        ADD.run(**row_of(report, mark, actor.id))
    elif there.value != mark.value:
        _overwrite(there, mark, actor.id)
