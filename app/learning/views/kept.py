"""What is kept about somebody's learning: to see, take away and delete; for guests by their cookie."""

from types import SimpleNamespace
from typing import Any

from flask import Response, flash, json, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation.i18n import current_lang
from app.foundation.tables import value
from app.foundation.web import public, signed_in
from app.learning.flow import CERTIFICATE, WORDS
from app.learning.forms.kept import ForgetForm, WithdrawForm
from app.learning.models import Certificate
from app.learning.operations import forgetting
from app.learning.queries import certificates
from app.learning.queries import kept as queries
from app.learning.queries.kept import AnswerKept, CourseKept, Kept
from app.learning.views.charted_course import answer_in_words
from app.learning.views.room import bp
from app.learning.views.who import COOKIE, who

SHOWN = 50  # answers of a course on the page, the newest; the file has all


def _kept() -> Kept | None:
    return queries.kept_about(who(), current_lang())


@bp.get("/kept")
@public
def kept() -> ResponseReturnValue:
    there, lang = _kept(), current_lang()
    return render_template(
        "learning/kept.html",
        kept=there,
        courses=[_shown(course, lang) for course in (there.courses if there else ())],
        certificates=[(one, WORDS[one.state]) for one in (there.certificates if there else ())],
        most=SHOWN,
        is_guest=me().id is None,
        has_cookie=COOKIE in request.cookies,
        zone=getattr(me(), "time_zone", "UTC"),
    )


def _shown(course: CourseKept, lang: str) -> SimpleNamespace:
    return SimpleNamespace(
        title=course.title(lang),
        url="" if course.is_gone else url_for(".show", slug=course.slug),
        course=course,
        lessons=[(course.lesson_title(one.key, lang), one) for one in course.lessons],
        answers=[(one, _in_words(one)) for one in course.answers[:SHOWN]],
    )


def _in_words(one: AnswerKept) -> str:
    try:
        return answer_in_words(one, one.given)
    except (KeyError, TypeError, ValueError, AttributeError):  # the question is of another kind since
        return json.dumps(one.given, ensure_ascii=False)


@bp.get("/kept.json")
@public
def kept_file() -> ResponseReturnValue:
    """All of it, for programs and for one's own drawer."""
    there = _kept()
    told = _told(there) if there else {}
    answer = Response(json.dumps(told, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="learning.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _told(there: Kept) -> dict[str, Any]:
    return {
        "began_at": value(there.began_at),
        "seen_at": value(there.seen_at),
        "courses": [_course(course) for course in there.courses],
        "certificates": [_certificate(one) for one in there.certificates],
        "shared_with": [
            {"organisation": one.slug, "name": one.name, "agreed_at": value(one.agreed_at)}
            for one in there.shared_with
        ],
    }


def _course(course: CourseKept) -> dict[str, Any]:
    return {
        "course": course.slug,
        "title": str(course.title(course.lang)),
        "language": course.lang,
        "began_at": value(course.began_at),
        "finished_at": value(course.finished_at),
        "lessons": [
            {"lesson": one.key, "opened_at": value(one.opened_at), "finished_at": value(one.read_at)}
            for one in course.lessons
        ],
        "answers": [_answer(one) for one in course.answers],
    }


def _answer(one: AnswerKept) -> dict[str, Any]:
    return {
        "lesson": one.lesson,
        "question": one.question,
        "asked": one.words.get("ask", ""),
        "answer": one.given,
        "in_words": _in_words(one),
        "right": one.is_right,
        "at": value(one.at),
        "language": one.lang,
    }


OF_IT = ("serial", "state", "holder", "title", "version", "lang", "subjects", "right", "asked")
OF_ITS_LIFE = ("issued_at", "revoked_at", "why")


def _certificate(one: Certificate) -> dict[str, Any]:
    return {name: value(getattr(one, name)) for name in (*OF_IT, *OF_ITS_LIFE)}


@bp.route("/kept/delete", methods=["GET", "POST"])
@public
def forget() -> ResponseReturnValue:
    """What goes and what stays is said before; a guest's cookie goes as well."""
    form = ForgetForm()
    if form.validate_on_submit():
        forgetting.forget(who())
        flash(_("What was kept about your learning is deleted."))
        answer = redirect(url_for(".kept"))
        answer.delete_cookie(COOKIE)
        return answer
    return render_template("learning/forget.html", form=form, kept=_kept(), is_guest=me().id is None)


@bp.route("/certificates/<serial>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(serial: str) -> ResponseReturnValue:
    """Its holder wants it to exist no longer."""
    found = certificates.get_certificate(serial)
    CERTIFICATE.check("withdraw", found, actor=me())
    form = WithdrawForm(seen=found.revision)
    if form.validate_on_submit():
        forgetting.withdraw(found, seen=form.seen.data, actor=me())
        flash(_("Your certificate is deleted. Its page says that it was withdrawn at its holder's wish."))
        return redirect(url_for(".kept"))
    return render_template("learning/withdraw.html", certificate=found, form=form)


@bp.route("/certificates/<serial>/unname", methods=["GET", "POST"])
@signed_in
def unname(serial: str) -> ResponseReturnValue:
    """Of a revoked one the name goes, and nothing else."""
    found = certificates.get_certificate(serial)
    CERTIFICATE.check("unname", found, actor=me())
    form = WithdrawForm(seen=found.revision)
    if form.validate_on_submit():
        forgetting.unname(found, seen=form.seen.data, actor=me())
        flash(_("Your name is off the certificate. Its page still says that it was revoked."))
        return redirect(url_for(".kept"))
    return render_template("learning/unname.html", certificate=found, form=form)
