"""The worker as a companion of the server: it stops when the server is gone."""

import os
import signal
import sys
from threading import Event

from registry import create_app
from registry.config import Settings
from registry.upkeep.companions import end_with_parent
from registry.upkeep.deliveries import work


def main(server: int) -> None:
    """Work until the server ends."""
    stop = Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    end_with_parent(server, signal.SIGTERM)
    settings = Settings.from_environment(os.environ)
    with create_app(settings).app_context():
        work(settings, stop=stop)


if __name__ == "__main__":
    main(int(sys.argv[1]))
