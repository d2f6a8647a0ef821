"""Letters are plain, and begin with their subject."""

from app.foundation import mail

LETTER = """{% extends "layouts/letter.txt" %}
{% block subject %}Your report was received{% endblock %}
{% block body %}
Number {{ number }} & <all> is safe.
{% endblock %}
"""


def rendered(app, template, lang="en", **values):
    def link(endpoint):
        return f"https://cms.example/{lang}/{endpoint}"

    with app.test_request_context(f"/{lang}/"):
        app.preprocess_request()
        about = link("workplace.show")
        return template.render(link=link, reader_name="Amara", about=about, **values)


def test_a_letter_is_its_subject_a_greeting_its_words_and_who_sends_it(app):
    letter = app.jinja_env.overlay(autoescape=False).from_string(LETTER)
    lines = rendered(app, letter, number="2026-0042").splitlines()
    assert lines[0] == "Your report was received"
    assert lines[1:4] == ["", "Dear Amara,", ""]
    assert lines[4] == "Number 2026-0042 & <all> is safe."
    assert "-- " in lines[5:8]
    assert lines[-1] == "https://cms.example/en/publishing.home"


def test_a_notice_names_no_content(app):
    text = rendered(app, app.jinja_env.get_template("layouts/notice.txt"))
    assert text.startswith("Something new waits for you\n\nDear Amara,\n\n")
    assert "https://cms.example/en/workplace.show" in text


def test_paragraphs_of_a_letter_stay_apart(app):
    with app.app_context():
        letters = mail._letters()
    text = rendered(app, letters.get_template("layouts/notice.txt"))
    assert "Sign in to read it:\n\nhttps://" in text
