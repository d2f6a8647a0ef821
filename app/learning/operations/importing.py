"""An editor brings a course as a ZIP of its files: looked through, compared, taken in; and given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from secrets import token_hex

from sqlalchemy import delete, select

from app.accounts.models import Reader
from app.foundation import audit, jobs
from app.foundation import files as stored
from app.foundation.clock import now
from app.foundation.db import hold, session, transaction
from app.foundation.errors import Conflict, Invalid, NotFound
from app.learning import policy
from app.learning.library import files, zips
from app.learning.library.faults import Fault
from app.learning.models import Course, CourseUpload
from app.learning.operations import comparing, loading, shelves
from app.learning.operations.comparing import Comparison
from app.learning.queries import uploads


@dataclass(frozen=True)
class Looked:
    """A ZIP that was looked through: the files of one course, and everything that is wrong with them."""

    slug: str
    contents: dict[str, bytes]
    found: files.Read


@dataclass(frozen=True)
class Compared:
    """What taking it in would change, and what its editor may still mend."""

    comparison: Comparison
    warnings: list[Fault]


def look_through(data: bytes, *, called: str, wanted: str = "") -> Looked:
    """Raises Invalid for what is no ZIP of a course, or not a harmless one. Nothing is kept.

    The course is called what its editor wants, else like its folder, else like the ZIP.
    """
    unpacked = zips.read(data)
    slug = wanted or unpacked.folder or PurePath(called).stem
    if not files.SLUG.fullmatch(slug) or len(slug) > files.LONGEST_SLUG:
        raise Invalid("course_name", name=slug[:80])
    around = loading.surroundings()
    if slug in files.NOT_COURSES | around.taken:
        raise Invalid("course_name_taken", name=slug)
    with shelves.laid_out(slug, unpacked.files) as folder:
        return Looked(slug, unpacked.files, files.read(folder, slug, around))


def bring(looked: Looked, *, actor: Reader) -> CourseUpload:
    """Keep it, packed anew, until its editor has seen what it would change. Readers see nothing of it."""
    _may(actor)
    if looked.found.course is None:
        raise Invalid("course_has_faults")
    data = zips.pack(looked.slug, looked.contents)
    upload = stored.Upload(f"{looked.slug}.zip", "application/zip", data, sha256(data).hexdigest())
    with transaction():
        brought = CourseUpload(
            key=token_hex(16),
            slug=looked.slug,
            version=looked.found.course.about.version,
            file=stored.keep(upload, actor=actor),
            by_id=actor.id,
        )
        session.add(brought)
        audit.record("course.bring", brought, actor=actor, course=looked.slug, digest=upload.digest)
    return brought


def compare(upload: CourseUpload) -> Compared:
    with _ready(upload.slug, shelves.contents_of(upload)) as ready:
        return Compared(comparing.compared(ready), ready.found.warnings)


def compare_shipped(slug: str) -> Comparison | None:
    """With the course that comes with the platform; None when none of this name does."""
    if not _is_shipped(slug):
        return None
    with _ready(slug, shelves.files_in(shelves.COURSES, slug)) as ready:
        return comparing.compared(ready)


def take_in(upload: CourseUpload, *, seen: str, actor: Reader) -> Course:
    """From now on this is the course, for every later loading too. `seen`: what it was compared with."""
    _may(actor)
    with _ready(upload.slug, shelves.contents_of(upload)) as ready, transaction():
        hold(upload, alone=True)
        if not uploads.is_waiting(upload):
            raise Conflict("upload_over")
        _still(upload.slug, seen)
        for before in uploads.in_use(upload.slug):
            before.ended_at = now()
        session.flush()  # of one name only one is in use
        upload.taken_at = now()
        course = loading.take_in(ready, upload.id)
        told = {"version": course.version, "digest": ready.digest, "upload": upload.key}
        audit.record("course.import", course, actor=actor, **told)
    return course


def drop(upload: CourseUpload, *, actor: Reader) -> None:
    """It was looked at and is not wanted."""
    _may(actor)
    with transaction():
        hold(upload, alone=True)
        if upload.taken_at:
            raise Conflict("moved_on")
        audit.record("course.drop", upload, actor=actor, course=upload.slug)
        _forget(upload)


def give_back(upload: CourseUpload, *, seen: str, actor: Reader) -> bool:
    """The course that comes with the platform is shown again. Where there is none, this one is withdrawn:
    answers False. What learners did stays.
    """
    _may(actor)
    slug = upload.slug
    if not _is_shipped(slug):
        with transaction():
            _end(upload, seen)
            audit.record("course.withdraw", loading.withdraw(slug), actor=actor, upload=upload.key)
        return False
    with _ready(slug, shelves.files_in(shelves.COURSES, slug)) as ready, transaction():
        _end(upload, seen)
        course = loading.take_in(ready, None)
        told = {"version": course.version, "digest": ready.digest, "upload": upload.key}
        audit.record("course.give_back", course, actor=actor, **told)
    return True


@jobs.daily
def sweep() -> None:
    """What was brought and never taken."""
    late = (CourseUpload.taken_at.is_(None), CourseUpload.at < now() - uploads.WAITS)
    with transaction():
        for upload in session.scalars(select(CourseUpload).where(*late)).all():
            audit.record("course.drop", upload, actor=None, course=upload.slug)
            _forget(upload)


@contextmanager
def _ready(slug: str, contents: dict[str, bytes]) -> Iterator[loading.Ready]:
    """Read and made outside the transaction. What was right when it was brought may not be any longer."""
    around = loading.surroundings()
    with shelves.laid_out(slug, contents) as folder:
        read, digest = files.read(folder, slug, around), loading.print_of(folder, slug, around)
    if read.course is None:
        raise Conflict("course_has_faults")
    yield loading.made_ready(read.course, read, digest, around)


def _may(actor: Reader) -> None:
    if not policy.brings_courses(actor):
        raise NotFound("not_found")


def _still(slug: str, seen: str) -> None:
    now_shown = select(Course.digest).where(Course.slug == slug, Course.withdrawn_at.is_(None))
    if (session.scalar(now_shown.with_for_update()) or "") != seen:
        raise Conflict("course_changed_meanwhile")


def _end(upload: CourseUpload, seen: str) -> None:
    hold(upload, alone=True)
    if upload.ended_at:
        raise Conflict("moved_on")
    _still(upload.slug, seen)
    upload.ended_at = now()


def _forget(upload: CourseUpload) -> None:
    file_id = upload.file_id
    session.delete(upload)
    session.flush()
    session.execute(delete(stored.StoredFile).where(stored.StoredFile.id == file_id))


def _is_shipped(slug: str) -> bool:
    return slug in files.slugs(shelves.COURSES)
