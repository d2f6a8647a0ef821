"""Two sides, one connection each, A B A B: CPU of the server per request and the median time.

Only ratios from one run are worth quoting: the machines are shared, and a single time wanders by
tens of per cent. Everything is bounded and goes to loopback only.
"""

import http.client
import ipaddress
import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

HERE = "127.0.0.1"  # nothing else is ever measured
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Side:
    """One server and how to ask it. `send` makes one request on the connection and returns its bytes."""

    name: str
    port: int
    pid: int
    send: Callable[[http.client.HTTPConnection, int], int]
    cpu: list[float] = field(default_factory=list)  # ms per request, one figure a round
    p50: list[float] = field(default_factory=list)  # ms, one figure a round
    size: float = 0.0
    asked: int = 0


def get(path: str, **headers: str) -> Callable[[http.client.HTTPConnection, int], int]:
    def send(connection: http.client.HTTPConnection, _n: int) -> int:
        connection.request("GET", path, headers=headers)
        return answer(connection, 200)

    return send


def answer(connection: http.client.HTTPConnection, *wanted: int) -> int:
    response = connection.getresponse()
    body = response.read()
    if response.status not in wanted:
        raise SystemExit(f"answered {response.status}, not {wanted}: {body[:300]!r}")
    return len(body)


def connect(port: int, host: str = HERE) -> http.client.HTTPConnection:
    """One connection, to this machine only: nobody else's server is ever loaded."""
    if not ipaddress.ip_address(host).is_loopback:
        raise SystemExit(f"{host} is not this machine: nothing else is measured.")
    return http.client.HTTPConnection(host, port, timeout=30)


def middle(figures: list[float]) -> float:
    return statistics.median(figures)


def compare(a: Side, b: Side, *, rounds: int, seconds: float, most: int = 100_000) -> None:
    """Fill both sides, turn about; the order flips every round so that drift favours neither.

    `most` bounds the requests of a round (for writes that use up what was prepared).
    """
    for side in (a, b):
        _slice(side, 0.5, min(most, 20), keep=False)
    for number in range(rounds):
        for side in (a, b) if number % 2 == 0 else (b, a):
            _slice(side, seconds, most)


def _slice(side: Side, seconds: float, most: int, *, keep: bool = True) -> None:
    connection = connect(side.port)
    times, sizes = [], 0
    before, until = cpu_of(side.pid), time.perf_counter() + seconds
    while time.perf_counter() < until and len(times) < most:
        start = time.perf_counter()
        sizes += side.send(connection, side.asked)
        times.append((time.perf_counter() - start) * 1000)
        side.asked += 1
    used = (cpu_of(side.pid) - before) * 1000
    connection.close()
    if keep and times:
        side.cpu.append(used / len(times))
        side.p50.append(statistics.median(times))
        side.size = sizes / len(times)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process, its threads and its children have used."""
    return sum(_own(p) for p in _tree(pid))


def _own(pid: int) -> float:
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
        return sum(_nanoseconds(pid, task) for task in tasks) / 1e9
    except OSError:
        return 0.0


def _nanoseconds(pid: int, task: str) -> int:
    try:
        with open(f"/proc/{pid}/task/{task}/schedstat") as file:
            return int(file.read().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _tree(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(name))
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


@dataclass
class Ratio:
    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f} to {self.high:.2f})"


def ratio(a: list[float], b: list[float]) -> Ratio:
    """B over A: the ratio of medians and its bootstrap 95 per cent interval over the rounds."""
    chance, drawn, n = random.Random(1), [], min(len(a), len(b))  # noqa: S311 statistics, not secrets
    for _ in range(2000):
        at = [chance.randrange(n) for _ in range(n)]
        drawn.append(statistics.median(b[i] for i in at) / statistics.median(a[i] for i in at))
    drawn.sort()
    return Ratio(statistics.median(b) / statistics.median(a), drawn[50], drawn[1949])
