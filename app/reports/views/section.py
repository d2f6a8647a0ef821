"""The page of one section of a report: written with scripts or without, never refused for what it says."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me, somebody
from app.foundation import files
from app.foundation.errors import NotFound
from app.foundation.i18n import LANGS
from app.foundation.refusals import STATUS, sentence_of
from app.foundation.text import one_line
from app.foundation.web import here_in, signed_in
from app.reports import policy, questions
from app.reports.forms import answers as sent_answers
from app.reports.forms.filing import TONGUES, SectionForm
from app.reports.models import Report
from app.reports.operations import answers as operations
from app.reports.operations import attachments
from app.reports.operations.answers import Given, Kept
from app.reports.queries import deciding
from app.reports.queries import filing as queries
from app.reports.queries.frozen import OF_IDENTITY
from app.reports.questions import Kind, Section
from app.reports.views import pressing, slots, wording
from app.reports.views.room import bp


def find_own(number: str) -> Report:
    """The report, for members of its organisation: a published one has other doors for readers."""
    report = queries.get_report(number, reader=me())
    if not policy.is_member(me(), report):
        raise NotFound("not_found")
    return report


def find_section(report: Report, key: str) -> Section:
    section = report.template.shape.section(key)
    if section is None:
        raise NotFound("not_found")
    return section


def written(report: Report) -> slots.Written:
    found, attached = queries.written_in(report)
    template = report.template.shape
    answers = questions.with_own_name(template, found, report.filed_as, report.lang)
    values = questions.with_files(answers, attached)
    return slots.Written(report, template, answers, attached, values)


@bp.route("/<number>/sections/<key>", methods=["GET", "POST"])
@signed_in
def section(number: str, key: str) -> ResponseReturnValue:
    report = find_own(number)
    asked = find_section(report, key)
    if request.method == "GET":
        return _page(report, asked)
    kept = operations.save_answers(
        number,
        sent_for(asked, report.lang),
        actor=somebody(),
        section=key,
        finished={"yes": True, "no": False}.get(request.form.get("finished", "")),
    )
    if kept.clashes:
        return _clash_page(report, asked, kept)
    try:
        return redirect(pressing.press(report, asked) or _onwards(report, asked))
    except pressing.Refused as refused:  # the text is safe already; only the file or the row is refused
        return _page(report, asked, refused)


def sent_for(asked: Section, report_lang: str) -> list[Given]:
    """What was sent, in the language that the page says the section is written in; else the report's."""
    lang = request.form.get("section_lang", "")
    return sent_answers.read(
        asked,
        request.form,
        lang=lang if lang in TONGUES else report_lang,
        code_of=slots.country_code,
    )


def _onwards(report: Report, asked: Section) -> str:
    """To the next section, unless something here needs another look."""
    given = written(report)
    finished = request.form.get("finished") == "yes"
    state = questions.state_of(asked, given.values, finished=finished)
    if state == questions.SectionState.WRONG:
        return url_for(".section", number=report.number, key=asked.key, checked=1)
    flash(_("Your answers are saved."))
    keys = [s.key for s in given.template.sections]
    after = keys[keys.index(asked.key) + 1 :]
    if finished and after:
        return url_for(".section", number=report.number, key=after[0])
    return url_for(".edit", number=report.number)


def remarks_on(report: Report) -> dict[str, list[Any]]:
    """What the Secretariat asks and did not settle yet, by section; under "" on the whole report."""
    if not report.is_open or report.version_count == 0:
        return {}
    by_section: dict[str, list[Any]] = {}
    for remark in deciding.remarks(report, reader=me()):
        if not remark.settled_at:
            section = report.template.shape.section_of(remark.question)
            by_section.setdefault(section.key if section else "", []).append(remark)
    return by_section


def _remarks(report: Report, asked: Section) -> list[tuple[str, Any]]:
    """Those of one section, each with its question."""
    labels = {question.key: question.label for question in asked.asked()}
    return [(labels[remark.question], remark) for remark in remarks_on(report).get(asked.key, ())]


