from datetime import UTC, datetime, time, timedelta

import pytest

from app.accounts.readers import Guest
from app.foundation import audit, clock, files, mail
from app.foundation.clock import now, today_in
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.meetings import operations, policy, queries
from app.meetings.models import Document, DocumentParty, DocumentState, Outcome
from app.meetings.operations import keeping
from app.meetings.operations.documents import add_file
from app.meetings.queries.names import ordinal
from tests.factories import a_body, a_meeting, last_line, letters, lines
from tests.meetings.given import a_document, an_upload, begun, days_from_now
from tests.page import page_of


def test_a_document_received_shows_every_step_and_when_it_is_due(cast, app):
    document = a_document(cast)

    with app.test_request_context("/en/"):
        steps = queries.trail(document)

    assert [step.tone for step in steps] == ["done", "now", *["next"] * 5]
    due = {step.name: step.due_on for step in document.steps}
    first_day = document.meeting.starts_on
    assert due["checked"] == today_in("Europe/Berlin") + timedelta(days=10)
    assert due["issued"] == first_day - timedelta(days=30)
    assert (due["tabled"], due["considered"]) == (first_day, document.meeting.ends_on)
    assert not document.is_public


def test_what_arrives_late_is_due_when_it_can_be_done(cast):
    meeting = a_meeting(starts_on=now().date() + timedelta(days=5), ends_on=now().date() + timedelta(days=6))

    due = {step.name: step.due_on for step in a_document(cast, meeting=meeting).steps}

    assert due["issued"] == today_in("Europe/Berlin") + timedelta(days=20)


def test_the_whole_way_to_an_outcome_is_dated_and_told(cast, app):
    document = a_document(cast, meeting=begun())
    operations.check_document(document, actor=cast.bruno)
    symbol = queries.next_symbol(document)
    operations.issue_document(document, symbol=symbol, seen=document.revision, actor=cast.bruno)
    items = [item.id for item in document.meeting.items]
    operations.table_document(document, items=items, seen=document.revision, actor=cast.bruno)
    operations.consider_document(
        document, outcome=Outcome.NOTED, words="Noted.", seen=document.revision, actor=cast.dario
    )
    operations.follow_up_document(document, words="Done.", seen=document.revision, actor=cast.bruno)

    assert document.state is DocumentState.FOLLOWED_UP
    assert document.symbol == "UNEP/CMS/StC99/Inf.1"
    assert [step.name for step in document.steps if step.skipped] == ["translated"]
    with app.test_request_context("/en/"):
        assert [step.tone for step in queries.trail(document)] == ["done", "done", "skipped", *["done"] * 4]
    told = {(letter.template.rpartition("/")[2], letter.recipient_id) for letter in letters()}
    verbs = {"issued", "tabled", "considered", "followed_up"}
    assert told == {(verb, person.id) for verb in verbs for person in (cast.amara, cast.emil)}
    assert last_line().action == "document.follow_up"


def test_the_next_symbol_follows_the_highest_one_in_use(cast):
    a_document(cast, symbol="UNEP/CMS/StC99/Inf.7", origin="2026-0002")

    assert queries.next_symbol(a_document(cast)) == "UNEP/CMS/StC99/Inf.8"


def test_a_symbol_given_to_another_meanwhile_is_a_conflict(cast):
    a_document(cast, symbol="UNEP/CMS/StC99/Inf.1", origin="2026-0002")
    document = a_document(cast, DocumentState.CHECKED)

    with pytest.raises(Conflict, match="symbol_taken"):
        operations.issue_document(
            document, symbol="UNEP/CMS/StC99/Inf.1", seen=document.revision, actor=cast.bruno
        )


@pytest.mark.parametrize("state", [DocumentState.ISSUED, DocumentState.FOLLOWED_UP])
def test_a_corrected_symbol_keeps_the_state_and_the_one_before_it_on_record(cast, state):
    document = a_document(cast, state, symbol="UNEP/CMS/StC99/Inf.70")
    told = {"symbol": "UNEP/CMS/StC99/Inf.7", "seen": document.revision, "reason": "A slip."}
    with pytest.raises(NotAllowed):
        operations.correct_symbol(document, **told, actor=cast.amara)
    with pytest.raises(Invalid, match="reason_missing"):
        operations.correct_symbol(document, **told | {"reason": ""}, actor=cast.bruno)

    operations.correct_symbol(document, **told, actor=cast.bruno)

    assert (document.state, document.symbol) == (state, "UNEP/CMS/StC99/Inf.7")
    assert last_line().detail["symbol"] == "UNEP/CMS/StC99/Inf.70"
    assert queries.next_symbol(document) == "UNEP/CMS/StC99/Inf.8"


def test_a_number_with_zeros_before_it_is_no_symbol(cast):
    document = a_document(cast, DocumentState.CHECKED)

    with pytest.raises(Invalid, match="symbol_zeros"):
        operations.issue_document(
            document, symbol="UNEP/CMS/StC99/Inf.0007", seen=document.revision, actor=cast.bruno
        )


