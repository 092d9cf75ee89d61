"""Runs the reading child: a process of its own that a hostile file may kill without harm."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any

from registry.spreadsheets.refused import Reason, SpreadsheetRefused

# The child needs this room only: it gets the package as a bare name, so that what the package itself
# would load on import (the whole application) costs neither time nor memory, nor lies within reach.
_START = """
import sys, types
package = types.ModuleType("registry")
package.__path__ = [sys.argv[1]]
sys.modules["registry"] = package
from registry.spreadsheets.reading_child import main
main()
"""
# No secrets: only what Python needs to find its libraries.
_PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")

# What a child that ended too early died of. Rust aborts when it gets no memory; SIGKILL comes from the
# system when memory runs out.
_DEATHS: dict[int, Reason] = {
    -signal.SIGXCPU: "too_slow",
    -signal.SIGABRT: "too_large",
    -signal.SIGKILL: "too_large",
}


def child_lines(
    source: bytes | Path, limits: Mapping[str, Any], wall_seconds: float
) -> Generator[list[Any], None, None]:
    """What the child prints, line by line, without its greeting; raises SpreadsheetRefused if it dies.

    Close the generator to end the child early.
    """
    with ExitStack() as stack:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else None
        child = stack.enter_context(_started(file, limits))
        stack.callback(child.kill)
        is_late = threading.Event()
        timer = threading.Timer(wall_seconds, _end, (child, is_late))
        timer.start()
        stack.callback(timer.cancel)
        if isinstance(source, bytes):
            _feed(child, source)
        last = ""
        for line in _parsed(child):
            if last:
                yield line
            last = line[0]
        code = child.wait()
    if last == "end":
        return
    if is_late.is_set():
        raise SpreadsheetRefused("too_slow")
    if not last:
        raise RuntimeError(f"the reading child did not start (exit code {code})")
    raise SpreadsheetRefused(_DEATHS.get(code, "broken"))


def _started(file: IO[bytes] | None, limits: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[1]
    return subprocess.Popen(  # noqa: S603 - our own code; what was sent goes to its standard input
        [sys.executable, "-B", "-P", "-c", _START, str(root), json.dumps(limits)],
        stdin=file or subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
    )


def _end(child: subprocess.Popen[bytes], is_late: threading.Event) -> None:
    is_late.set()
    child.kill()


def _feed(child: subprocess.Popen[bytes], data: bytes) -> None:
    if child.stdin is None:
        return
    with suppress(BrokenPipeError):  # the child died; what it died of shows below
        child.stdin.write(data)
    with suppress(BrokenPipeError):
        child.stdin.close()


def _parsed(child: subprocess.Popen[bytes]) -> Iterator[list[Any]]:
    for line in child.stdout or ():
        if not line.endswith(b"\n"):  # cut off in the middle by the child's death
            return
        yield json.loads(line)
