"""Loading: files become courses. Each course in one transaction, and only when all of it is right."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.foundation import audit, i18n
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.library import files, known, markdown, parts, prints
from app.learning.library.faults import Fault
from app.learning.models import Course, CourseLoading
from app.learning.operations import making, rows, shelves
from app.learning.operations.addresses import endpoints, places, taken
from app.learning.operations.shelves import COURSES as COURSES
from app.learning.operations.shelves import Standing

DATA = Path(__file__).parents[3] / "data"
TAKEN_IN = 2  # counts up when more is made of the same files: then every course is loaded again


@dataclass
class Loaded:
    """What a loading did: courses by their slugs, and how many pages had to be made."""

    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)  # of all these: what an editor has brought
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    rendered: int = 0


@dataclass(frozen=True)
class Ready:
    """A course as its files have it, with its pages: right, and not yet written."""

    course: parts.Course
    digest: str
    pages: dict[tuple[str, str], making.Page]
    found: files.Read

    @property
    def rendered(self) -> int:
        return sum(page.is_new for page in self.pages.values())


def load(folder: Path = COURSES, data: Path = DATA) -> Loaded:
    """Bring every course whose files changed up to date; what an editor has brought stands before the folder.

    A course with faults is left as it was. One whose folder is gone is withdrawn; what learners did stays.
    """
    done, around = Loaded(), surroundings(data)
    with shelves.opened(folder) as there:
        for slug, standing in sorted(there.items()):
            _load_one(slug, standing, around, done)
    for slug in session.scalars(select(Course.slug).where(Course.withdrawn_at.is_(None))).all():
        if slug not in there:
            with transaction():
                audit.record("course.withdraw", withdraw(slug), actor=None)
            done.withdrawn.append(slug)
    return done


def check(folder: Path = COURSES, data: Path = DATA) -> list[Fault]:
    """Every fault and every warning of every course; nothing is written."""
    around = surroundings(data)
    read = [files.read(folder, slug, around) for slug in files.slugs(folder)]
    return [fault for one in read for fault in (*one.faults, *one.warnings)]


def surroundings(data: Path = DATA) -> known.Known:
    """What a course may name on this platform."""
    return known.from_data(data, i18n.LANGS, places(), endpoints(), taken())


def _load_one(slug: str, standing: Standing, around: known.Known, done: Loaded) -> None:
    if standing.upload_id:
        done.imported.append(slug)
    course = session.scalar(select(Course).where(Course.slug == slug))
    digest = print_of(standing.folder, slug, around)
    last = session.get(CourseLoading, slug)
    if course and last and digest == course.digest == last.digest and course.withdrawn_at is None:
        done.kept.append(slug)
        return
    read = files.read(standing.folder, slug, around) if standing.is_whole else shelves.lost(slug)
    done.faults += read.faults
    done.warnings += read.warnings
    if read.course is None:
        with transaction():
            note(slug, read, digest, standing.upload_id)
        return
    ready = made_ready(read.course, read, digest, around)
    with transaction():
        course = take_in(ready, standing.upload_id)
        audit.record("course.load", course, actor=None, version=course.version, digest=digest)
    done.rendered += ready.rendered
    done.changed.append(slug)


def print_of(folder: Path, slug: str, around: known.Known) -> str:
    """Of everything that a course is made of: as long as it is the same, so is the course."""
    what_we_make = (markdown.MADE, TAKEN_IN, making.terms_titles())
    return prints.digest(files.print_of(folder, slug), around.print, *what_we_make)


def made_ready(read: parts.Course, found: files.Read, digest: str, around: known.Known) -> Ready:
    """Outside the transaction, for it takes a while: the pages of a course without faults."""
    course = session.scalar(select(Course).where(Course.slug == read.slug))
    return Ready(read, digest, making.pages_of(read, around, making.made_before(course)), found)


def take_in(ready: Ready, upload_id: int | None) -> Course:
    """Inside a transaction."""
    course = rows.take_in(ready.course, ready.digest, ready.pages)
    note(course.slug, ready.found, ready.digest, upload_id)
    return course


def withdraw(slug: str) -> Course:
    """Inside a transaction: nobody is shown it any longer; what learners did stays."""
    if noted := session.get(CourseLoading, slug):
        session.delete(noted)
    return rows.withdraw(slug)


def note(slug: str, found: files.Read, digest: str, upload_id: int | None) -> None:
    """Inside a transaction: what editors are told of the last loading."""
    noted = session.get(CourseLoading, slug) or CourseLoading(slug=slug)
    noted.digest, noted.upload_id, noted.at = digest, upload_id, now()
    noted.notes = {
        "faults": [_told(one) for one in found.faults],
        "warnings": [_told(one) for one in found.warnings],
    }
    session.add(noted)


def _told(one: Fault) -> list[Any]:
    return [one.file, one.line, one.words]
