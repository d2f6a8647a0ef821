"""Pages of a package: plain HTML with one sheet and one script beside it, opened from a phone's storage.

They are read whole without the script, which judges answers and keeps them: on the device, or with the
platform that shows them.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, render_template

from app.foundation.assets import joined
from app.foundation.i18n import LANGS, current_lang
from app.foundation.sentences import SENTENCES
from app.learning.views.packages.content import Content, Sheet
from app.learning.views.packages.links import NEW_TAB, outward

HERE = Path(__file__).parent
APP = HERE.parents[2]
MADE_BY = (HERE, HERE.parent / "quiz.py", APP / "learning" / "templates" / "learning")  # packages, and this
REFUSALS = ("answer_missing", "answer_incomplete", "answer_place_twice", "answer_no_number")

Files = dict[str, bytes]


def offline(content: Content) -> Files:
    """To be opened by hand: a page of the course, and one for each lesson."""
    files = _shared(content, "judge.js", "device.js", "pages.js")
    files["index.html"] = _page("index", content)
    for place, sheet in enumerate(content.sheets):
        before = content.sheets[place - 1] if place else None
        after = content.sheets[place + 1] if place + 1 < len(content.sheets) else None
        files[sheet.file] = _page("lesson", content, sheet, before=before, after=after)
    return files


def framed(content: Content) -> Files:
    """To be shown by a learning platform, which leads from lesson to lesson itself."""
    files = _shared(content, "judge.js", "scorm.js", "pages.js")
    return files | {sheet.file: _page("lesson", content, sheet, is_framed=True) for sheet in content.sheets}


@lru_cache(maxsize=8)
def print_of(lang: str) -> str:
    """The same as long as the same course becomes the same package: all that pages are made with."""
    seen = sha256(sheet().encode())
    words = Path(current_app.config["BABEL_TRANSLATION_DIRECTORIES"]) / lang / "LC_MESSAGES" / "messages.mo"
    made_by = [
        file for place in MADE_BY for file in sorted(place.rglob("*.*") if place.is_dir() else [place])
    ]
    for file in [*made_by, words]:
        if file.suffix in (".py", ".js", ".html", ".mo") and file.exists():
            seen.update(file.read_bytes())
    return seen.hexdigest()


@lru_cache(maxsize=1)
def sheet() -> str:
    """The sheets of the site that these pages need, as one."""
    return joined(HERE / "static" / "layers.css")


def _shared(content: Content, *scripts: str) -> Files:
    """What all pages have beside them."""
    script = "\n".join((HERE / "static" / name).read_text() for name in scripts)
    drawings = {file: svg.encode() for file, svg in content.drawings.items()}
    return {"course.css": sheet().encode(), "course.js": script.encode(), **drawings}


def _page(
    name: str,
    content: Content,
    sheet: Sheet | None = None,
    *,
    before: Sheet | None = None,
    after: Sheet | None = None,
    is_framed: bool = False,
) -> bytes:
    course = content.course
    others = [code for code in LANGS if code in course.languages and code != content.text.lang]
    page = render_template(
        f"learning/package/{name}.html",
        content=content,
        course=course,
        text=content.text,
        sheet=sheet,
        before=before,
        after=after,
        is_framed=is_framed,
        tab=NEW_TAB if is_framed else "",
        lang=current_lang(),
        others=others,
        outward=outward,
        home=outward("learning.show", slug=course.slug),
        sentences=[(key, SENTENCES[key]) for key in REFUSALS],
    )
    return page.encode()
