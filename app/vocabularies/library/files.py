"""Reading tables and trees so that a fault is named by its file and line."""

import csv
import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

LINE = "line of the file"  # a key no file can have: it is not a word of its own


class Faulty(ValueError):
    """A file that cannot be taken as it stands: which, where, and why."""

    def __init__(self, path: Path, line: int | None, why: str) -> None:
        super().__init__(f"{path.name}, line {line}: {why}" if line else f"{path.name}: {why}")


class Row(dict[str, Any]):
    """One entry that knows where it stands. A value that is not there is a fault of the file."""

    def __init__(self, values: dict[str, Any], path: Path, line: int) -> None:
        super().__init__(values)
        self.path, self.line = path, line

    def __missing__(self, key: str) -> Any:
        raise self.fault(f"{key} is missing")

    def needed(self, key: str) -> Any:
        if self[key] in ("", None):
            raise self.fault(f"{key} is empty")
        return self[key]

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        if self[key] not in allowed:
            raise self.fault(f"{key} is {self[key]!r}, not one of {', '.join(sorted(allowed))}")
        return str(self[key])

    def fault(self, why: str) -> Faulty:
        return Faulty(self.path, self.line, why)


def digest(paths: Sequence[Path]) -> str:
    """One fingerprint for the files of a set, in their order; of a single file it is its SHA-256."""
    return hashlib.sha256(b"".join(_bytes(path) for path in paths)).hexdigest()


def table(path: Path) -> Iterator[Row]:
    """Rows of a CSV file. A row with another number of fields than the head is a fault, not a guess."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    head: list[str] = next(reader, [])
    try:
        for fields in reader:
            if len(fields) != len(head):
                raise Faulty(path, reader.line_num, f"{len(fields)} fields where the head has {len(head)}")
            yield Row(dict(zip(head, fields, strict=True)), path, reader.line_num)
    except csv.Error as error:
        raise Faulty(path, reader.line_num, str(error)) from error


def tree(path: Path) -> Row:
    """A YAML file whose every mapping knows its line."""
    try:
        read = yaml.load(_text(path), Loader=_Lined)  # noqa: S506 a SafeLoader that also counts lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise Faulty(path, line, error.problem or "not YAML") from error
    except yaml.YAMLError as error:
        raise Faulty(path, None, str(error)) from error
    if not isinstance(read, dict):
        raise Faulty(path, 1, "no mapping")
    return _row(read, path)


def rows(tree: Row, key: str) -> list[Row]:
    """The entries of a list in a tree."""
    entries = tree[key]
    if not isinstance(entries, list):
        raise tree.fault(f"{key} is not a list")
    for entry in entries:
        if not isinstance(entry, dict):
            raise tree.fault(f"{key} holds {entry!r}, which is no entry")
    return [_row(entry, tree.path) for entry in entries]


def once(rows: Iterable[Row], key: str) -> Iterator[Row]:
    """The rows, each with a key of its own."""
    seen: set[str] = set()
    for row in rows:
        name = str(row.needed(key))
        if name in seen:
            raise row.fault(f"{key} {name} stands twice")
        seen.add(name)
        yield row


class _Lined(yaml.CSafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep)
        return {**mapping, LINE: node.start_mark.line + 1}


def plain(mapping: dict[str, Any]) -> dict[str, Any]:
    """A mapping of a tree without the mark of its line."""
    return {key: value for key, value in mapping.items() if key != LINE}


def _row(entry: dict[str, Any], path: Path) -> Row:
    return Row(plain(entry), path, int(entry[LINE]))


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Faulty(path, line, "not UTF-8") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Faulty(path, None, "cannot be read") from error
