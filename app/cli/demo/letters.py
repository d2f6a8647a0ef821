"""Letters that came back, so that those who look after the post have something to send again."""

from typing import Any

from sqlalchemy import select

from app.cli.demo import told
from app.cli.demo.people import People
from app.foundation import mail
from app.foundation.db import session, transaction
from app.foundation.outbox import Letter, LetterState


def load(people: People) -> None:
    with transaction():
        for fact in told.read("letters.yaml")["returned"]:
            _came_back(fact, people[fact["to"]].id)


def _came_back(fact: dict[str, Any], recipient: int) -> None:
    theirs = select(Letter).where(Letter.recipient_id == recipient).order_by(Letter.id.desc())
    letter = session.scalars(theirs.limit(1)).one()
    letter.subject, letter.body = mail.render(letter)
    letter.state, letter.tries, letter.last_error = LetterState.FAILED, fact["tries"], fact["error"]
