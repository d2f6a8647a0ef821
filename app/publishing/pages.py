"""Pages of plain words, a Markdown file per language, rendered once."""

from functools import cache
from pathlib import Path

from markdown import markdown
from markupsafe import Markup

from app.foundation.i18n import Said

FOLDER = Path(__file__).parent / "pages"
NAMES = ("privacy", "accessibility", "moderation")


@cache
def page(name: str, lang: str) -> tuple[Said, Markup]:
    """The first sentences as a lede in their language, and the rest as HTML."""
    chosen = lang if (FOLDER / lang / f"{name}.md").exists() else "en"
    lede, _, rest = (FOLDER / chosen / f"{name}.md").read_text(encoding="utf-8").partition("\n\n")
    return Said(lede, chosen, fallback=chosen != lang), Markup(markdown(rest))  # noqa: S704 our own words
