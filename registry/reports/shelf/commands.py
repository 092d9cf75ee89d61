"""What `registry report` does."""

from collections.abc import Iterable
from pathlib import Path

from registry.refusals import Refusal
from registry.reports.shelf.catalogue import SHELF
from registry.reports.shelf.files import ENDINGS, report_bytes
from registry.reports.shelf.filtering import read


def write_file(name: str, output: Path, filters: Iterable[tuple[str, str]]) -> int:
    """Write a report whose format the file's ending names, and return its size in bytes; raises Refusal."""
    ending = output.suffix.removeprefix(".")
    if name not in SHELF:
        raise Refusal(f"there is no report {name!r}; there are: {', '.join(SHELF)}")
    if ending not in ENDINGS:
        raise Refusal(f"{output.name} should end in one of: {', '.join(ENDINGS)}")
    criteria, unknown = read(filters)
    if unknown:
        raise Refusal(f"not known: {', '.join(f'{one.parameter}={one.value}' for one in unknown)}")
    return output.write_bytes(report_bytes(SHELF[name], criteria, ending, by="system"))
