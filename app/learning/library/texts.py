"""What a lesson's text may point to, and what a translation was made from."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from app.learning.library import prints, questions, scan, shapes
from app.learning.library.known import Known
from app.learning.library.parts import LessonText, Question

OURS = ("term", "decision", "species", "place", "lesson")
WEB = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?")
MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+\.[^\s@]+")


def wrongs_of_link(link: scan.Link, known: Known, lessons: Collection[str], root: Path) -> Iterator[str]:
    if link.is_figure:
        yield from _wrongs_of_figure(link, root)
        return
    if not link.words:
        yield f"a link to {link.target!r} without words"
    scheme, _, key = link.target.partition(":")
    if scheme in OURS:
        if key not in _there(scheme, known, lessons):
            yield f"there is no {scheme} {key!r}"
    elif not WEB.fullmatch(link.target) and not MAIL.fullmatch(link.target):
        yield f"a link to {link.target!r}: write https://, mailto:, {':, '.join(OURS)}:"


def _there(scheme: str, known: Known, lessons: Collection[str]) -> Collection[str]:
    places: dict[str, Collection[str]] = {
        "term": known.terms,
        "decision": known.decisions,
        "species": known.species,
        "place": known.places,
        "lesson": lessons,
    }
    return places[scheme]


def _wrongs_of_figure(link: scan.Link, root: Path) -> Iterator[str]:
    if not link.words:
        yield f"the figure {link.target!r} has no alternative text"
    if not re.fullmatch(r"figures/[a-z0-9-]+\.svg", link.target):
        yield f"a figure at {link.target!r}: figures lie in figures/ and end in .svg"
    elif not (root / link.target).is_file():
        yield f"there is no {link.target}"
    if not link.stands_alone:
        yield f"the figure {link.target!r} does not stand in a paragraph of its own"


def stamp_of_words(words: shapes.CourseWords) -> str:
    return prints.stamp(words.title, words.summary, words.audience)


def stamp_of_lesson(text: LessonText, asked: Collection[Question]) -> str:
    """Of every word that is translated, and of nothing else: a new right answer leaves translations fresh."""
    said = [(one.source.key, questions.words_of_question(one.source)) for one in asked]
    return prints.stamp(text.title, text.objectives, text.body.text.strip(), said)
