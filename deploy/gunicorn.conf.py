"""How the web server runs: one process of several threads, so that caches and limits are shared."""

import gc
import os

worker_class = "gthread"
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
