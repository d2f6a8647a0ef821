"""If a person has seen a receipt, or the word "saved", it is there after any crash: whole, and once."""

import random
import time
from threading import Event

from tests.durability.ledger import faults
from tests.durability.stage import a_stage, served
from tests.durability.writing import Work, resend

KILLS = 30


class Author(Work):
    """Through one draft after the other, without a pause."""

    def work(self):
        self.browser.get("/en/work")  # for the token
        for number in self.writer.drafts:
            for n in range(3):
                self.save(number, "b1", f"Words {n} of {self.writer.name} for {number}.")
            self.save_page(number, f"Walks of {self.writer.name} for {number}")
            self.attach(number)
            self.start_draft(f"Begun by {self.writer.name} after {number}")
            assert self.submit(number) == 302


def test_whatever_was_acknowledged_survives_thirty_kills(tmp_path):
    with a_stage(tmp_path, "kills", organisations=4, drafts=60) as stage, served(stage) as server:
        over = Event()
        owners = [w for w in stage.writers if w.name.startswith("Owner")]
        authors = [Author(writer, server.port, over) for writer in owners]
        for author in authors:
            author.start()

        restarts = [_kill_and_start(server, authors, n) for n in range(KILLS)]
        _let_write(authors, 20)
        over.set()
        server.kill()
        for author in authors:
            author.join(60)
        assert [a.wrong for a in authors if a.wrong] == []
        ledgers = [author.ledger for author in authors]
        with stage.open():
            assert faults(ledgers, authors=2) == []

        server.start()
        assert [line for author in authors for line in resend(author)] == []
        with stage.open():
            assert faults(ledgers, authors=2) == []

        receipts, kept = sum(len(one.receipts) for one in ledgers), sum(map(len, ledgers))
        middle = sorted(restarts)[KILLS // 2]
        print(f"{KILLS} kills: {kept} acknowledged, {receipts} receipts, none lost; restart {middle:.2f} s")
        assert receipts >= KILLS, "too little was written for the kills to mean anything"
        assert {status for a in authors for status in a.browser.statuses} <= {200, 302}


def _kill_and_start(server, authors, n):
    """At any moment of the writing: chance decides, the same chance each time."""
    chance = random.Random(n)  # noqa: S311
    _let_write(authors, chance.randint(1, 25))
    time.sleep(chance.uniform(0, 0.03))
    server.kill()
    return server.start()


def _let_write(authors, answers):
    """So many requests are answered, however slow the machine is."""
    wanted = answers + sum(len(author.browser.statuses) for author in authors)
    until = time.monotonic() + 60
    while sum(len(author.browser.statuses) for author in authors) < wanted:
        assert [a.wrong for a in authors if a.wrong] == []
        assert time.monotonic() < until, "nobody gets an answer"
        time.sleep(0.005)
