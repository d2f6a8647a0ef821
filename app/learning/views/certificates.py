"""Certificates: to be asked for, to be checked by whoever has one in hand, to be revoked."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation import limits
from app.foundation.errors import Conflict, NotFound
from app.foundation.i18n import LANGS, current_lang
from app.foundation.refusals import tell_beside
from app.foundation.web import public, signed_in
from app.learning.flow import CERTIFICATE, WORDS
from app.learning.forms.certificates import NameForm, RenameForm, RevokeForm, SerialForm
from app.learning.models import Certificate
from app.learning.operations import certifying
from app.learning.policy import is_own
from app.learning.queries import certificates, courses, learners
from app.learning.views.room import bp, printed
from app.learning.views.who import who


@printed.get("/<serial>")
@public
def find(serial: str) -> ResponseReturnValue:
    """The address that is printed: on to the page in the language of whoever reads it."""
    known = certificates.tidy(serial) or serial
    return redirect(url_for("learning.certificate", lang=preferred(), serial=known))


def preferred() -> str:
    return request.accept_languages.best_match(LANGS) or "en"


@bp.route("/certificates", methods=["GET", "POST"])
@limits.limit(limits.place, "60 per minute")
@public
def check() -> ResponseReturnValue:
    """For whoever was given a certificate and wants to know whether it is true."""
    form = SerialForm()
    if form.validate_on_submit():
        try:
            return _shown(certificates.get_certificate(form.serial.data))
        except NotFound as error:
            tell_beside(form.serial, error)
    return render_template("learning/check.html", form=form)


@bp.get("/certificates/<serial>")
@public
def certificate(serial: str) -> ResponseReturnValue:
    """All that is printed, to be compared with the paper."""
    found = certificates.get_certificate(serial)
    if found.serial != serial:
        return _shown(found)
    word, tone = WORDS[found.state]
    return render_template(
        "learning/certificate.html",
        certificate=certificates.printed(found),
        word=word,
        tone=tone,
        moves={move.name for move in CERTIFICATE.open_to(me(), found)},
        is_mine=is_own(me(), found),
        address=address_of(found.serial),
    )


def address_of(serial: str) -> str:
    """The one that is printed."""
    return f"{current_app.config['BASE_URL']}{url_for('certificates.find', serial=serial)}"


def _shown(found: Certificate) -> ResponseReturnValue:
    return redirect(url_for(".certificate", serial=found.serial))


@bp.route("/certificates/of/<slug>", methods=["GET", "POST"])
@signed_in
def certify(slug: str) -> ResponseReturnValue:
    """Ask for the certificate of a course. Who has it is led to it, also when it was revoked."""
    course = courses.get_course(slug)
    if there := certificates.newest(me().id, course.id):
        return _shown(there)
    if not learners.score(learners.learner_id(who()), course).passed:
        raise Conflict("certificate_not_earned")
    form = NameForm(holder=me().name)
    if form.validate_on_submit():
        there = certifying.certify(course, holder=form.holder.data, lang=current_lang(), actor=me())
        flash(_("Here is your certificate."))
        return _shown(there)
    title = course.title(current_lang())
    return render_template("learning/certify.html", course=course, title=title, form=form)


@bp.route("/certificates/<serial>/rename", methods=["GET", "POST"])
@signed_in
def rename(serial: str) -> ResponseReturnValue:
    """Another name on it. What is sent twice finds it done, so the operation alone asks whether it may be."""
    found = certificates.get_certificate(serial)
    form = RenameForm(seen=found.revision, holder=found.holder)
    if form.validate_on_submit():
        holder, seen = form.holder.data, form.seen.data
        anew = certifying.rename(found, holder=holder, seen=seen, actor=me())
        if anew.serial != found.serial:
            flash(_("Here is your certificate with the new name. The old one says that it was replaced."))
        return _shown(anew)
    CERTIFICATE.check("rename", found, actor=me())
    return render_template("learning/rename.html", certificate=found, form=form)


@bp.route("/certificates/<serial>/revoke", methods=["GET", "POST"])
@signed_in
def revoke(serial: str) -> ResponseReturnValue:
    found = certificates.get_certificate(serial)
    CERTIFICATE.check("revoke", found, actor=me())
    form = RevokeForm(seen=found.revision)
    if form.validate_on_submit():
        reason, seen = form.reason.data, form.seen.data
        certifying.revoke(found, reason=reason, seen=seen, actor=me())
        flash(_("The certificate is revoked. The person is told why."))
        return _shown(found)
    return render_template("learning/revoke.html", certificate=found, form=form)
