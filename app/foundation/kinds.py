"""Is a file what its name says, and does it only lie there? Six kinds may come in."""

import csv
import io
import re
import subprocess
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from app.foundation.errors import Invalid

MOST_FILES, MOST_UNPACKED, MOST_RATIO = 2000, 200 * 1024 * 1024, 100
MOST_PIXELS = 40_000_000
PART = 4 * 1024 * 1024  # bytes of one part of a package that we read
OOXML = "application/vnd.openxmlformats-officedocument."
RUNS = {
    *(
        "exe",
        "com",
        "scr",
        "bat",
        "cmd",
        "ps1",
        "msi",
        "dll",
        "js",
        "mjs",
        "vbs",
        "wsf",
        "hta",
        "jar",
        "sh",
        "py",
    ),
    *("php", "html", "htm", "xhtml", "svg", "lnk", "iso", "swf", "apk", "app", "dmg"),
}
MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "pptm"}
# All that reading a ZIP may raise which is none, is cut short, locked, or packed in a way we do not know.
BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, ValueError, OSError),
)
OTHERS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"#!",
    b"{\\rtf",
    b"\xd0\xcf",
)
FAR = re.compile(rb'TargetMode\s*=\s*["\']External', re.I)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.I)
PLAIN_LINK = re.compile(rb'relationships/(?:hyperlink|externalLinkPath)["\']', re.I)


def check(name: str, data: bytes) -> str:
    """The media type of a file that may be kept. Raises Invalid otherwise."""
    *inner, ending = name.lower().split(".")
    if ending in MACROS:
        raise Invalid("file_macros")
    if not inner or ending not in KINDS or RUNS & set(inner[1:]):
        raise Invalid("file_kind")
    media_type, look = KINDS[ending]
    look(data)
    return media_type


def _pdf(data: bytes) -> None:
    """The reader runs in a process of its own that may use little time and memory."""
    if not data.startswith(b"%PDF-"):
        raise Invalid("file_not_what_it_says")
    if b"%%EOF" not in data[-2048:]:
        raise Invalid("file_broken")
    command = [sys.executable, "-I", str(Path(__file__).with_name("pdf_reader.py"))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=20, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Invalid("file_bomb") from None
    verdict = done.stdout.decode().strip() if done.returncode == 0 else "file_broken"
    if verdict != "good":
        raise Invalid(verdict)


def _package(main: str, content: bytes) -> Callable[[bytes], None]:
    """A Word or Excel file: a zip with a list of its parts and one main part."""

    def look(data: bytes) -> None:
        if not data.startswith(b"PK\x03\x04"):
            raise Invalid("file_not_what_it_says")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                _weigh(package, len(data))
                _search(package, main, content)
        except BROKEN_ZIP:
            raise Invalid("file_broken") from None

    return look


def _weigh(package: zipfile.ZipFile, size: int) -> None:
    """From the list at its end alone; nothing is unpacked."""
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_FILES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        raise Invalid("file_bomb")
    names = [part.orig_filename for part in parts]
    if len({name.lower() for name in names}) < len(names) or any(map(_climbs, names)):
        raise Invalid("file_broken")
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid("file_locked")


def _climbs(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/")


def _search(package: zipfile.ZipFile, main: str, content: bytes) -> None:
    names = package.namelist()
    types = _part(package, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if any("vbaproject" in name.lower() for name in names) or b"macroenabled" in types.lower():
        raise Invalid("file_macros")
    if main not in names or content not in types:
        raise Invalid("file_not_what_it_says")
    if any(re.search(r"activex|oleobject|embeddings/.*\.bin$", name, re.I) for name in names):
        raise Invalid("file_active")
    for name in names:
        if name.endswith(".rels") and _reaches_out(_part(package, name)):
            raise Invalid("file_active")
        if "externalLinks/" in name and b"<ddeLink" in _part(package, name):
            raise Invalid("file_active")


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        data = part.read(PART + 1)
    if len(data) > PART:
        raise Invalid("file_bomb")
    return data


def _reaches_out(relations: bytes) -> bool:
    """Links that people click are welcome; a template, picture or object fetched by itself is not."""
    return any(FAR.search(one) and not PLAIN_LINK.search(one) for one in RELATION.findall(relations))


def _csv(data: bytes) -> None:
    if data.startswith(OTHERS):
        raise Invalid("file_not_what_it_says")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("file_not_utf8") from None
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise Invalid("file_not_what_it_says")
    try:
        for _row in csv.reader(io.StringIO(text, newline="")):
            pass
    except csv.Error:
        raise Invalid("file_broken") from None


def _picture(kind: str, start: bytes, ends_well: Callable[[bytes], bool]) -> Callable[[bytes], None]:
    def look(data: bytes) -> None:
        if not data.startswith(start):
            raise Invalid("file_not_what_it_says")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of large pictures; the limit below is ours
                with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                    width, height = picture.size
                    if width * height > MOST_PIXELS:
                        raise Invalid("file_bomb")
                    picture.verify()
        except Image.DecompressionBombError:
            raise Invalid("file_bomb") from None
        except (OSError, SyntaxError, ValueError):
            raise Invalid("file_broken") from None
        if not ends_well(data):
            raise Invalid("file_not_what_it_says")

    return look


def _png_ends(data: bytes) -> bool:
    """Chunk after chunk until IEND, and nothing behind it: what follows would be another file."""
    at = 8
    while at + 12 <= len(data):
        size, word = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + size
        if word == b"IEND":
            return at == len(data)
    return False


def _jpeg_ends(data: bytes) -> bool:
    """Segment after segment until the end of the image, and nothing behind it but padding."""
    at = 2
    while (at := _next_marker(data, at)) >= 0:
        marker = data[at + 1]
        at += 2
        if marker == 0xD9:
            return not data[at:].strip(b"\0")
        if marker not in range(0xD0, 0xD8) and marker != 1:
            at += int.from_bytes(data[at : at + 2])
    return False


def _next_marker(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in (0x00, 0xFF):
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return -1


KINDS: dict[str, tuple[str, Callable[[bytes], None]]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (
        f"{OOXML}wordprocessingml.document",
        _package("word/document.xml", b"wordprocessingml.document.main+xml"),
    ),
    "xlsx": (f"{OOXML}spreadsheetml.sheet", _package("xl/workbook.xml", b"spreadsheetml.sheet.main+xml")),
    "csv": ("text/csv", _csv),
    "png": ("image/png", _picture("PNG", b"\x89PNG\r\n\x1a\n", _png_ends)),
    "jpg": ("image/jpeg", _picture("JPEG", b"\xff\xd8\xff", _jpeg_ends)),
    "jpeg": ("image/jpeg", _picture("JPEG", b"\xff\xd8\xff", _jpeg_ends)),
}
