"""Reports on their way through the Secretariat, brought there by the operations that people use."""

from datetime import timedelta

from app.foundation.clock import now
from app.reports.models import DeclineReason
from app.reports.operations import deciding, submitting
from tests.reports.given import a_complete_report, save

AGAIN = now().date() + timedelta(days=14)


def a_submitted_report(cast, answers=None, once="once-1", seen=1, **given):
    report = a_complete_report(cast, **given)
    if answers:
        save(report, cast.amara, answers, seen=seen)
    submitting.submit_report(report.number, once=once, seen=report.revision, actor=cast.amara)
    return report


def a_returned_report(cast, **given):
    report = a_submitted_report(cast, **given)
    deciding.send_back_report(
        report, reason="Annex II is missing.", due_on=AGAIN, seen=report.revision, actor=cast.bruno
    )
    return report


def a_declined_report(cast, **given):
    report = a_submitted_report(cast, **given)
    deciding.decline_report(
        report, formal=DeclineReason.SCOPE, reason="It is about hats.", seen=report.revision, actor=cast.bruno
    )
    return report


def an_accepted_report(cast, **given):
    report = a_submitted_report(cast, **given)
    deciding.accept_report(report, words="Thank you.", seen=report.revision, actor=cast.bruno)
    return report


def a_published_report(cast, **given):
    report = an_accepted_report(cast, **given)
    deciding.publish_report(report, seen=report.revision, actor=cast.bruno)
    return report
