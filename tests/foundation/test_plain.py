"""People's Markdown in letters, which know no bold and no links."""

import pytest

from app.foundation.plain import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Please **name** the _site_.", "Please name the site."),
        ("See [the guide](https://example.org/guide).", "See the guide (https://example.org/guide)."),
        ("See https://example.org/guide.", "See https://example.org/guide."),
        ("[ngo@example.org](mailto:ngo@example.org)", "ngo@example.org"),
        ("One\nand two\n\nThree", "One\nand two\n\nThree"),
        ("One  \ntwo", "One\ntwo"),
        (
            "## Missing\n\n* the *place*\n* the date\n\nThanks",
            "Missing\n\n- the place\n- the date\n\nThanks",
        ),
        ("3. third\n4. fourth\n    - of it", "3. third\n4. fourth\n   - of it"),
        ("> You wrote\n> this", "> You wrote\n> this"),
        ("Above\n\n---\n\nBelow", "Above\n\n* * *\n\nBelow"),
        ("| Bird | Seen |\n|---|---|\n| Tern | 12 |", "Bird | Seen\nTern | 12"),
        ("`5 < 6` & <b>so</b>", "5 < 6 & <b>so</b>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_letter_reads_as_somebody_would_type_it(written, read):
    assert plain(written) == read


def test_too_much_to_read_is_left_as_it_is_written():
    written = "**a**\n\n" * 6000

    assert plain(written) == written.strip()