@pytest.mark.parametrize("symbol", ["UNEP/CMS/COP15/Inf.1", "UNEP/CMS/StC98/Inf.1", "Inf. 4"])
def test_a_symbol_of_another_body_or_meeting_is_admitted_only_when_said(cast, symbol):
    document = a_document(cast, DocumentState.CHECKED)
    seen = document.revision

    with pytest.raises(Invalid, match="symbol_form"):
        operations.issue_document(document, symbol=symbol, seen=seen, actor=cast.bruno)
    operations.issue_document(document, symbol=symbol, other_form=True, seen=seen, actor=cast.bruno)
    assert document.symbol == symbol


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [("referred", "outcome_where"), ("reflected", "outcome_where"), ("not_taken_up", "outcome_reason")],
)
def test_an_outcome_says_what_it_has_to_say(cast, outcome, missing):
    document = a_document(cast, DocumentState.TABLED)

    with pytest.raises(Invalid, match=missing):
        operations.consider_document(
            document, outcome=Outcome(outcome), seen=document.revision, actor=cast.bruno
        )


def test_only_delegates_of_the_body_and_moderators_record_what_it_did(cast):
    document = a_document(cast, DocumentState.TABLED, meeting=begun())
    given = {"outcome": Outcome.NOTED, "seen": document.revision}

    for person in (cast.amara, cast.chen, cast.fatou, cast.talia):
        with pytest.raises(NotAllowed):
            operations.consider_document(document, **given, actor=person)
    operations.consider_document(document, **given, actor=cast.dario)


def test_no_day_is_to_come_or_before_the_step_before_it(cast):
    document = a_document(cast, DocumentState.ISSUED, meeting=begun())
    item = document.items[0].id

    for day, wrong in ((days_from_now(3), "day_to_come"), (days_from_now(-1), "day_before_step")):
        with pytest.raises(Invalid, match=wrong):
            operations.table_document(
                document, items=[item], on=day, seen=document.revision, actor=cast.bruno
            )
    operations.table_document(document, items=[item], seen=document.revision, actor=cast.bruno)


def test_a_body_may_decide_before_it_meets_but_not_before_it_had_the_document(cast):
    document = a_document(cast, DocumentState.TABLED)
    given = {"outcome": Outcome.NOTED, "actor": cast.bruno}

    with pytest.raises(Invalid, match="day_before_step"):
        operations.consider_document(document, **given, on=days_from_now(-1), seen=document.revision)
    operations.consider_document(document, **given, seen=document.revision)
    with pytest.raises(Invalid, match="day_before_step"):
        operations.follow_up_document(
            document, words="Done.", on=days_from_now(-1), seen=document.revision, actor=cast.bruno
        )


def test_of_a_meeting_whose_days_nobody_knows_an_outcome_may_be_old(cast):
    unknown = a_meeting(starts_on=None, ends_on=None)
    document = a_document(cast, DocumentState.TABLED, meeting=unknown)
    with transaction():
        document.steps[0].done_on, document.steps[0].undated = None, True
        audit.record("test.undated", document, actor=None)

    operations.consider_document(
        document, outcome=Outcome.NOTED, on=days_from_now(-900), seen=document.revision, actor=cast.bruno
    )


def test_the_day_of_an_outcome_can_be_put_right_and_the_trail_says_so(cast, app):
    document = a_document(cast, DocumentState.TABLED, meeting=begun())
    later = datetime.combine(days_from_now(2), time(12), UTC)  # one day all over Europe
    told = {"outcome": Outcome.NOTED, "where": "", "words": "", "actor": cast.bruno}
    with clock.at(later):
        operations.consider_document(document, **told, seen=document.revision)
        with app.test_request_context("/en/"):
            assert not any(step.corrected for step in queries.trail(document))
        told |= {"reason": "A slip."}
        with pytest.raises(Invalid, match="day_before"):
            operations.correct_outcome(document, **told, on=days_from_now(-9), seen=document.revision)
        operations.correct_outcome(document, **told, on=now().date() - timedelta(1), seen=document.revision)

    step = next(step for step in document.steps if step.name == "considered")
    assert step.done_on == days_from_now(1)
    before = next(line for line in lines() if line.action == "document.outcome_before")
    assert before.detail["on"] == days_from_now(2).isoformat()
    with app.test_request_context("/en/"):
        drawn = {step.name: step.corrected for step in queries.trail(document)}
    assert f'datetime="{later.date()}"' in drawn.pop("considered")
    assert not any(drawn.values())


def test_a_document_that_was_issued_is_not_closed(cast):
    document = a_document(cast, DocumentState.ISSUED)

    with pytest.raises(Conflict, match="document_issued"):
        operations.close_document(document, why="Withdrawn.", actor=cast.amara)


@pytest.mark.parametrize("state", DocumentState)
@pytest.mark.parametrize("is_public", [False, True])
def test_the_list_and_the_rule_agree_on_who_may_read_a_document(cast, state, is_public):
    document = a_document(cast, state, is_public=is_public)
    readers = [cast.amara, cast.rosa, cast.bruno, cast.chen, cast.dario, cast.talia, cast.fatou, Guest()]

    listed = [document in session.scalars(queries.visible_to(reader)).all() for reader in readers]

    assert listed == [policy.may_read(reader, document) for reader in readers]


