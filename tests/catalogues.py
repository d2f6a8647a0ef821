"""The catalogues of the interface: collect the words, and say where they are out of step.

`python -m tests.catalogues --collect [fr es ar]` merges what code and templates say into translations/;
without it, every fault is named and the exit code tells whether there was one.
"""

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "translations"
LANGS = ("fr", "es", "ar")  # English is the language of the messages themselves
PLACE = re.compile(r"%\((\w+)\)[sd]|%%")
KEYWORDS = (  # our short names, and the lazy twins; Babel itself knows gettext, ngettext, pgettext, npgettext
    *("_", "_l", "lazy_gettext", "lazy_ngettext:1,2"),
    *("_p:1c,2", "_lp:1c,2", "lazy_pgettext:1c,2", "lazy_npgettext:1c,2,3"),
)
UNUSUAL = {  # marks that the language does not write so
    "fr": re.compile(" [;:?!»]|« |\xa0[;?!]|\\w[;?!](?=$|\\s)|'"),
    "es": re.compile(" [;:?!]|«\\s|\\s»"),
    "ar": re.compile("[\u0600-\u06ff][,;?]"),
}
HEADER = """# Words of the interface in {lang}.
# Written by the developers: drafts for a check by a native speaker, none of it official.
"""


def collected() -> Catalog:
    """Every message that code and templates hold now."""
    pybabel = Path(sys.executable).parent / "pybabel"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        command = [pybabel, "-q", "extract", "-F", "babel.cfg"]
        command += [part for keyword in KEYWORDS for part in ("-k", keyword)]
        command += ["--no-location", "--sort-output", "-o", target, "."]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        words = read_po(io.BytesIO(target.read_bytes()))
    if not len(words):
        raise SystemExit("No words were found to translate: that cannot be.")
    return words


def po(lang: str) -> Path:
    return FOLDER / lang / "LC_MESSAGES" / "messages.po"


def catalogue(lang: str) -> Catalog:
    if not po(lang).exists():
        return Catalog(locale=lang)
    with po(lang).open("rb") as file:
        return read_po(file, locale=lang)


def collect(langs: Sequence[str] = LANGS) -> None:
    words = collected()
    for lang in langs:
        ours = catalogue(lang)
        ours.update(words, no_fuzzy_matching=True, update_creation_date=False)
        ours.obsolete.clear()
        ours.header_comment = HEADER.format(lang=lang)
        ours.fuzzy = False
        ours.locale = lang  # type: ignore[assignment]
        if lang == "fr":
            hold_marks(ours)
        po(lang).parent.mkdir(parents=True, exist_ok=True)
        with po(lang).open("wb") as file:
            write_po(file, ours, width=100, sort_output=True, omit_header=False)
        print(f"{lang}: {sum(not said(m.string) for m in ours if m.id)} to translate")


def hold_marks(ours: Catalog) -> None:
    """French marks stay on the line of their word: a narrow space, or a firm one, holds them."""
    for message in ours:
        if message.id:
            held = tuple(map(french, strings(message)))
            message.string = held if isinstance(message.string, list | tuple) else held[0]


def french(text: str) -> str:
    text = re.sub("[ \xa0]([;?!])(?=$|\\W)", "\u202f\\1", text.replace("'", "’"))
    text = re.sub(" :(?=$|\\s)", "\xa0:", text)
    return re.sub("«\\s", "«\xa0", re.sub("\\s»", "\xa0»", text))


def strings(message: Message) -> Sequence[str]:
    """What it says: once, or once for each plural form."""
    return message.string if isinstance(message.string, list | tuple) else [message.string]


def said(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


def faults(words: Catalog, lang: str) -> list[str]:
    """What is wrong with one catalogue, a line each."""
    ours, found = catalogue(lang), []
    wanted, have = {key(m) for m in words if m.id}, {key(m) for m in ours if m.id}
    found += [f"{lang}: not collected yet, run ./dev words: {named(one)}" for one in wanted - have]
    found += [f"{lang}: no longer said, run ./dev words: {named(one)}" for one in have - wanted]
    for message in ours:
        if not message.id or key(message) not in wanted:
            continue
        if not said(message.string):
            found.append(f"{lang}: not translated: {named(key(message))}")
        elif message.fuzzy:
            found.append(f"{lang}: only a guess: {named(key(message))}")
        elif misplaced(message.id, message.string):
            found.append(f"{lang}: other placeholders: {named(key(message))}")
        elif any(UNUSUAL[lang].search(one) for one in strings(message)):
            found.append(f"{lang}: marks of another language: {named(key(message))}")
    return found


def key(message: Message) -> tuple[str, object]:
    """A word that serves several nouns is one message for each of them: its context tells them apart."""
    return message.context or "", message.id


def named(key: tuple[str, object]) -> str:
    context, words = key
    return f"{words!r} ({context})" if context else repr(words)


def misplaced(ids: object, strings: object) -> bool:
    """A translation names a value that the message does not give, or forgets one in its plural."""
    ids = ids if isinstance(ids, list | tuple) else (ids,)
    strings = strings if isinstance(strings, list | tuple) else (strings,)
    given = set(PLACE.findall(" ".join(map(str, ids))))
    if any(set(PLACE.findall(str(s))) - given for s in strings):
        return True
    return set(PLACE.findall(str(strings[-1]))) != set(PLACE.findall(str(ids[-1])))


def main() -> int:
    if "--collect" in sys.argv:
        collect([lang for lang in LANGS if lang in sys.argv] or LANGS)
        return 0
    words = collected()
    found = [line for lang in LANGS for line in faults(words, lang)]
    print("\n".join(found[:60]) or "The catalogues are whole.")
    if len(found) > 60:
        print(f"… and {len(found) - 60} more")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
