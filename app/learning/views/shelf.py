"""The editors' desk of courses: where each comes from, what is wrong with it, and its files."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation import files as stored
from app.foundation.errors import Conflict
from app.foundation.i18n import languages_named
from app.foundation.web import open_to, signed_in
from app.learning import policy
from app.learning.forms.bringing import AgreeForm
from app.learning.library import guide, zips
from app.learning.operations import importing, shelves
from app.learning.queries import uploads
from app.learning.views import changes
from app.learning.views.room import desk


@desk.get("/courses")
@signed_in
@open_to(policy.brings_courses)
def index() -> ResponseReturnValue:
    kept = [(one, changes.counted(len(one.faults), len(one.warnings))) for one in uploads.on_desk()]
    return render_template("learning/desk/index.html", kept=kept, languages_named=languages_named)


@desk.get("/courses/<slug>")
@signed_in
@open_to(policy.brings_courses)
def show(slug: str) -> ResponseReturnValue:
    kept = uploads.get_kept(slug)
    return render_template(
        "learning/desk/show.html",
        kept=kept,
        earlier=uploads.earlier(slug),
        languages=languages_named(kept.languages),
    )


@desk.get("/courses/<slug>/files.zip")
@signed_in
@open_to(policy.brings_courses)
def files(slug: str) -> ResponseReturnValue:
    """What it is made of now, to begin from."""
    kept = uploads.get_kept(slug)
    if kept.upload:
        return stored.answer(kept.upload.file)
    answer = Response(zips.pack(slug, shelves.files_in(shelves.COURSES, slug)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.zip"'
    return answer


@desk.get("/courses/<slug>/brought/<key>.zip")
@signed_in
@open_to(policy.brings_courses)
def brought(slug: str, key: str) -> ResponseReturnValue:
    """An earlier import, as it was taken in."""
    return stored.answer(uploads.get_taken(slug, key).file)


@desk.route("/courses/<slug>/give-back", methods=["GET", "POST"])
@signed_in
@open_to(policy.brings_courses)
def give_back(slug: str) -> ResponseReturnValue:
    """Back to the course that comes with the platform, or none: asked once more, with what it changes."""
    upload, form = uploads.get_in_use(slug), AgreeForm()
    if form.validate_on_submit():
        if importing.give_back(upload, seen=form.seen.data or "", actor=me()):
            flash(_("The course that comes with the platform is shown again."))
        else:
            flash(_("The course is withdrawn. What learners did in it is kept."))
        return redirect(url_for(".index"))
    told = importing.compare_shipped(slug)
    if form.errors:
        raise Conflict("course_changed_meanwhile")
    kept = uploads.get_kept(slug)
    form.seen.data = told.seen if told else kept.digest
    return render_template("learning/desk/give_back.html", form=form, kept=kept, told=told, changes=changes)


@desk.get("/course-format")
@signed_in
@open_to(policy.brings_courses)
def format() -> ResponseReturnValue:
    return render_template("learning/desk/format.html", html=guide.html())
