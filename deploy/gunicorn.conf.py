"""How the web server runs: one process of several threads, so that caches and limits are shared."""

import gc
import os
import socket
from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

TOO_LONG = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>This address is too long · Civil Society Platform</title>
</head>
<body>
<main>
<h1>This address is too long</h1>
<p>A search takes at most 200 characters. Search for fewer words. <a href="/en/">Go to the front page</a></p>
<p lang="fr">Une recherche accepte au plus 200 caractères. Cherchez moins de mots.
<a href="/fr/">Aller à la page d&rsquo;accueil</a></p>
<p lang="es">Una búsqueda admite como máximo 200 caracteres. Busque menos palabras.
<a href="/es/">Ir a la página de inicio</a></p>
<p lang="ar" dir="rtl">يقبل البحث 200 حرف على الأكثر. ابحث بكلمات أقل.
<a href="/ar/">الانتقال إلى الصفحة الرئيسية</a></p>
</main>
</body>
</html>
"""


class Worker(ThreadWorker):
    """What is refused before the platform hears of it is told as the platform would."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        body = TOO_LONG.encode()
        head = f"HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        util.write(client, f"{head}Content-Type: text/html; charset=utf-8\r\n\r\n".encode() + body)


worker_class = Worker
limit_request_line = 8190  # the most there is: room for the longest search that is meant, in any script
workers = int(os.environ.get("WEB_PROCESSES", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 10
keepalive = 5
accesslog = None  # our own lines hold no address
errorlog = "-"
loglevel = "warning"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def post_worker_init(_worker: object) -> None:
    """What was loaded stays: the collector need not walk it again (it was the slowest one in a hundred)."""
    gc.collect()
    gc.freeze()
