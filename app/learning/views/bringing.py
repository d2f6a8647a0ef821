"""An editor brings a course: a ZIP is checked, what it would change is shown, and then it is taken in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation import files as stored
from app.foundation import limits
from app.foundation.errors import Conflict, Invalid
from app.foundation.refusals import tell_beside
from app.foundation.web import open_to, signed_in
from app.learning import policy
from app.learning.forms.bringing import AgreeForm, BringForm, DropForm
from app.learning.operations import importing
from app.learning.operations.importing import Looked
from app.learning.queries import uploads
from app.learning.views import changes
from app.learning.views.room import desk


@desk.route("/course-files", methods=["GET", "POST"])
@limits.limit(limits.place, "60 per hour")
@signed_in
@open_to(policy.brings_courses)
def bring() -> ResponseReturnValue:
    """Nothing is kept of a ZIP that is refused, or of a course with faults: they are named."""
    form, looked = BringForm(), None
    if form.validate_on_submit() and (looked := _looked(form)) and looked.found.course:
        upload = importing.bring(looked, actor=me())
        return redirect(url_for(".review", key=upload.key))
    page = render_template("learning/desk/bring.html", form=form, looked=looked)
    return page, 422 if form.errors or looked else 200


def _looked(form: BringForm) -> Looked | None:
    given = form.file.data
    try:
        data = given.stream.read(stored.LARGEST + 1)
        if len(data) > stored.LARGEST:
            raise Invalid("file_too_large", limit=stored.LARGEST // stored.MEGABYTE)
        return importing.look_through(data, called=given.filename or "", wanted=form.name.data)
    except Invalid as error:
        tell_beside(form.name if error.key.startswith("course_name") else form.file, error)
        return None


@desk.get("/course-files/<key>")
@signed_in
@open_to(policy.brings_courses)
def review(key: str) -> ResponseReturnValue:
    upload = uploads.get_waiting(key, reader=me())
    compared = importing.compare(upload)
    return render_template(
        "learning/desk/review.html",
        upload=upload,
        told=compared.comparison,
        warnings=compared.warnings,
        changes=changes,
        form=AgreeForm(formdata=None, seen=compared.comparison.seen),
        drop=DropForm(formdata=None),
    )


@desk.post("/course-files/<key>/take")
@signed_in
@open_to(policy.brings_courses)
def take(key: str) -> ResponseReturnValue:
    upload, form = uploads.get_waiting(key, reader=me()), AgreeForm()
    if not form.validate_on_submit():
        raise Conflict("course_changed_meanwhile")
    course = importing.take_in(upload, seen=form.seen.data or "", actor=me())
    flash(_("The course is taken in. Readers see it from now on."))
    return redirect(url_for(".show", slug=course.slug))


@desk.post("/course-files/<key>/drop")
@signed_in
@open_to(policy.brings_courses)
def drop(key: str) -> ResponseReturnValue:
    importing.drop(uploads.get_waiting(key, reader=me()), actor=me())
    flash(_("The ZIP is forgotten. Nothing has changed."))
    return redirect(url_for(".index"))
