"""The production web server, and in demonstration mode the worker beside it."""

import os
import signal
import subprocess
import sys

from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from registry import create_app
from registry.catalogue.search.following import follower
from registry.config import Settings
from registry.db import SAFE_SQLITE, db, reading, sqlite_version
from registry.migrations import is_current
from registry.upkeep.companions import end_with_parent

#: Threads of each process that wait for the database.
THREADS = 4


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    os.environ["REGISTRY_DATA_DIR"] = str(settings.data_dir)
    with create_app(settings).app_context(), reading():
        if is_current(db.session.connection()):
            follower().prepare()
    beside = _start_worker() if settings.demo else None
    server = Granian(
        "registry.upkeep.serving:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers(settings),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_access=False,
    )
    try:
        server.serve()
    finally:
        if beside is not None:
            beside.terminate()
            beside.wait(timeout=10)


def application() -> Flask:
    """The application in a worker process; it must not outlive the server that holds the port."""
    end_with_parent(os.getppid(), signal.SIGKILL)
    return create_app()


def workers(settings: Settings) -> int:
    """How many processes: one only where SQLite is older than its fix for write-ahead logs."""
    if settings.uses_sqlite and sqlite_version() < SAFE_SQLITE:
        return 1
    return settings.workers


def _start_worker() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "registry.upkeep.worker_beside", str(os.getpid())]
    return subprocess.Popen(command)  # noqa: S603 — our own module, nothing typed by anybody
