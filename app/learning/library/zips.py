"""A course as one file: a ZIP is looked through before it is unpacked, and nothing of it is trusted."""

import io
import stat
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from app.foundation.errors import Invalid
from app.foundation.kinds import BROKEN_ZIP

MOST_FILES = 500
MOST_BYTES = 10_000_000  # of everything, unpacked
MOST_OF_FILE = 1_000_000
MOST_RATIO = 100  # to the size of the ZIP
LONGEST, DEEPEST = 120, 6  # characters of a name, folders in folders
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED, IS_UTF8 = 0x1 | 0x40 | 0x2000, 0x800  # bits of an entry
LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"}
A_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
DAY = (1980, 1, 1, 0, 0, 0)  # of every file that we pack: the same files are the same ZIP


class Unpacked(NamedTuple):
    """The files of a course by their names within it, and what its folder was called, if it had one."""

    folder: str
    files: dict[str, bytes]


def read(data: bytes) -> Unpacked:
    """Raises Invalid with the one sentence that says why it is not taken; writes nothing anywhere."""
    if not data.startswith(A_ZIP):
        raise Invalid("zip_broken")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            wanted = _looked_through(packed.infolist(), len(data))
            files = _unpacked(packed, wanted)
    except UnicodeDecodeError:
        raise Invalid("zip_not_utf8") from None
    except BROKEN_ZIP:
        raise Invalid("zip_broken") from None
    return _without_folder(files)


def pack(folder: str, files: Mapping[str, bytes]) -> bytes:
    """The same files are the same bytes, whenever and wherever they are packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", DAY)
            entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            packed.writestr(entry, files[name])
    return made.getvalue()


def _looked_through(entries: list[zipfile.ZipInfo], size: int) -> list[zipfile.ZipInfo]:
    """By the list at its end alone. Answers the entries that are files of a course."""
    if len(entries) > MOST_FILES:
        raise Invalid("zip_too_many", limit=MOST_FILES)
    declared = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    if declared > MOST_BYTES or declared > MOST_RATIO * size or largest > MOST_OF_FILE:
        raise _too_large()
    for entry in entries:
        _look_at(entry)
    kept = [entry for entry in entries if not entry.is_dir() and not _is_left(entry.filename)]
    _refuse_doubles([entry.filename for entry in kept])
    return kept


def _look_at(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if entry.flag_bits & LOCKED:
        raise Invalid("zip_locked")
    if not entry.flag_bits & IS_UTF8 and not name.isascii():
        raise Invalid("zip_not_utf8")
    if _leads_out(name):
        raise Invalid("zip_path", name=_shown(name))
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Invalid("zip_link", name=_shown(name))
    if entry.compress_type not in PACKED:
        raise Invalid("zip_packing")


def _leads_out(name: str) -> bool:
    """Or stands where no course has a file: absolute, on a drive, above, nowhere, too deep."""
    parts = name.removesuffix("/").split("/")
    strange = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in name)
    return (
        strange
        or "\\" in name
        or ":" in name
        or len(name) > 4 * LONGEST
        or len(parts) > DEEPEST
        or any(part in ("", ".", "..") or len(part) > LONGEST for part in parts)
    )


def _is_left(name: str) -> bool:
    """What systems leave in folders, and what nobody meant to pack."""
    parts = name.split("/")
    return bool(LEFT_BY_SYSTEMS & set(parts)) or parts[-1].startswith("._")


def _refuse_doubles(names: list[str]) -> None:
    """Two names that are one on some disk; or a file where there is a folder."""
    seen: dict[str, bool] = {}  # whether it is a file
    for name in names:
        parts = unicodedata.normalize("NFC", name).casefold().split("/")
        above = {"/".join(parts[:at]) for at in range(1, len(parts))}
        whole = "/".join(parts)
        if whole in seen or any(seen.get(folder) for folder in above):
            raise Invalid("zip_twice", name=_shown(name))
        seen |= dict.fromkeys(above, False) | {whole: True}


def _unpacked(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Counting what really comes out, whatever the list at the end says."""
    files, room = {}, MOST_BYTES
    for entry in entries:
        with packed.open(entry) as file:
            data = file.read(MOST_OF_FILE + 1)
        room -= len(data)
        if len(data) > MOST_OF_FILE or room < 0:
            raise _too_large()
        if data.startswith(A_ZIP) or entry.filename.lower().endswith(".zip"):
            raise Invalid("zip_nested", name=_shown(entry.filename))
        files[entry.filename] = data
    return files


def _without_folder(files: dict[str, bytes]) -> Unpacked:
    """Packed as one folder or as what lies in it: both are a course."""
    if "course.toml" in files:
        return Unpacked("", files)
    tops = {name.split("/", 1)[0] for name in files}
    folder = tops.pop() if len(tops) == 1 else ""
    within = {name.removeprefix(f"{folder}/"): data for name, data in files.items()}
    if not folder or "course.toml" not in within:
        raise Invalid("zip_no_course")
    return Unpacked(folder, within)


def _too_large() -> Invalid:
    return Invalid(
        "zip_too_large", limit=MOST_BYTES // 1_000_000, one=MOST_OF_FILE // 1_000_000, ratio=MOST_RATIO
    )


def _shown(name: str) -> str:
    """A name that may be made of anything, as a sentence can hold it."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:80]