def _page(report: Report, asked: Section, refused: pressing.Refused | None = None) -> ResponseReturnValue:
    given = written(report)
    finished = queries.finished_sections(report)
    problems = questions.problems(asked, given.values)
    strict = asked.key in finished or "checked" in request.args
    wrong = {(p.question.key, p.row): p for p in problems if strict or not p.is_missing}
    worded = {at: wording.problem(p) for at, p in wrong.items()}
    search = slots.Search(request.args.get("find", ""), one_line(request.args.get("words", ""))[:100])
    told = worded | {refused.at: sentence_of(refused.error)} if refused else worded
    drawing = slots.Drawing(given, told, search, request.form)
    form = SectionForm(
        formdata=None,
        finished="yes" if asked.key in finished else "no",
        section_lang=_lang_of(asked, given),
    )
    page = render_template(
        "reports/section.html",
        report=report,
        section=asked,
        template=given.template,
        number=_place_of(asked, given),
        slots=slots.slots_of(asked, drawing),
        problems=[(sent_answers.name_of(*at), named(p, given)) for at, p in wrong.items()],
        refused=sentence_of(refused.error) if refused else "",
        refused_at=refused.place if refused else "",
        removed=_just_removed(asked, given),
        remarks=_remarks(report, asked),
        sections=_sections(given, finished),
        countries=slots.listed(Kind.COUNTRY) if _asks_for_a_country(asked) else [],
        may_write=report.is_open and policy.may_write(me(), report),
        form=form,
        tongues=[(code, here_in(code)) for code in LANGS],
        narrative=(questions.narrative_words(given.template, given.values), _most(given)),
        tells_who=asked.key in OF_IDENTITY,
    )
    return page, STATUS[type(refused.error)] if refused else 200


def named(problem: questions.Problem, given: slots.Written) -> str:
    """A problem told away from its place: with its question, and the entry that this stands in."""
    words, question = wording.problem(problem), problem.question
    if not problem.is_missing:
        words = _("%(label)s: %(words)s", label=question.label, words=words)
    table = given.template.table_of(question.key)
    if table is None:
        return words
    place = questions.rows(table, given.values).index(problem.row) + 1
    return f"{table.row_label} {place}. {words}"


def _just_removed(asked: Section, given: slots.Written) -> pressing.Removed | None:
    """The entry whose button was pressed last, with its way back; None once it is back."""
    key, _colon, row = request.args.get("removed", "").partition(":")
    gone = pressing.removed_from(asked, given)
    return next((one for one in gone if (one.table.key, str(one.row)) == (key, row)), None)


def _most(given: slots.Written) -> int:
    return questions.most_words(given.template, given.values)


def _asks_for_a_country(asked: Section) -> bool:
    return any(q.kind == Kind.COUNTRY and not q.several for q in asked.asked())


def _lang_of(asked: Section, given: slots.Written) -> str:
    """The language the section's answers are in; the report's while there are none."""
    keys = {q.key for q in asked.asked()}
    langs = [a.lang for (key, _row), a in sorted(given.answers.items()) if key in keys]
    return langs[-1] if langs and langs[-1] in TONGUES else given.report.lang


def _place_of(asked: Section, given: slots.Written) -> int:
    return [s.key for s in given.template.sections].index(asked.key) + 1


def _sections(given: slots.Written, finished: set[str]) -> list[tuple[str, str, Any, str]]:
    """Every section with its state, for the list beside the page."""
    rows: list[tuple[str, str, Any, str]] = []
    for place, one in enumerate(given.template.sections, 1):
        state = questions.state_of(one, given.values, finished=one.key in finished)
        word, tone = wording.section_word(state)
        url = url_for(".section", number=given.report.number, key=one.key)
        label = wording.own(f"{place}. {one.title}", given.template.lang)
        rows.append((label, url, word, tone))
    return rows


def _clash_page(report: Report, asked: Section, kept: Kept) -> ResponseReturnValue:
    """Both texts, and a choice. Everything else on the page is saved already."""
    return render_template(
        "reports/clash.html",
        report=report,
        section=asked,
        clashes=[_both(report, asked, clash) for clash in kept.clashes],
        sent=request.form,
        form=SectionForm(formdata=None),
    ), 409


def _both(report: Report, asked: Section, clash: operations.Clash) -> dict[str, Any]:
    name = sent_answers.name_of(clash.given.question, clash.given.row)
    question = next(q for q in asked.asked() if q.key == clash.given.question)
    again = [(k, v) for k, v in request.form.items(multi=True) if k == name or k.startswith(f"{name}-")]
    return {
        "name": name,
        "question": question,
        "tongue": report.template.shape.lang,
        "theirs": slots.as_text(question, clash.theirs, report),
        "mine": slots.as_text(question, clash.given.value, report),
        "lang": clash.given.lang,
        "by": clash.by,
        "own": clash.own,
        "at": clash.saved_at,
        "revision": clash.revision,
        "again": again,
    }


@bp.get("/<number>/files/<int:file>")
@signed_in
def attachment(number: str, file: int) -> ResponseReturnValue:
    """A file given as an answer, always as a download; for the report's members and the moderators."""
    report = queries.get_report(number, reader=me())
    found = attachments.attachment_of(report, file)
    if not policy.may_open_file(me(), report, found.added_at):
        raise NotFound("not_found")
    return files.answer(found.file)
