"""However long a search is, it is answered on a page that says what was made of it."""

import socket
import threading
from runpy import run_path

import pytest
from gunicorn.http.errors import LimitRequestLine

from tests.page import page_of

CUT = "Only the first 200 characters were searched for."


@pytest.mark.parametrize("address", ["reports", "search"])
@pytest.mark.parametrize("who", [None, "amara"])
def test_a_search_that_is_too_long_is_cut_and_says_so(cast, visit, address, who):
    client = visit(who and getattr(cast, who))
    assert CUT in page_of(client.get(f"/en/{address}?q={'heron ' * 800}")).main.get_text()
    assert CUT not in page_of(client.get(f"/en/{address}?q=heron")).main.get_text()


def test_an_address_that_the_server_itself_refuses_leads_back_in_every_language():
    conf = run_path("deploy/gunicorn.conf.py")
    assert conf["limit_request_line"] >= 8000
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker = conf["Worker"].__new__(conf["Worker"])
        told = threading.Thread(
            target=lambda: worker.handle_error(None, theirs, None, LimitRequestLine(9000, 8190))
        )
        told.start()
        told.join()
        theirs.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: ours.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 414 ")
    for lang in ("en", "fr", "es", "ar"):
        assert f'href="/{lang}/"' in answer
    assert 'lang="ar" dir="rtl"' in answer
