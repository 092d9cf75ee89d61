"""How fast the catalogue answers, beside Datasette and Flask-Admin on the same data in the same run.

    python -m benchmarks.catalogue --number 100000

Each is asked the same forty questions: no filter, one filter, three filters with two values each, a rare word, a
common word, words and filters, page 500, by amount. Then one client alone measures how long a page takes, beside
the same page rendered from what its view gave the first time.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.peers import flat
from tools.ports import free_port

SCRIPTS = Path(sysconfig.get_path("scripts"))
SECTORS = ("water_saving", "climate", "green_energy", "training", "research", "biodiversity")
STAGES = ("idea", "feasibility", "ready", "financing", "implementation", "completed")
FUNDING = ("seeking", "fully_funded", "on_hold", "withdrawn")
RARE = ("saxaul", "tamarisk", "licorice", "geothermal", "beekeeping")
COMMON = ("project", "development", "water", "education", "support")
ODD = (
    '"',
    "'; DROP TABLE projects; --",
    "NEAR(a b) * OR",
    "x" * 10_000,
    "水" * 3000,
    "word " * 2000,
    " ".join(f"unknwon{n}" for n in range(25)),
    "\U0001f335\U0001f42a",
    "\u202eevil\u202c",
    "\ud800",
    "\x00",
    "%%s%n",
)
WORKERS = 2
#: Tenths of a second until a server must answer; the first start makes the index.
MOST_TRIES = 6000
#: Who comes with a cookie is always answered anew.
READER = "reader=somebody"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in nobody's own words."""

    kind: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: str = ""
    page: int = 1
    by_amount: bool = False


def questions() -> list[Question]:
    """Forty, five of each kind."""
    found = []
    for turn in range(5):
        sector, stage, funding = SECTORS[turn], STAGES[turn], FUNDING[turn % 4]
        two = (
            ("sector", (sector, SECTORS[turn + 1])),
            ("stage", (stage, STAGES[turn + 1])),
            ("funding", (funding, FUNDING[(turn + 1) % 4])),
        )
        found += [
            Question("no filter"),
            Question("one filter", (("sector", (sector,)),)),
            Question("three filters", two),
            Question("rare word", words=RARE[turn]),
            Question("common word", words=COMMON[turn]),
            Question("words and filters", (("sector", (sector,)),), COMMON[turn]),
            Question("page 500", page=500),
            Question("by amount", (("stage", (stage,)),), by_amount=True),
        ]
    return found


def our_path(question: Question) -> str:
    """The catalogue's page."""
    pairs = [(name, value) for name, values in question.filters for value in values]
    pairs += [("q", question.words)] if question.words else []
    pairs += [("page", str(question.page))] if question.page > 1 else []
    pairs += [("sort", "-amount")] if question.by_amount else []
    return "/en/projects/" + (f"?{urlencode(pairs)}" if pairs else "")


def datasette_path(question: Question) -> str:
    """Datasette's table page with the facets that it can count; its pages are found by key, not by number."""
    pairs = [("_size", "20"), *(("_facet", name) for name in flat.INDEXED[:6])]
    pairs += [(f"{name}__in", ",".join(values)) for name, values in question.filters]
    pairs += [("_search", question.words)] if question.words else []
    if question.page > 1:
        pairs += [("_sort", "id"), ("_next", str(20 * question.page))]
    else:
        pairs += [("_sort_desc", "usd" if question.by_amount else "published_at")]
    return "/flat/projects?" + urlencode(pairs)


def flask_admin_path(question: Question) -> str:
    """Flask-Admin's list, which has no facets."""
    pairs = [(f"flt{i}_{name}_in_list", ",".join(values)) for i, (name, values) in enumerate(question.filters)]
    pairs += [("search", question.words)] if question.words else []
    pairs += [("page", str(question.page - 1))] if question.page > 1 else []
    pairs += [("sort", "6"), ("desc", "1")] if question.by_amount else []
    return "/admin/projects/?" + urlencode(pairs)


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], port: int, path: str) -> Iterator[int]:
    """A server, from its first answer until the block ends."""
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, path, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    """Return when the server answers."""
    for _try in range(MOST_TRIES):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), path)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def ask(connection: http.client.HTTPConnection, path: str, cookie: str = "") -> float:
    """Seconds until the whole answer is there; raises RuntimeError if it is none."""
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {path}")
    return time.perf_counter() - began


