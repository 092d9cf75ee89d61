"""Build the wheel into dist/ and look whether everything a server needs is inside."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: One of each kind that packaging could lose.
NEEDED = (
    "registry/cli.py",
    "registry/migrations/env.py",
    "registry/migrations/versions/",
    "registry/seed_data/reference/sectors.csv",
    "registry/static/dist/manifest.json",
    "registry/templates/layouts/",
    "registry/translations/ru/LC_MESSAGES/messages.mo",
    "registry/translations/uz/LC_MESSAGES/messages.mo",
    "registry/translations/kaa/LC_MESSAGES/messages.mo",
    "registry/translations/zh/LC_MESSAGES/messages.mo",
)


def main() -> None:
    for leftover in (ROOT / "build", ROOT / "dist"):
        shutil.rmtree(leftover, ignore_errors=True)  # files removed from the checkout would come back from here
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", "."]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit("The wheel could not be built.")
    (wheel,) = (ROOT / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    missing = [wanted for wanted in NEEDED if not any(name.startswith(wanted) for name in names)]
    missing += [str(path) for path in checkout_files() if str(path) not in names]
    if missing:
        sys.exit(f"{wheel.relative_to(ROOT)} lacks: {', '.join(missing)}")
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    print(f"{wheel.relative_to(ROOT)}: {len(names)} files, {wheel.stat().st_size // 1024} KiB")


def checkout_files() -> list[Path]:
    """Where the code, templates and seed data of the checkout belong in the wheel."""
    inside = [path.relative_to(ROOT) for path in (ROOT / "registry").rglob("*.py")]
    for folder in ("templates", "seed_data"):
        files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
        inside += ["registry" / path.relative_to(ROOT) for path in files if not path.name.startswith(".")]
    return inside


if __name__ == "__main__":
    main()
