"""What a crash costs: the server is killed while clients register interest, again and again.

    python -m benchmarks.durability --rounds 20 --clients 8

Every interest whose answer reached a client must be there exactly once, with its case, event, audit entry and
message. Prints what was tried, acknowledged and lost, and how long the server took to start again.
"""

import argparse
import os
import random
import re
import subprocess
import sysconfig
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from tools.ports import free_port

REGISTRY = str(Path(sysconfig.get_path("scripts")) / "registry")
FORM = "/en/projects/ARAL-2026-0002/interest"


class Tally:
    """Organisations whose interest was tried, and acknowledged; filled by many threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.tried: list[str] = []
        self.acknowledged: list[str] = []


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The redirect is the acknowledgement; nobody follows it."""

    def redirect_request(self, *arguments: object) -> None:
        return None


def client(address: str, number: int, tally: Tally, stop: threading.Event) -> None:
    """Register interest of one invented organisation after the other until told to stop."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), NoRedirect)
    while not stop.is_set():
        name = f"Illustrative client {number} at {time.monotonic_ns()}"
        try:
            with opener.open(address + FORM, timeout=10) as answer:
                page = answer.read().decode()
            with tally.lock:
                tally.tried.append(name)
            opener.open(address + FORM, data=filled(page, name), timeout=10).close()
        except urllib.error.HTTPError as answer:
            if answer.code == 302 and "check-mail" in answer.headers["Location"]:
                with tally.lock:
                    tally.acknowledged.append(name)
        except OSError:
            time.sleep(0.05)


def filled(page: str, name: str) -> bytes:
    """The form as a person would send it."""
    hidden = dict(re.findall(r'name="(csrf_token|form_token)"[^>]*value="([^"]+)"', page))
    values = {
        **hidden,
        "organisation": name,
        "country": "DE",
        "partner_type": "technology_provider",
        "contact_name": "Illustrative Person",
        "email": f"{name.replace(' ', '-').lower()}@example.org",
        "kinds": "supply_technology",
        "message": "An interest that must not be lost.",
        "language": "en",
        "consent": "y",
    }
    return urllib.parse.urlencode(values).encode()


def one_round(environment: dict[str, str], clients: int, tally: Tally) -> float:
    """Start the server, let the clients in, kill it with signal 9; returns the seconds until it answered."""
    address = f"http://127.0.0.1:{environment['PORT']}"
    began = time.monotonic()
    server = subprocess.Popen([REGISTRY, "serve"], env=environment, stdout=subprocess.DEVNULL)
    stop = threading.Event()
    try:
        started = wait_for(address, server) - began
        threads = [
            threading.Thread(target=client, args=(address, number, tally, stop)) for number in range(clients)
        ]
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.5, 2.0))
    finally:
        server.kill()
        server.wait()
        stop.set()
    for thread in threads:
        thread.join()
    return started


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> float:
    """The moment at which the server answered."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(address + "/en/", timeout=5).close()
            return time.monotonic()
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server ended by itself")


#: What belongs to an acknowledged interest, counted by the name of its organisation.
BELONGINGS = {
    "record": "SELECT count(*) FROM inquiries WHERE organisation = :name",
    "case": "SELECT count(*) FROM leads JOIN inquiries i ON i.id = inquiry_id WHERE organisation = :name",
    "event": """SELECT count(*) FROM lead_events e JOIN leads l ON l.id = e.lead_id
                JOIN inquiries i ON i.id = l.inquiry_id WHERE organisation = :name""",
    "audit entry": """SELECT count(*) FROM audit_entries a JOIN inquiries i ON a.subject_id = CAST(i.id AS TEXT)
                      WHERE subject_type = 'inquiry' AND organisation = :name""",
    "message": """SELECT count(*) FROM outbox_messages m JOIN inquiries i ON m.recipient = i.email
                  WHERE organisation = :name""",
}


def faults(engine: Engine, names: list[str]) -> list[str]:
    """What is not there exactly once."""
    found = []
    with engine.connect() as connection:
        for name in names:
            for what, query in BELONGINGS.items():
                number = connection.execute(text(query), {"name": name}).scalar_one()
                if number != 1:
                    found.append(f"{name}: {what} {number} times")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--clients", type=int, default=8)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("REGISTRY_DATABASE_URL", f"sqlite:///{folder}/registry.sqlite3")
        environment = os.environ | {
            "HOST": "127.0.0.1",
            "PORT": str(free_port()),
            "REGISTRY_DATA_DIR": folder,
            "REGISTRY_DATABASE_URL": database,
            "REGISTRY_SECRET_KEY": "only for this benchmark, and long enough",
            "REGISTRY_DEMO": "0",
            "REGISTRY_RATE_LIMITS": "off",
        }
        subprocess.run([REGISTRY, "seed"], env=environment, check=True, stdout=subprocess.DEVNULL)
        tally = Tally()
        starts = sorted(one_round(environment, chosen.clients, tally) for _number in range(chosen.rounds))
        found = faults(create_engine(database), tally.acknowledged)
    print(f"killed {chosen.rounds} times under {chosen.clients} clients")
    print(f"tried {len(tally.tried)}, acknowledged {len(tally.acknowledged)}, faults {len(found)}")
    print(f"start: median {starts[len(starts) // 2]:.2f} s, slowest {starts[-1]:.2f} s")
    if found or not tally.acknowledged:
        raise SystemExit("\n".join(found[:20]) or "nothing was acknowledged")


if __name__ == "__main__":
    main()
