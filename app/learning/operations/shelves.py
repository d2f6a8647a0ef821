"""Where courses stand: in the folder that comes with the platform, and in ZIPs that editors have brought."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from app.foundation import files as stored
from app.learning.library import files, zips
from app.learning.library.faults import Fault
from app.learning.models import CourseUpload
from app.learning.queries import uploads

COURSES = Path(__file__).parents[3] / "courses"


class Standing(NamedTuple):
    """The folder that a course's own folder lies in, and whose bringing it is, if an editor's."""

    folder: Path
    upload_id: int | None = None
    is_whole: bool = True  # False: its ZIP is gone, or not what it was


@contextmanager
def opened(folder: Path) -> Iterator[dict[str, Standing]]:
    """Every course by its slug; what was brought stands in the place of what came with the platform."""
    there = {slug: Standing(folder) for slug in files.slugs(folder)}
    with TemporaryDirectory(prefix="courses-") as place:
        for upload in uploads.in_use():
            there[upload.slug] = _unpacked(Path(place), upload)
        yield there


@contextmanager
def laid_out(slug: str, contents: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with this one course in it, as long as it is needed."""
    with TemporaryDirectory(prefix="course-") as place:
        _write(Path(place), slug, contents)
        yield Path(place)


def files_in(folder: Path, slug: str) -> dict[str, bytes]:
    root = folder / slug
    paths = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def contents_of(upload: CourseUpload) -> dict[str, bytes]:
    """Of a ZIP that was packed here."""
    return zips.read(stored.content(upload.file)).files


def lost(slug: str) -> files.Read:
    told = "the ZIP that it was imported from is not in the store any more: import it again"
    return files.Read(None, [Fault(slug, None, told)], [])


def _unpacked(place: Path, upload: CourseUpload) -> Standing:
    if stored.is_whole(upload.file):
        _write(place, upload.slug, contents_of(upload))
        return Standing(place, upload.id)
    (place / upload.slug).mkdir()
    return Standing(place, upload.id, is_whole=False)


def _write(place: Path, slug: str, contents: Mapping[str, bytes]) -> None:
    """The names were looked at when the ZIP was read: none leads out of the folder."""
    (place / slug).mkdir()
    for name, data in contents.items():
        path = place / slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
