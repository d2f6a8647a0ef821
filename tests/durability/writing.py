"""Writers at work: each saves, attaches and submits, and notes what was acknowledged."""

from hashlib import sha256
from http.client import HTTPException
from threading import Event, Thread

from tests.durability.browser import Browser, GivenUp
from tests.durability.ledger import Ledger, Receipt
from tests.durability.stage import Writer


class Work(Thread):
    """One writer in a thread of their own; what went wrong is kept for the test to see."""

    def __init__(self, writer: Writer, port: int, over: Event) -> None:
        super().__init__(daemon=True)
        self.writer, self.over = writer, over
        self.browser = Browser(port, writer.cookie, over.is_set)
        self.ledger = Ledger()
        self.revisions: dict[tuple[str, str, int], int] = {}
        self.wrong: BaseException | None = None

    def run(self) -> None:
        try:
            self.work()
        except GivenUp:
            pass
        except BaseException as error:
            self.wrong = error

    def work(self) -> None:
        raise NotImplementedError

    def save(self, number: str, question: str, words: str) -> None:
        """One answer by itself, as the page's script sends it."""
        place = (number, question, 0)
        seen = str(self.revisions.get(place, 1 if question == "b1" else 0))
        fields = {f"seen-{question}-0": seen, f"{question}-0": words, "section_lang": "en"}
        told = self.browser.post(f"/en/reports/{number}/answers/{question}/0", **fields)
        assert told.status == 200, (told.status, told.text[:300])
        revision = int(told.text.partition('"revision":')[2].partition(",")[0].strip(" }\n"))
        self.revisions[place] = revision
        self.ledger.saves.setdefault(place, {})[revision] = words

    def save_page(self, number: str, words: str) -> None:
        """A section by its button, as without scripts."""
        fields = {"seen-d1-1": "1", "d1-1": words, "section_lang": "en", "finished": "no"}
        told = self.browser.post(f"/en/reports/{number}/sections/d", **fields)
        assert told.status == 302, (told.status, told.text[:300])
        self.ledger.pages.append(((number, "d1", 1), words))

    def attach(self, number: str) -> None:
        """A file that was not acknowledged may be there or not; it is not sent again."""
        name, data = f"{number}.csv", f"beach,nests\n{number},{self.writer.name}\n".encode() * 50
        try:
            told = self.browser.send_file(f"/en/reports/{number}/sections/d", "d7_file-1", name, data)
        except (OSError, HTTPException):
            return
        if told.status == 302:
            self.ledger.sent[name] = sha256(data).hexdigest()

    def start_draft(self, title: str) -> None:
        fields = {
            "organisation": self.writer.organisation,
            "title": title,
            "report_lang": "en",
            "kind": "individual",
        }
        told = self.browser.post(f"/en/reports/calls/{CALL}/start", **fields)
        assert told.status == 302, (told.status, told.text[:300])
        self.ledger.starts[told.location.split("/")[-2]] = title

    def submit(self, number: str) -> int:
        """Through the page that shows it all; gives the status of the answer, 0 if the button is gone."""
        shown = self.browser.get(f"/en/reports/{number}/check").hidden
        if "once" not in shown:
            return 0
        form = {name: shown[name] for name in ("seen", "once")}
        told = self.browser.post(f"/en/reports/{number}/submit", **form)
        if told.status == 302 and "/receipt" in told.location:
            self.ledger.receipts.append(Receipt(number, form, told.location))
        return told.status


CALL = "reports-to-stc99"


def resend(work: Work) -> list[str]:
    """Every form that got a receipt, sent once more: the same receipt comes, or it is told here."""
    work.browser.is_over = lambda: False
    found = []
    for receipt in work.ledger.receipts:
        told = work.browser.post(f"/en/reports/{receipt.number}/submit", **receipt.form)
        if (told.status, told.location) != (302, receipt.location):
            found.append(f"{receipt.number} sent again: {told.status} {told.location}")
    return found
