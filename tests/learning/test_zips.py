"""ZIPs of courses: harmless ones are taken however they were packed; of all others nothing is unpacked."""

import io
import stat
import struct
import zipfile

import pytest

from app.foundation.errors import Invalid
from app.learning.library import zips

# Nothing here asks the database.
pytestmark = pytest.mark.once

GOOD = {"course.toml": b"version = 1\n", "en/01-first.md": b"words\n"}


def a_zip(files, *, folder="", locked=False, method=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, data in files if isinstance(files, list) else files.items():
            entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(f"{folder}{name}")
            entry.compress_type = method
            packed.writestr(entry, data)
    data = bytearray(made.getvalue())
    if locked:  # the bit that says so, in each entry and in the list at the end
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = data.find(mark)
            while place >= 0:
                data[place + at] |= 1
                place = data.find(mark, place + 4)
    return bytes(data)


def named(old, new, files=None):
    """A ZIP in which one name was written over by another of its length."""
    assert len(old) == len(new)
    return a_zip(files or {**GOOD, old.decode(): b"words"}).replace(old, new)


def a_link():
    entry = zipfile.ZipInfo("en/01-link.md")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return a_zip([*GOOD.items(), (entry, b"/etc/passwd")])


def in_other_code_page():
    """A name with a sign above ASCII and without the mark of UTF-8."""
    return named(b"figures/XX.svg", "figures/é.svg".encode())


def a_lie():
    """Declares fewer bytes than come out of it."""
    data = a_zip({**GOOD, "en/02-lie.md": b"a" * 900_000})
    return data.replace(struct.pack("<I", 900_000), struct.pack("<I", 9))


def refused(data):
    with pytest.raises(Invalid) as error:
        zips.read(data)
    return error.value.key


def test_a_course_comes_as_its_folder_or_as_what_lies_in_it():
    assert zips.read(a_zip(GOOD)) == ("", GOOD)
    assert zips.read(a_zip(GOOD, folder="my-course/")) == ("my-course", GOOD)


def test_what_systems_leave_in_folders_is_not_unpacked():
    left = {".DS_Store": b"x", "en/.DS_Store": b"x", "__MACOSX/._course.toml": b"x", "en/._01.md": b"x"}
    folders = {"en/": b"", "figures/": b""}

    assert zips.read(a_zip({**GOOD, **left, **folders})) == ("", GOOD)
    assert zips.read(a_zip({**GOOD, "Thumbs.db": b"x"}, folder="small/")) == ("small", GOOD)


def test_what_systems_leave_beside_the_folder_of_a_course_hides_it_not():
    beside = a_zip({"__MACOSX/x": b"x", **{f"small/{name}": data for name, data in GOOD.items()}})

    assert zips.read(beside) == ("small", GOOD)


def test_the_same_files_are_packed_into_the_same_bytes_and_come_out_again():
    packed = zips.pack("small", GOOD)

    assert packed == zips.pack("small", dict(reversed(GOOD.items())))
    assert zips.read(packed) == ("small", GOOD)


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/cron.d/x", "en/../../x", "/etc/passwd", "C:/x.md", "c:x", "en\\..\\x.md", "\\\\host\\x"),
        *("en//x.md", "./x.md", "en/./x.md", "en/x\n.md", "en/\u202egpj.md", "a/b/c/d/e/f/g.md"),
        *("x" * 121, "C:\\x.md"),
    ],
)
def test_a_name_that_leads_out_or_nowhere_is_refused(name):
    assert refused(a_zip({**GOOD, name: b"words"})) == "zip_path"


def test_a_name_that_ends_before_it_ends_is_refused():
    assert refused(named(b"en/02-xx.md", b"en/02\0xx.md")) == "zip_path"


def test_a_link_is_refused():
    assert refused(a_link()) == "zip_link"


@pytest.mark.parametrize(
    "more",
    [
        [("course.toml", b"other")],
        [("Course.TOML", b"other")],
        [("en", b"a file where there is a folder")],
        [("en/01-first.md/x.md", b"a folder where there is a file")],
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_one_on_some_disk_are_refused(more):
    assert refused(a_zip([*GOOD.items(), *more])) == "zip_twice"


@pytest.mark.parametrize("name", ["more.zip", "en/02-more.md"])
def test_a_zip_in_a_zip_is_refused_whatever_it_is_called(name):
    assert refused(a_zip({**GOOD, name: a_zip(GOOD)})) == "zip_nested"


def test_what_unpacks_to_a_gigabyte_is_refused_by_what_it_declares(monkeypatch):
    monkeypatch.setattr(zips, "_unpacked", lambda *_: pytest.fail("it was unpacked"))
    part = b"\0" * 1_000_000
    bomb = a_zip({**GOOD, **{f"en/{number:02}-x.md": part for number in range(20)}})
    declared = bomb.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 50_000_000))

    assert len(bomb) < 50_000
    assert refused(bomb) == refused(declared) == "zip_too_large"


def test_one_file_that_is_too_large_and_one_that_is_packed_too_well_are_refused():
    assert refused(a_zip({**GOOD, "en/x.md": bytes(range(256)) * 4000})) == "zip_too_large"
    assert refused(a_zip({**GOOD, "en/x.md": b"\0" * 900_000})) == "zip_too_large"


def test_who_lies_about_a_size_is_found_out_while_unpacking():
    assert refused(a_lie()) == "zip_broken"


def test_what_comes_out_is_counted_whatever_was_declared(monkeypatch):
    monkeypatch.setattr(zips, "MOST_BYTES", 15)
    monkeypatch.setattr(zips, "_looked_through", lambda entries, _size: entries)

    assert refused(a_zip(GOOD)) == "zip_too_large"


def test_too_many_files_are_refused():
    assert refused(a_zip({f"en/{number}": b"" for number in range(501)})) == "zip_too_many"


def test_a_password_is_refused():
    assert refused(a_zip(GOOD, locked=True)) == "zip_locked"


def test_a_packing_that_may_take_much_memory_is_refused():
    assert refused(a_zip(GOOD, method=zipfile.ZIP_LZMA)) == "zip_packing"


def test_a_name_that_is_not_utf8_is_refused():
    assert refused(in_other_code_page()) == "zip_not_utf8"
    marked = bytearray(a_zip({**GOOD, "figures/é.svg": b"x"}))
    assert refused(bytes(marked).replace("é".encode(), b"\xff\xfe")) == "zip_not_utf8"


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"words", b"PK\x03\x04", b"PK\x05\x06", a_zip(GOOD)[:-30], a_zip(GOOD)[:200]),
        b"#!/bin/sh\n" + a_zip(GOOD),
        a_zip(GOOD, method=zipfile.ZIP_STORED).replace(b"version", b"verslon"),  # not what its sum says
    ],
)
def test_what_is_no_zip_or_a_damaged_one_is_refused(data):
    assert refused(data) == "zip_broken"


@pytest.mark.parametrize(
    "files",
    [{}, {"en/01-first.md": b"x"}, {"a/course.toml": b"x", "b/course.toml": b"x"}, {"a/b/course.toml": b"x"}],
)
def test_what_holds_no_course_or_several_is_refused(files):
    assert refused(a_zip(files)) == "zip_no_course"