def throughput(port: int, paths: Sequence[str], seconds: float, cookie: str, clients: int = 4) -> float:
    """Answers a second to several clients at once."""
    end = time.perf_counter() + seconds
    counts = [0] * clients

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        place = number * 7
        while time.perf_counter() < end:
            ask(connection, paths[place % len(paths)], cookie)
            counts[number] += 1
            place += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def alone(port: int, paths: Sequence[str], rounds: int, cookie: str) -> list[float]:
    """Milliseconds of each answer to a single client."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    return [1000 * ask(connection, path, cookie) for _round in range(rounds) for path in paths]


def slowest_odd(port: int) -> float:
    """Milliseconds of the slowest answer to words that nobody means."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    paths = ["/en/projects/?" + urlencode({"q": words.encode("utf-8", "surrogatepass")}) for words in ODD]
    return max(1000 * ask(connection, path, READER) for _round in range(3) for path in paths)


def memory(parent: int) -> int:
    """Resident memory of the largest process under this one, in MB."""
    largest = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        if int(fields["PPid"]) == parent and "VmRSS" in fields:
            largest = max(largest, int(fields["VmRSS"].split()[0]) // 1024, memory(int(fields["Pid"])))
    return largest


def p(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not exceed."""
    return statistics.quantiles(values, n=100)[percent - 1]


def report(row: str, rate: float, times: Sequence[float]) -> None:
    """A line of the table."""
    print(f"{row:<34} {rate:>8.1f}/s   p50 {p(times, 50):>7.1f} ms   p95 {p(times, 95):>7.1f} ms", flush=True)


def measure(folder: Path, number: int, seconds: float) -> None:
    """Fill a registry, then measure it and the peers one after the other."""
    ours = {"REGISTRY_DATA_DIR": str(folder / "registry"), "REGISTRY_RATE_LIMITS": "off", "WORKERS": str(WORKERS)}
    if not (folder / "registry" / "search").exists():
        fill = [sys.executable, "-m", "benchmarks.large_registry", "--number", str(number)]
        subprocess.run(fill, env=os.environ | ours, check=True)
    table = folder / "flat.db"
    if not table.exists():
        flat.make(folder / "registry" / "registry.sqlite3", table)
    asked = questions()
    rates: dict[str, float] = {}

    port = free_port()
    with running([str(SCRIPTS / "registry"), "serve"], ours | {"PORT": str(port)}, port, "/en/projects/"):
        rates["registry"] = _measured("registry", port, our_path, asked, seconds)
        _measured("registry, no page kept", port, our_path, asked, seconds, READER)
        print(f"{'largest process':<34} {memory(os.getpid()):>8} MB")
        print(f"{'slowest odd query':<34} {slowest_odd(port):>8.1f} ms")
    port = free_port()
    constants = [sys.executable, "-m", "benchmarks.constants"]
    with running(constants, ours | {"PORT": str(port)}, port, "/en/projects/"):
        _measured("the same pages from constants", port, our_path, asked, seconds, READER)
    port = free_port()
    datasette = [str(SCRIPTS / "datasette"), "serve", str(table), "--port", str(port)]
    datasette += ["--setting", "facet_time_limit_ms", "5000", "--setting", "sql_time_limit_ms", "20000"]
    with running(datasette, {}, port, "/"):
        rates["datasette"] = _measured("Datasette", port, datasette_path, asked, seconds)
    port = free_port()
    admin = [str(SCRIPTS / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", str(WORKERS)]
    admin += ["--factory", "benchmarks.peers.flask_admin_app:application"]
    with running(admin, {"FLAT": str(table)}, port, "/admin/projects/"):
        rates["flask-admin"] = _measured("Flask-Admin", port, flask_admin_path, asked, seconds)
    for peer in ("datasette", "flask-admin"):
        print(f"registry : {peer:<23} {rates['registry'] / rates[peer]:>8.1f} x")


def _measured(
    name: str,
    port: int,
    path_of: Callable[[Question], str],
    asked: Sequence[Question],
    seconds: float,
    cookie: str = "",
) -> float:
    paths = [path_of(question) for question in asked]
    slow = name in ("Datasette", "Flask-Admin")
    alone(port, paths, 1, cookie)
    times = alone(port, paths, 1 if slow else 5, cookie)
    rate = throughput(port, paths, seconds, cookie)
    report(name, rate, times)
    return rate


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--folder", type=Path, help="keeps what was filled, for another run")
    asked = parser.parse_args()
    print(f"The catalogue with {asked.number} projects, {WORKERS} processes, 4 clients", flush=True)
    if asked.folder is not None:
        asked.folder.mkdir(parents=True, exist_ok=True)
        measure(asked.folder, asked.number, asked.seconds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), asked.number, asked.seconds)


if __name__ == "__main__":
    main()
