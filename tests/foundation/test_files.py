"""Uploads: what may come in, what may not and why, and that what is kept is kept whole."""

import io
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from werkzeug.datastructures import FileStorage

from app.foundation import files, kinds
from app.foundation.db import transaction
from app.foundation.errors import Invalid
from app.foundation.refusals import sentence_of

TYPES = '<Types><Override PartName="/{main}" ContentType="application/vnd.openxmlformats.{kind}"/></Types>'
DOCX = ("word/document.xml", "wordprocessingml.document.main+xml")
XLSX = ("xl/workbook.xml", "spreadsheetml.sheet.main+xml")


def a_package(main=DOCX[0], kind=DOCX[1], types=None, **parts):
    """A Word file; `parts` are more of its parts, slashes written as two underscores."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types or TYPES.format(main=main, kind=kind))
        package.writestr(main, "<document/>")
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


def a_pdf(change=lambda writer: None):
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_picture(kind, size=(8, 8)):
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind)
    return out.getvalue()


def a_huge_png(width=20_000, height=20_000):
    """Small bytes that say they are a very large picture."""

    def chunk(word, data):
        return struct.pack(">I", len(data)) + word + data + struct.pack(">I", zlib.crc32(word + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def rels(target, kind, mode="External"):
    one = f'<Relationship Id="r" Type="x/relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f"<Relationships>{one}</Relationships>"


def acting(kind, key, words):
    """A PDF that does something when it is opened."""

    def change(writer):
        action = {NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(words)}
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))

    return a_pdf(change)


def going_to_a_page(writer):
    """What office programs write, and what harms nobody."""
    action = {NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): TextStringObject("page 1")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def a_lying_zip():
    data = bytearray(a_package())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 300 * 1024 * 1024)  # the size it says it unpacks to
    return bytes(data)


def a_locked_zip():
    data = bytearray(a_package())
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def many(count):
    return a_package(**{f"word__media__{n}": b"" for n in range(count)})


GOOD = {
    "report.pdf": a_pdf(),
    "Opens on a page.pdf": a_pdf(going_to_a_page),
    "report.docx": a_package(),
    "linked.docx": a_package(**{"word___rels__document.xml.rels": rels("https://x.org", "hyperlink")}),
    "table.xlsx": a_package(*XLSX),
    "table.csv": 'name,count\n"Größe, 白鹤",3\n'.encode(),
    "with mark.csv": "\ufeffname\nطيور\n".encode(),
    "picture.png": a_picture("PNG"),
    "picture.jpg": a_picture("JPEG"),
    "PICTURE.JPEG": a_picture("JPEG"),
    "annex v1.2.pdf": a_pdf(),
}
BAD = {
    "empty": ("report.pdf", b"", "file_empty"),
    "too large": ("report.csv", b"a" * (files.LARGEST + 1), "file_too_large"),
    "no ending": ("report", a_pdf(), "file_kind"),
    "only an ending": (".pdf", a_pdf(), "file_kind"),
    "a program": ("setup.exe", b"MZ\x90", "file_kind"),
    "two endings": ("report.pdf.exe", a_pdf(), "file_kind"),
    "a program inside the name": ("report.exe.pdf", a_pdf(), "file_kind"),
    "a page": ("page.html", b"<script>", "file_kind"),
    "a drawing": ("drawing.svg", b"<svg onload='x'/>", "file_kind"),
    "a zip": ("all.zip", a_package(), "file_kind"),
    "a program as pdf": ("report.pdf", b"MZ\x90\0" * 99, "file_not_what_it_says"),
    "a page as png": ("picture.png", b"<html><script>alert(1)</script>", "file_not_what_it_says"),
    "gif as png": ("picture.png", a_picture("GIF"), "file_not_what_it_says"),
    "png as jpeg": ("picture.jpg", a_picture("PNG"), "file_not_what_it_says"),
    "zip as docx": ("report.docx", a_package("other.xml"), "file_not_what_it_says"),
    "xlsx as docx": ("report.docx", a_package(*XLSX), "file_not_what_it_says"),
    "pdf as csv": ("table.csv", a_pdf(), "file_not_what_it_says"),
    "zeros as csv": ("table.csv", b"a,b\0c", "file_not_what_it_says"),
    "latin csv": ("table.csv", "Größe".encode("latin-1"), "file_not_utf8"),
    "wide csv": ("table.csv", "a,b".encode("utf-16"), "file_not_utf8"),
    "png with more behind": (
        "p.png",
        a_picture("PNG") + b"<script>alert(1)</script>",
        "file_not_what_it_says",
    ),
    "png with a zip behind": ("p.png", a_picture("PNG") + a_package(), "file_not_what_it_says"),
    "jpeg with more behind": ("p.jpg", a_picture("JPEG") + b"*/alert(1)//", "file_not_what_it_says"),
    "half a png": ("p.png", a_picture("PNG")[:-20], "file_broken"),
    "half a jpeg": ("p.jpg", a_picture("JPEG")[:-20], "file_broken"),
    "a huge picture": ("p.png", a_huge_png(), "file_bomb"),
    "half a docx": ("report.docx", a_package()[:-30], "file_broken"),
    "half a pdf": ("report.pdf", a_pdf()[:120], "file_broken"),
    "a pdf of nothing": ("report.pdf", b"%PDF-1.7\n%%EOF", "file_broken"),
    "macros by part": ("report.docx", a_package(word__vbaProject_DOT_bin=b"x"), "file_macros"),
    "macros by type": (
        "report.docx",
        a_package(types=TYPES.format(main=DOCX[0], kind="ms-word.document.macroEnabled.main+xml")),
        "file_macros",
    ),
    "macros by name": ("report.docm", a_package(), "file_macros"),
    "a zip bomb": ("report.docx", a_package(word__big=b"\0" * 60_000_000), "file_bomb"),
    "a zip that lies": ("report.docx", a_lying_zip(), "file_bomb"),
    "too many parts": ("report.docx", many(2001), "file_bomb"),
    "a part that climbs": ("report.docx", a_package(**{"..__..__etc": b"x"}), "file_broken"),
    "a locked zip": ("report.docx", a_locked_zip(), "file_locked"),
    "a template from elsewhere": (
        "report.docx",
        a_package(**{"word___rels__settings.xml.rels": rels("https://x.example/t.dotm", "attachedTemplate")}),
        "file_active",
    ),
    "a picture from elsewhere": (
        "report.docx",
        a_package(**{"word___rels__document.xml.rels": rels("https://evil.example/pixel.png", "image")}),
        "file_active",
    ),
    "an object inside": ("report.docx", a_package(word__embeddings__oleObject1_DOT_bin=b"x"), "file_active"),
    "a sheet that calls programs": (
        "table.xlsx",
        a_package(*XLSX, xl__externalLinks__externalLink1_DOT_xml=b"<ddeLink ddeService='cmd'/>"),
        "file_active",
    ),
    "a pdf with a script": ("report.pdf", acting("/JavaScript", "/JS", "app.alert(1)"), "file_active"),
    "a pdf that launches": ("report.pdf", acting("/Launch", "/F", "cmd.exe"), "file_active"),
    "a pdf with a file": ("report.pdf", a_pdf(lambda w: w.add_attachment("x.exe", b"MZ")), "file_active"),
    "a locked pdf": ("report.pdf", a_pdf(lambda w: w.encrypt("secret")), "file_locked"),
}


def given(name, data):
    return FileStorage(io.BytesIO(data), filename=name)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_as_it_is(name):
    upload = files.read(given(name, GOOD[name]))

    assert (upload.name, upload.data, upload.size) == (name, GOOD[name], len(GOOD[name]))


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_its_own_reason(case):
    name, data, key = BAD[case]

    with pytest.raises(Invalid) as refused:
        files.read(given(name, data))
    assert refused.value.key == key
    assert sentence_of(refused.value)


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\amara\\my report.pdf", "my report.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("\u202efdp.exe\u202c.pdf", None),
        (f"{'n' * 300}.pdf", f"{'n' * 196}.pdf"),
    ],
)
def test_a_name_is_only_a_name(called, name):
    if name is None:
        with pytest.raises(Invalid):
            files.read(given(called, a_pdf()))
    else:
        assert files.read(given(called, a_pdf())).name == name


def test_a_file_made_to_burn_time_burns_only_its_own_process(monkeypatch):
    def late(*_, **given):
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(kinds.subprocess, "run", late)
    with pytest.raises(Invalid) as refused:
        files.read(given("report.pdf", a_pdf()))
    assert refused.value.key == "file_bomb"


def kept(data=None, name="picture.png", actor=None):
    with transaction():
        return files.keep(files.read(given(name, data or a_picture("PNG"))), actor=actor)


def test_what_is_kept_comes_back_whole_and_runs_nowhere(app, cast):
    stored = kept(name="صورة 1.png", actor=cast.amara)

    with app.test_request_context():
        answer = files.answer(stored)
        assert b"".join(answer.response) == a_picture("PNG")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%D8%B5" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert int(answer.headers["Content-Length"]) == stored.size
    assert len(stored.key) == 32


def test_the_same_bytes_lie_in_one_place_under_two_keys(app):
    first, second = kept(), kept()

    assert first.digest == second.digest
    assert first.key != second.key
    assert files.is_whole(first)


def test_bytes_torn_by_a_power_cut_are_mended_by_the_next_upload(app):
    stored = kept(a_picture("PNG", (9, 9)))
    path = Path(app.config["DATA_DIR"]) / "files" / stored.digest[:2] / stored.digest
    path.write_bytes(b"torn")
    assert not files.is_whole(stored)

    assert files.is_whole(kept(a_picture("PNG", (9, 9))))


def test_bytes_are_on_the_disk_before_the_row_is_written(app, monkeypatch):
    order = []
    monkeypatch.setattr(files.os, "fsync", lambda handle: order.append("disk"))
    monkeypatch.setattr(files, "StoredFile", lambda **_: order.append("row") or 1 / 0)

    with pytest.raises(ZeroDivisionError):
        kept(a_picture("PNG", (7, 7)))
    assert order == ["disk", "disk", "disk", "row"]
