"""Who learns: the person who is signed in, or the guest that a word in a cookie speaks of."""

from flask import Response, after_this_request, current_app, request
from werkzeug.wrappers import Response as Answer

from app.accounts.readers import Person
from app.accounts.session import me
from app.learning.operations import learners as operations
from app.learning.queries.learners import Who

COOKIE, YEAR = "learner", 365 * 24 * 3600
LONGEST = 64


def who() -> Who:
    person = me().id
    return Who(person) if person is not None else Who(word=_word())


def remembered(here: Who, answer: Answer) -> Answer:
    """With a guest's word in a cookie, for a year from now."""
    if here.word:
        answer.set_cookie(
            COOKIE,
            here.word,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SECURE_COOKIES"]),
        )
    return answer


def arrived(person: Person) -> None:
    """Told by the entrance: what was done in this browser before is the person's now, and the cookie goes."""
    if word := _word():
        operations.take_over(word, person=person.id)
        after_this_request(_without_cookie)


def _without_cookie(answer: Response) -> Response:
    answer.delete_cookie(COOKIE)
    return answer


def _word() -> str:
    word = request.cookies.get(COOKIE, "")
    return word if len(word) <= LONGEST else ""
