"""The developer's vocabulary: what cannot be done is said in one line, before anything is set up."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]


def dev(*words):
    return subprocess.run([sys.executable, "dev", *words], cwd=ROOT, capture_output=True, text=True)


def test_alone_it_prints_what_it_knows():
    said = dev()

    assert said.returncode == 0
    for word in ("demo", "test", "check", "fix", "migration", "words", "bench", "lock"):
        assert f"./dev {word}" in said.stdout


def test_a_word_it_does_not_know_is_an_error():
    assert dev("dance").returncode == 2


def test_a_busy_port_is_one_clear_line(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        said = dev("demo", "--port", str(port), "--data", str(tmp_path))

    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert f"Port {port}" in said.stderr
    assert "--port N" in said.stderr


@pytest.mark.parametrize("folder", ["/proc/nowhere", "/dev/null/nowhere"])
def test_a_folder_that_cannot_be_written_is_one_clear_line(folder):
    said = dev("demo", "--port", "0", "--data", folder)

    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert folder in said.stderr
    assert "--data DIR" in said.stderr


@pytest.mark.parametrize("words", [["--port", "many"], ["--colour", "red"]])
def test_a_wrong_option_is_refused(words):
    said = dev("demo", *words)

    assert said.returncode == 2
    assert "usage: ./dev demo" in said.stderr
