"""Plain words of a story as answers, each in the shape that its kind of question keeps."""

from collections.abc import Iterator
from typing import Any

from app.foundation import clock
from app.reports.models import Report
from app.reports.operations.answers import Given
from app.reports.questions import Kind as Q
from app.reports.questions import Question

PLAIN = {Q.TICK: "ticked", Q.DATE: "day", Q.MATRIX: "cells"}

Value = dict[str, Any]


def given(report: Report, plain: dict[str, Any], lang: str) -> list[Given]:
    """All that the story answers, and the days that only the day of loading can say."""
    there = {(answer.question, answer.row): answer.revision for answer in report.answers}
    asked = {question.key: question for s in report.template.shape.sections for question in s.asked()}
    return [
        Given(key, row, value, lang, there.get((key, row), 0))
        for key, row, value in _cells(asked, _days(plain) | plain)
    ]


def _days(plain: dict[str, Any]) -> dict[str, str]:
    today = clock.now().date()
    days = {"period_start": f"{today.year - 1}-01-01", "period_end": today.isoformat()}
    return days | {"j5_date": today.isoformat()} if "j5" in plain else days


def _cells(asked: dict[str, Question], plain: dict[str, Any]) -> Iterator[tuple[str, int, Value]]:
    """(question, row, value); a table is a kept row and its cells for each of its entries."""
    for key, answer in plain.items():
        question = asked[key]
        if question.kind != Q.TABLE:
            yield key, 0, _value(question, answer)
            continue
        for row, cells in enumerate(answer, 1):
            yield key, row, {"kept": True}
            for cell, one in cells.items():
                yield cell, row, _value(asked[cell], one)


def _value(question: Question, plain: Any) -> Value:
    if question.kind == Q.NUMBER:
        return dict(plain)
    if name := PLAIN.get(question.kind):
        return {name: plain}
    if isinstance(plain, list) or question.kind in (Q.ONE, Q.YES_NO):
        return {"chosen": plain if isinstance(plain, list) else [plain]}
    return {"text": plain.strip()}
