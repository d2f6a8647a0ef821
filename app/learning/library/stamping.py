"""Stamps: what a translation says of the source that it was made from."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from app.learning.library import files, parts, texts
from app.learning.library.faults import Fault
from app.learning.library.known import Known

OF = re.compile(r'^of\s*=\s*"[^"]*"', re.M)


class Stamped(NamedTuple):
    files: list[str]
    faults: list[Fault]


def stamp(folder: Path, slug: str, lang: str, lessons: Collection[str], known: Known) -> Stamped:
    """Stamp the lessons with these keys; without keys, whatever bears no stamp yet, course.toml too."""
    read = files.read(folder, slug, known)
    if read.course is None:
        return Stamped([], read.faults)
    course, root, written = read.course, folder / slug, []
    words = course.about.words.get(lang)
    if words and words.of == "" and not lessons:
        source = course.about.words[course.about.languages[0]]
        written += _write(root, files.ABOUT, texts.stamp_of_words(source), f"[words.{lang}]")
    for lesson in course.lessons:
        text = lesson.texts.get(lang)
        if text and text.of is not None and (lesson.key in lessons or (not lessons and not text.of)):
            written += _write(root, f"{lang}/{lesson.stem}.md", _of(course, lesson))
    return Stamped(written, [])


def _of(course: parts.Course, lesson: parts.Lesson) -> str:
    return texts.stamp_of_lesson(lesson.texts[course.about.languages[0]], lesson.questions)


def _write(root: Path, file: str, stamp: str, below: str = "") -> list[str]:
    """Into the first `of` that follows; the rest of the file stays as it is, byte for byte."""
    text = (root / file).read_bytes().decode()
    before, mark, rest = text.partition(below) if below else ("", "", text)
    changed = before + mark + OF.sub(f'of = "{stamp}"', rest, count=1)
    (root / file).write_bytes(changed.encode())
    return [file]
