"""What the authors see of a report that came back, and of one that is handed in."""

import pytest

from app.reports.operations import deciding
from tests.page import page_of
from tests.reports.decided import AGAIN, a_returned_report, a_submitted_report, an_accepted_report


@pytest.fixture
def returned(cast):
    """With two remarks on the summary, one settled since, and one on the whole."""
    report = a_submitted_report(cast)
    for question, text in (("b1", "Which beach?"), ("b3", "Ask whom?"), ("", "Shorten **all** of it.")):
        deciding.add_remark(report, question=question, row=0, text=text, lang="en", actor=cast.bruno)
    deciding.send_back_report(report, reason="Please.", due_on=AGAIN, seen=report.revision, actor=cast.bruno)
    return report


def test_the_list_of_sections_says_where_remarks_wait_and_how_many(cast, visit, returned):
    soup = page_of(visit(cast.amara).get(f"/en/reports/{returned.number}/edit"))

    noted = [task.a.text for task in soup.select(".task") if "2 remarks" in task.text]

    assert noted == ["2. Summary"]
    assert "1 remark" not in soup.text.replace("11 remark", "")
    assert soup.find(class_="note--ask").strong.text == "all"


def test_the_check_page_says_the_same_beside_the_section_with_a_way_there(cast, visit, returned):
    soup = page_of(visit(cast.amara).get(f"/en/reports/{returned.number}/check"))

    sections = {section["id"]: section for section in soup.select("section.answer")}

    assert "2 remarks" in sections["b"].text
    assert sections["b"].find("a", href=f"/en/reports/{returned.number}/sections/b")
    assert not [key for key, section in sections.items() if key != "b" and "remark" in section.text]


def test_a_returned_report_without_remarks_counts_none(cast, visit):
    report = a_returned_report(cast)

    assert "remark" not in page_of(visit(cast.amara).get(f"/en/reports/{report.number}/edit")).main.text


def test_once_it_is_handed_in_its_page_speaks_of_no_deadline_and_no_writing(cast, visit):
    report = a_submitted_report(cast)

    text = page_of(visit(cast.amara).get(f"/en/reports/{report.number}/edit")).main.text

    assert "Submitted on" in text
    for untrue in (
        "You can leave and come back",
        "Everything is saved",
        " left",
        "If you are late",
        "Deadline",
    ):
        assert untrue not in text


def test_nobody_is_asked_to_take_on_what_is_decided(cast, visit):
    address, offer = "/en/reports/{}/review", "Take this report on"
    open_one, decided = a_submitted_report(cast), an_accepted_report(cast)

    assert offer in visit(cast.bruno).get(address.format(open_one.number)).text
    assert offer not in visit(cast.bruno).get(address.format(decided.number)).text
