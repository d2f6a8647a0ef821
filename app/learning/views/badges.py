"""Certificates as signed badges: to be taken, to be checked, and what others need to check them alone."""

from typing import Any

from flask import Response, current_app, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation import limits, signing
from app.foundation.errors import Conflict, Invalid, NotFound
from app.foundation.refusals import beside, sentence_of
from app.foundation.sentences import HEADINGS
from app.foundation.web import public, signed_in
from app.learning.flow import CERTIFICATE
from app.learning.forms.certificates import BadgeForm
from app.learning.models import Certificate, CertificateState
from app.learning.queries import badges, certificates
from app.learning.queries.badges import Claims, Places
from app.learning.views.certificates import address_of
from app.learning.views.room import badges as bp
from app.learning.views.room import bp as room

SIGNED = "application/vc+jwt"
NAME = "Civil Society Platform of the CMS Family"  # of who issues: the same in every language


@room.get("/certificates/<serial>/take")
@signed_in
def take(serial: str) -> ResponseReturnValue:
    """For its holder, to be kept in a wallet or shown elsewhere."""
    found = certificates.get_certificate(serial)
    CERTIFICATE.check("take", found, actor=me())
    answer = Response(signed(found), mimetype=SIGNED)
    answer.headers["Content-Disposition"] = f"attachment; filename=badge-{found.serial}.jwt"
    return answer


def signed(certificate: Certificate) -> str:
    told, places = certificates.printed(certificate), _places(certificate)
    with force_locale(told.lang):
        criteria = _("%(right)s of %(asked)s questions right", right=told.right, asked=told.asked)
    issuer = badges.profile(places, NAME)
    return _sign(badges.credential(certificate.id, told, places, issuer, criteria))


@room.route("/certificates/badge", methods=["GET", "POST"])
@limits.limit(limits.place, "60 per minute")
@public
def check_badge() -> ResponseReturnValue:
    """Whether a badge was signed here and is as it was; whether it is still valid its certificate says."""
    form = BadgeForm()
    if form.validate_on_submit():
        with beside(form.file if form.file.data else form.words):
            try:
                serial = _serial_of(form.given())
            except Conflict as error:
                return _verdict(error)
            is_valid = certificates.get_certificate(serial).state is CertificateState.VALID
            if is_valid:
                flash(_("This badge is genuine: it was signed here, and nobody has changed it since."))
            else:
                flash(
                    _("This badge is no longer valid. It was signed here, and nobody has changed it since.")
                )
            return redirect(url_for("learning.certificate", serial=serial))
    return render_template("learning/check_badge.html", form=form, verdict="")


def _serial_of(token: str) -> str:
    try:
        serial = badges.serial_of(signing.opened(token))
        return certificates.get_certificate(serial).serial
    except signing.NotSigned as error:
        raise Invalid("badge_unreadable") from error
    except signing.NotOurs as error:
        raise Conflict("badge_forged") from error
    except NotFound as error:
        raise Conflict("badge_without_certificate") from error


def _verdict(error: Conflict) -> ResponseReturnValue:
    """Whoever checks has nothing to correct."""
    told = {"verdict": HEADINGS[error.key], "sentence": sentence_of(error)}
    return render_template("learning/check_badge.html", form=BadgeForm(formdata=None), **told), 422


@bp.get("/keys.json")
@public
def keys() -> ResponseReturnValue:
    """All public keys, also those that only older badges were signed with."""
    told = signing.public_keys()
    return _to_anybody(jsonify(keys=[{**key, "kid": _key_at(name)} for name, key in told.items()]))


@bp.get("/keys/<name>")
@public
def key(name: str) -> ResponseReturnValue:
    """The one that a badge names."""
    told = signing.public_keys().get(name)
    if told is None:
        raise NotFound("not_found")
    return _to_anybody(jsonify({**told, "kid": _key_at(name)}))


@bp.get("/issuer.json")
@public
def issuer() -> ResponseReturnValue:
    told = {"@context": [badges.CREDENTIALS, badges.BADGES], **badges.profile(_places(), NAME)}
    return _to_anybody(jsonify(told))


@bp.get("/states/<int:number>")
@public
def states(number: int) -> ResponseReturnValue:
    """Which badges are no longer valid, signed anew each time."""
    return _to_anybody(Response(_sign(badges.states(number, _places())), mimetype=SIGNED))


def _sign(claims: Claims) -> str:
    return signing.sign(claims, keys_at=_key_at(""), kind="vc+jwt")


def _places(certificate: Certificate | None = None) -> Places:
    return Places(
        issuer=_whole("badges.issuer"),
        platform=f"{current_app.config['BASE_URL']}/",
        course=_course(certificate) if certificate else "",
        certificate=address_of(certificate.serial) if certificate else "",
        states=_whole("badges.states", number=0).rpartition("/")[0],
    )


def _course(certificate: Certificate) -> str:
    return _whole("learning.show", slug=certificate.course.slug, lang=certificate.lang)


def _key_at(name: str) -> str:
    return _whole("badges.key", name=name or "_").removesuffix("/_")


def _whole(endpoint: str, **values: Any) -> str:
    return f"{current_app.config['BASE_URL']}{url_for(endpoint, **values)}"


def _to_anybody(answer: Response) -> Response:
    """Programs in others' pages may read it, and keep it for a while."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
