"""Parts of `./dev test` side by side: none hides another's failure, and none is left behind."""

import os
import signal
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]
TWO_THAT_WAIT = """
import sys
from importlib.machinery import SourceFileLoader
sys.dont_write_bytecode = True
dev = SourceFileLoader("dev", "dev").load_module()
code = "import os, sys, time; print('begun', os.getpid(), flush=True); open(sys.argv[1], 'w'); time.sleep(60)"
parts = [dev.Part(mark, [sys.executable, "-c", code, mark]) for mark in sys.argv[1:]]
raise SystemExit(dev.side_by_side(parts))
"""


@pytest.fixture(scope="module")
def dev():
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    module = module_from_spec(spec_from_loader("dev", loader))
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


@pytest.fixture(autouse=True)
def ends_as_before():
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, what in before.items():
        signal.signal(name, what)


def a_part(dev, name, code, **given):
    return dev.Part(name, [sys.executable, "-c", code], **given)


def test_all_are_run_and_the_worst_is_the_answer(dev, capfdbinary):
    parts = [a_part(dev, f"part {code}", f"print('said {code}'); exit({code})") for code in (0, 3, 1)]

    assert dev.side_by_side(parts, hands=2) == 3
    told = capfdbinary.readouterr().out.decode()
    for code in (0, 3, 1):
        assert f"said {code}" in told
    assert "part 3: FAILED (3)" in told
    assert "part 0: done" in told


def test_who_was_killed_has_failed(dev):
    assert dev.side_by_side([a_part(dev, "killed", "import os; os.kill(os.getpid(), 9)")]) == 9


def test_what_each_says_stays_in_one_piece(dev, capfdbinary):
    slowly = "import time\nfor _ in range(5): print('{0}', flush=True); time.sleep(0.05)"

    assert dev.side_by_side([a_part(dev, name, slowly.format(name)) for name in "ab"], hands=2) == 0
    told = capfdbinary.readouterr().out.decode()
    assert "a\n" * 5 in told
    assert "b\n" * 5 in told


@pytest.mark.parametrize(("second", "answer"), [("pass", 0), ("exit(1)", 1)])
def test_what_fell_is_walked_once_more_and_that_is_said(dev, capfdbinary, second, answer):
    walk = f"import sys\nif '--last-failed' not in sys.argv: exit(1)\n{second}"

    assert dev.side_by_side([a_part(dev, "walks", walk, once_more=True)]) == answer
    assert "ONCE MORE, what fell the first time: walks" in capfdbinary.readouterr().out.decode()


def test_a_walk_that_could_not_begin_is_not_walked_again(dev, capfdbinary):
    assert dev.side_by_side([a_part(dev, "walks", "exit(4)", once_more=True)]) == 4
    assert "ONCE MORE" not in capfdbinary.readouterr().out.decode()


@pytest.mark.parametrize(("how", "answer"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_is_interrupted_ends_what_it_has_started_and_tells_what_was_said(tmp_path, how, answer):
    marks = [tmp_path / name for name in "ab"]
    command = [sys.executable, "-W", "ignore", "-c", TWO_THAT_WAIT, *map(str, marks)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    wait_until(lambda: all(mark.exists() for mark in marks))
    process.send_signal(how)
    told, _ = process.communicate(timeout=60)

    assert process.returncode == answer
    pids = [int(line.split()[1]) for line in told.splitlines() if line.startswith("begun")]
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def wait_until(holds):
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_every_test_is_in_some_part_on_both_databases(dev):
    kinds = {words.partition(" on ")[0] for words in dev.TESTS}
    bases = ("PostgreSQL", "SQLite")

    assert sorted(dev.TESTS) == sorted(f"{kind} on {base}" for kind in kinds for base in bases)
    assert kinds == {"house", "rooms", "durability", "journeys"}
    rooms = dev.tests("rooms on SQLite").command
    left_out = {word.removeprefix("--ignore=") for word in rooms if word.startswith("--ignore=")}
    assert left_out == {*dev.HOUSE, "tests/durability", "tests/journeys"}
    assert all((ROOT / folder).is_dir() for folder in left_out)
