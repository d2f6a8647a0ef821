"""`python -m bench`: what one request of ours costs, as a multiple of what it must cost at least."""

import shutil
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench import ROOT, generate, measure
from bench.measure import FORM, Side, answer, compare, connect, get, ratio
from bench.prepare import Prepared, prepare
from bench.serve import serving

Send = Callable[[HTTPConnection, int], int]


@dataclass(frozen=True)
class Promise:
    """One request of ours, what the floor does instead, and how many times as much it may cost."""

    name: str
    ours: Send
    write: str = ""  # what the floor writes; without it, it shows a page of the same bytes
    limit: float | None = None
    most: int = 100_000  # requests of a round, for what can be done only once


def promises(ready: Prepared) -> list[Promise]:
    desk = get("/en/desk?queue=reports", Cookie=ready.moderator.cookie)
    return [
        Promise("register, another search each time", ready.search, limit=1.6),
        Promise("register, one search again", get(ready.searches[0]), limit=1.6),
        Promise("report page", ready.show, limit=1.5),
        Promise("desk, many reports waiting", desk, limit=2),
        Promise("save one answer", ready.save, write="save", limit=3),
        Promise("lesson page, from what is stored", ready.lesson, limit=0.6),
        Promise("answer a question of a course", ready.answer, write="answer", limit=2, most=25),
        Promise("submit a report of 50 answers", ready.submit, write="submit", limit=2, most=25),
    ]


def main() -> None:
    ask = ArgumentParser(prog="./dev bench", description=__doc__)
    ask.add_argument("--reports", type=int, default=100_000, help="published reports")
    ask.add_argument("--pending", type=int, default=10_000, help="reports that wait at the desk")
    ask.add_argument("--rounds", type=int, default=10)
    ask.add_argument("--seconds", type=float, default=1.5, help="of each side in a round")
    ask.add_argument("--only", default="", help="only promises whose name holds this")
    ask.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    given = ask.parse_args()
    size = generate.Size(reports=given.reports, pending=given.pending)
    print(f"Data of {size.reports} published reports, {size.pending} waiting ({size.digest}) …", flush=True)
    database = _copied(generate.database(given.data.resolve(), size), given.data.resolve() / "run")
    run(prepare(database), database, given.rounds, given.seconds, given.only)


def _copied(kept: Path, folder: Path) -> Path:
    """A run writes: the kept data stays as it was made."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Path(shutil.copy(kept, folder / kept.name))


def run(ready: Prepared, database: Path, rounds: int, seconds: float, only: str) -> None:
    floor_writes = str(database.parent / "writes.json")
    with ExitStack() as stack:
        ours = stack.enter_context(serving("wsgi:app", database))
        floor, twin = (
            stack.enter_context(serving("bench.floor:app", database, FLOOR_WRITES=floor_writes))
            for _ in range(2)
        )
        print(f"\n{'ours / floor':36}{'CPU per request':>24}{'median time':>24}  promised")
        control = [Side(name, *where, get("/list/20000")) for name, where in (("a", floor), ("b", twin))]
        compare(*control, rounds=rounds, seconds=seconds)
        _tell("control: floor / floor", *control, None)
        for promise in promises(ready):
            if only in promise.name:
                a = Side("floor", *floor, _floor_sends(promise, ours, floor))
                b = Side("ours", *ours, promise.ours)
                compare(a, b, rounds=rounds, seconds=seconds, most=promise.most)
                _tell(promise.name, a, b, promise.limit)
    print("\nIn brackets: where the ratio lies, 95 times in 100. What differs from its promise by less than")
    print("the control's ratio differs from 1 proves nothing. See bench/README.md.")


def _floor_sends(promise: Promise, ours: tuple[int, int], floor: tuple[int, int]) -> Send:
    """The floor's part: the same rows, or a page of as many bytes as ours has now."""
    if promise.write:
        return write(promise.write)
    wanted, bare = asked_once(ours[0], promise.ours), asked_once(floor[0], get("/list/0"))
    return get(f"/list/{max(0, wanted - bare)}")


def asked_once(port: int, send: Send) -> int:
    connection = connect(port)
    try:
        return send(connection, 0)
    finally:
        connection.close()


def write(name: str) -> Send:
    def send(connection: HTTPConnection, _n: int) -> int:
        connection.request("POST", f"/write/{name}", "a=1", FORM)
        return answer(connection, 200)

    return send


def _tell(name: str, a: Side, b: Side, limit: float | None) -> None:
    promised = f"≤ {limit:g}" if limit else ""
    print(f"{name:36}{ratio(a.cpu, b.cpu)!s:>24}{ratio(a.p50, b.p50)!s:>24}  {promised}")
    measured = "    {0.name:8}{1:8.2f} ms CPU {2:8.2f} ms median {0.size:9.0f} bytes"
    for side in (a, b):
        print(measured.format(side, measure.middle(side.cpu), measure.middle(side.p50)), flush=True)


if __name__ == "__main__":
    main()
