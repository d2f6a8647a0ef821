"""What a person's browser does: keeps the cookie, carries the token, and asks again when nobody answers."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|seen|once)"[^>]*value="([^"]*)"')


class GivenUp(Exception):
    """The test is over; nobody will answer any more."""


@dataclass
class Answer:
    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms; the last of each name is that of the main form."""
        return dict(HIDDEN.findall(self.text))


class Browser:
    def __init__(self, port: int, cookie: str, is_over: Callable[[], bool]) -> None:
        self.port, self.cookie, self.is_over = port, cookie, is_over
        self.token = ""
        self.statuses: list[int] = []

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        """Once. Raises OSError or HTTPException when nobody answered."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"visit={self.cookie}", "Connection": "close"} | (
            {"Content-Type": kind, "X-CSRFToken": self.token} if kind else {}
        )
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            told = Answer(answer.status, answer.getheader("Location", ""), answer.read())
            if found := re.match(r"visit=([^;]+)", answer.getheader("Set-Cookie", "")):
                self.cookie = found[1]
        finally:
            connection.close()
        self.statuses.append(told.status)
        return told

    def insist(self, *request: str | bytes) -> Answer:
        """The same again until somebody answers, as people do who press the button again."""
        while not self.is_over():
            try:
                told = self.ask(*request)  # type: ignore[arg-type]
            except (OSError, HTTPException):
                time.sleep(0.03)
                continue
            if told.status != 503:
                return told
            time.sleep(0.2)  # it was busy: what was typed is still here
        raise GivenUp

    def get(self, path: str) -> Answer:
        told = self.insist("GET", path)
        assert told.status == 200, (path, told.status)
        self.token = told.hidden.get("csrf_token", self.token)
        return told

    def post(self, path: str, **fields: str) -> Answer:
        return self.insist("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def send_file(self, path: str, field: str, name: str, data: bytes) -> Answer:
        """Once: who got no answer looks at the page before sending it again."""
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/csv'
        body = f"--edge\r\n{head}\r\n\r\n".encode() + data + b"\r\n--edge--\r\n"
        return self.ask("POST", path, body, "multipart/form-data; boundary=edge")