def test_a_meeting_is_named_in_the_readers_language(cast, app):
    meeting = a_meeting(body=a_body())

    with app.test_request_context("/en/"):
        assert queries.title_of(meeting) == "99th meeting of the Standing Committee"
        assert queries.short_of(meeting) == "StC99"


def test_documents_name_their_meeting_once(cast):
    document = a_document(cast)

    assert session.get(Document, document.id).meeting.key == "stc99"


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (DocumentState.RECEIVED, None),
        (DocumentState.CHECKED, "document_to_issue"),
        (DocumentState.TRANSLATED, "document_to_issue"),
        (DocumentState.ISSUED, "document_to_table"),
        (DocumentState.TABLED, "outcome_due"),
        (DocumentState.CONSIDERED, "follow_up_due"),
        (DocumentState.FOLLOWED_UP, None),
        (DocumentState.CLOSED, None),
    ],
)
def test_each_document_waits_in_the_queue_of_its_next_step(cast, state, kind):
    document = a_document(cast, state)

    with clock.at(now() + timedelta(days=365)):
        found = queries.waiting(cast.bruno)

    assert [waiting.kind for waiting in found] == ([kind] if kind else [])
    assert all(waiting.values == {"number": document.number} for waiting in found)
    assert all(waiting.party == cast.society.name for waiting in found)
    assert queries.waiting(cast.amara) == []


def test_an_outcome_waits_for_nobody_before_the_meeting_is_over(cast):
    a_document(cast, DocumentState.TABLED)

    assert queries.waiting(cast.bruno) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (57, "57th"),
        (112, "112th"),
    ],
)
def test_meetings_are_counted_as_people_say_it(number, said):
    assert ordinal(number, "en") == said
    assert ordinal(number, "fr") == ("1re" if number == 1 else f"{number}e")


def test_a_person_named_on_a_document_may_read_it(cast):
    document = a_document(cast)
    with transaction():
        document.parties.append(DocumentParty(user_id=cast.chen.id))
        audit.record("test.party", document, actor=None)

    assert policy.may_read(cast.chen, document)
    assert document in session.scalars(queries.visible_to(cast.chen)).all()
    assert document not in session.scalars(queries.visible_to(Guest())).all()


def test_forms_list_meetings_with_the_latest_first(cast, app):
    for number, days in ((97, -400), (99, 100), (98, -30)):
        first = now().date() + timedelta(days=days)
        a_meeting(key=f"stc{number}", number=number, starts_on=first, ends_on=first)

    with app.test_request_context("/en/"):
        listed = [title for _, title in queries.meetings_for_choice()]

    assert [title.split()[0] for title in listed] == ["99th", "98th", "97th"]


def test_deadlines_ahead_come_soonest_first_and_without_the_past(cast):
    meeting = a_meeting()
    for kind, days in (("documents", 30), ("statements", 10), ("registration", -1)):
        given = {"zone": "UTC", "day_only": False, "rule": "", "actor": cast.bruno}
        keeping.set_deadline(meeting, kind, at=now() + timedelta(days=days), **given)

    assert [deadline.kind for deadline, _ in queries.deadlines_ahead()] == ["statements", "documents"]


# Translated, or not


def test_a_document_is_translated_only_with_its_text_in_another_language(app, cast):
    document = a_document(cast, DocumentState.CHECKED)
    add_file(document, files.read(an_upload()), lang=document.lang, actor=cast.bruno)
    with pytest.raises(Invalid) as refused:
        operations.translate_document(document, seen=document.revision, actor=cast.bruno)
    assert refused.value.key == "translation_missing"
    assert document.state is DocumentState.CHECKED

    add_file(document, files.read(an_upload()), lang="fr", actor=cast.bruno)
    operations.translate_document(document, seen=document.revision, actor=cast.bruno)
    with app.test_request_context("/en/"):
        assert {step.name: step.tone for step in queries.trail(document)}["translated"] == "done"


def test_a_document_that_needs_no_translation_says_so_on_its_trail_and_in_its_letter(app, cast):
    document = a_document(cast, DocumentState.CHECKED)
    operations.translate_document(
        document, note="English is enough.", needed=False, seen=document.revision, actor=cast.bruno
    )
    with app.test_request_context("/en/"):
        step = next(step for step in queries.trail(document) if step.name == "translated")
        subject, body = mail.render(letters()[-1])
    assert (step.tone, step.note, str(step.when)) == ("skipped", "English is enough.", "")
    assert subject == "No translation needed: Flyways of the Sahel"
    assert "is translated" not in body


def test_the_translator_is_told_beside_the_field_what_is_missing(cast, visit):
    document = a_document(cast, DocumentState.CHECKED)
    address, sent = f"/en/documents/{document.number}/translate", {"seen": document.revision}
    page = page_of(visit(cast.talia).post(address, data=sent))
    assert "No file is in another language yet." in page.select_one(".field .error").get_text()
    assert visit(cast.talia).post(address, data=sent | {"not_needed": "y"}).status_code == 302
