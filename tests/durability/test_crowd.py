"""The last hour before a deadline: forty people at once, two on each report, and nothing is lost."""

from collections import Counter
from threading import Barrier, Event

from tests.durability.ledger import faults
from tests.durability.stage import a_stage, served
from tests.durability.writing import Work

PEOPLE = 40


class Colleague(Work):
    """One of two who write the same report; each then presses the button."""

    def __init__(self, writer, port, over, partner):
        super().__init__(writer, port, over)
        self.partner, self.result = partner, 0
        self.question = "b1" if writer.name.startswith("Owner") else "b3"

    def work(self):
        (number,) = self.writer.drafts
        self.browser.get(f"/en/reports/{number}/sections/b")
        for n in range(5):
            self.save(number, self.question, f"Words {n} of {self.writer.name}.")
        self.start_draft(f"Begun by {self.writer.name}")
        self.partner.wait(120)
        self.result = self.submit(number)


def test_forty_people_saving_and_submitting_at_once_lose_nothing(tmp_path):
    with (
        a_stage(tmp_path, "crowd", organisations=PEOPLE // 2, drafts=1) as stage,
        served(stage, WEB_PROCESSES="2") as server,
    ):
        over, pairs = Event(), {w.organisation: Barrier(2) for w in stage.writers}
        people = [Colleague(w, server.port, over, pairs[w.organisation]) for w in stage.writers]
        for person in people:
            person.start()
        for person in people:
            person.join(150)
        over.set()

        assert [p.wrong for p in people if p.wrong] == []
        assert not [p.writer.name for p in people if p.is_alive()]
        with stage.open():
            assert faults([p.ledger for p in people], authors=2) == []
        submitted = Counter(r.number for p in people for r in p.ledger.receipts)
        assert set(submitted) == {number for p in people for number in p.writer.drafts}
        assert {p.result for p in people} <= {302, 409, 0}, "one of two is received, the other told so"
        assert not [s for p in people for s in p.browser.statuses if s >= 500 and s != 503]
