"""The book of a course: made once from what the course is, kept, and known by its size."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from app.foundation import jobs, made, paper
from app.foundation.errors import DomainError, NotFound
from app.learning.queries import courses, learners
from app.learning.queries.courses import Shown
from app.learning.views.book import telling
from app.learning.views.book.words import words_of
from app.vocabularies import queries as vocabularies

TEMPLATE = Path(__file__).with_name("course.typ")
MADE = 1  # raise it when the same course should become another book without its template having changed


_prepared: dict[str, object] = {}


@dataclass(frozen=True)
class Book:
    """A course in one of its languages, and all that its book is made from."""

    course: Shown
    lang: str
    changed: dict[str, str]  # texts that its lessons cite, as they stand now
    name: str  # of what is made


def find(course: Shown, lang: str) -> Book:
    """In the reader's language, else in that which the course was written in."""
    lang = course.text(lang).lang
    digest, cites = courses.made_from(course)
    changed = vocabularies.changed_texts(cites)
    shape = (MADE, paper.print_of(TEMPLATE), words_of(lang), current_app.config["BASE_URL"])
    name = made.name_of("book", *shape, course.slug, lang, digest, sorted(changed.items()))
    return Book(course, lang, changed, name)


def pdf(book: Book) -> bytes:
    """Made at the first asking, if loading did not."""
    return made.bytes_of(book.name, lambda: _make(book))


def size(book: Book) -> int | None:
    """What it weighs, once it is made."""
    return made.size_of(book.name)


@jobs.woken
def prepare() -> None:
    """After courses were loaded, so that sizes are known before anybody asks. Else it asks one thing."""
    there = courses.digests()
    if _prepared.get("for") == there:
        return
    for course in courses.catalogue():
        for lang in course.languages:
            with suppress(DomainError):  # the log says why; its page is there to be read
                pdf(find(course, lang))
    _prepared["for"] = there


def _make(book: Book) -> bytes:
    course, lang = book.course, book.lang
    with force_locale(lang):
        steps = learners.outline(course, learners.NOBODY)
        if not steps:
            raise NotFound("not_found")
        pages = [courses.get_lesson(course, step.key, lang) for step in steps]
        told = telling.told(course, pages, lang, book.changed)
    return paper.pdf(TEMPLATE, told, on=max(page.checked_on for page in pages))
