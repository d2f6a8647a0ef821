"""How long a lesson or a course takes, in words."""

from flask_babel import ngettext


def lasts(lessons: int, minutes: int) -> str:
    told = ngettext("%(num)d lesson, %(time)s", "%(num)d lessons, %(time)s", lessons, time=about(minutes))
    return str(told)


def about(minutes: int) -> str:
    return str(ngettext("about %(num)d minute", "about %(num)d minutes", minutes))
