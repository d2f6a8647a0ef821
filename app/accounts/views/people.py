"""The administrators' desk of people. For others there is no such page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.forms.people import ROLE_NAMES, GiveRoleForm, ReasonForm
from app.accounts.models import User
from app.accounts.operations import people
from app.accounts.readers import Role
from app.accounts.session import me
from app.accounts.views.proof import proved
from app.accounts.views.room import no_store, refused, shown
from app.foundation.errors import Conflict, Invalid
from app.foundation.forms import SeenForm
from app.foundation.i18n import current_lang
from app.foundation.paging import page
from app.foundation.text import one_line
from app.foundation.web import open_to, signed_in

bp = Blueprint("people", __name__, url_prefix="/desk/people", template_folder="../templates")


def is_administrator(reader: User) -> bool:
    return reader.is_administrator


@bp.route("/", methods=["GET"])
@signed_in
def index() -> ResponseReturnValue:
    words = one_line(request.args.get("q", ""))[:120]
    role = next((r for r in Role if r == request.args.get("role")), None)
    those = queries.people(reader=me(), words=words, role=role)
    found = page(those, [User.name.asc(), User.id.asc()], request.args.get("page"))
    return render_template("accounts/people.html", found=found, q=words, role=role, role_names=ROLE_NAMES)


@bp.route("/<key>", methods=["GET"])
@signed_in
def show(key: str) -> ResponseReturnValue:
    person = queries.get_managed(key, reader=me())
    form = SeenForm(formdata=None, seen=person.revision)
    return no_store(render_template("accounts/person.html", person=person, form=form, role_names=ROLE_NAMES))


@bp.route("/<key>/give-role", methods=["GET", "POST"])
@signed_in
@open_to(is_administrator)
@proved
def give_role(key: str) -> ResponseReturnValue:
    person = queries.get_managed(key, reader=me())
    form = GiveRoleForm(lang=current_lang(), bodies=queries.bodies(), seen=person.revision)
    if form.validate_on_submit():
        role, country, body = Role(form.role.data), form.country.data, form.body.data or ""
        try:
            people.give_role(person, role=role, country=country, body=body, seen=form.seen.data, actor=me())
        except Invalid as refusal:
            return refused(refusal, form, "give_role", "country", person=person)
        except Conflict as refusal:
            if refusal.key != "role_held":
                raise
            return refused(refusal, form, "give_role", "role", person=person)
        flash(_("The role is given. The person is told, and signs in again."))
        return redirect(url_for(".show", key=key))
    return shown("give_role", form, person=person)


@bp.route("/<key>/take-role/<int:grant_id>", methods=["POST"])
@signed_in
@open_to(is_administrator)
@proved
def take_role(key: str, grant_id: int) -> ResponseReturnValue:
    person, form = queries.get_managed(key, reader=me()), SeenForm()
    if not form.validate_on_submit():
        raise Conflict("changed_meanwhile")
    people.take_role(person, grant_id=grant_id, seen=form.seen.data, actor=me())
    flash(_("The role is taken back. The person is told."))
    return redirect(url_for(".show", key=key))


@bp.route("/<key>/disable", methods=["GET", "POST"])
@signed_in
@open_to(is_administrator)
@proved
def disable(key: str) -> ResponseReturnValue:
    person = queries.get_managed(key, reader=me())
    form = ReasonForm(seen=person.revision)
    if form.validate_on_submit():
        people.disable(person, reason=form.reason.data, seen=form.seen.data, actor=me())
        flash(_("The account is closed. The person is told why."))
        return redirect(url_for(".show", key=key))
    return shown("disable", form, person=person)


@bp.route("/<key>/enable", methods=["POST"])
@signed_in
@open_to(is_administrator)
@proved
def enable(key: str) -> ResponseReturnValue:
    person, form = queries.get_managed(key, reader=me()), SeenForm()
    if not form.validate_on_submit():
        raise Conflict("changed_meanwhile")
    people.enable(person, seen=form.seen.data, actor=me())
    flash(_("The account is open again."))
    return redirect(url_for(".show", key=key))


@bp.route("/<key>/lift-factor", methods=["GET", "POST"])
@signed_in
@open_to(is_administrator)
@proved
def lift_factor(key: str) -> ResponseReturnValue:
    person = queries.get_managed(key, reader=me())
    form = ReasonForm(seen=person.revision)
    if form.validate_on_submit():
        people.lift_factor(person, reason=form.reason.data, seen=form.seen.data, actor=me())
        flash(_("The second factor is removed. The person is told."))
        return redirect(url_for(".show", key=key))
    return shown("lift_factor", form, person=person)
