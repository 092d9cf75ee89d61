"""What is shipped is what is here, and nothing of others is kept in git."""

import configparser
import re

from tests.architecture.checkout import REGISTRY, ROOT, modules, tracked_files

#: Built or installed at set-up; licences differ from ours.
FOREIGN = re.compile(
    r"(^|/)(node_modules|dist|vendor|\.venv)/|\.min\.(js|css)$|\.(woff2?|ttf|otf|eot|whl|mo|sqlite3?|map)$"
)
#: Beside the package in the checkout, inside it in the wheel.
FOLDERS = {"registry.seed_data", "registry.static", "registry.templates"}
LARGEST_FILE = 2_000_000


def options() -> configparser.ConfigParser:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def test_every_package_is_listed() -> None:
    listed = options()["options"]["packages"].split()
    here = {".".join(path.parent.relative_to(ROOT).parts) for path in modules() if path.name == "__init__.py"}
    assert set(listed) == here | FOLDERS
    assert listed == sorted(listed)


def test_every_folder_with_code_is_a_package() -> None:
    without = {path.parent for path in modules()} - {
        path.parent for path in modules() if path.name == "__init__.py"
    }
    assert not without


def test_folders_of_the_wheel_exist() -> None:
    mapped = dict(line.split(" = ") for line in options()["options"]["package_dir"].split("\n") if line)
    assert {name for name in mapped if name != "registry"} == FOLDERS
    assert all((ROOT / folder).is_dir() for folder in mapped.values())


def test_every_requirement_is_used() -> None:
    """A requirement that nothing imports is weight without use."""
    imported_as = {
        "alembic": "alembic",
        "argon2-cffi": "argon2",
        "babel": "babel",
        "cattrs": "cattrs",
        "defusedxml": "defusedxml",
        "email-validator": "email_validator",
        "flask": "flask",
        "holidays": "holidays",
        "icalendar": "icalendar",
        "flask-login": "flask_login",
        "flask-sqlalchemy": "flask_sqlalchemy",
        "flask-wtf": "flask_wtf",
        "fontpkg-noto-sans": "fontpkg_noto_sans",
        "fonttools": "fontTools",
        "granian": "granian",
        "itsdangerous": "itsdangerous",
        "kaalin": "kaalin",
        "noto-cjk-sans-otc": "noto_cjk_sans_otc",
        "pandas": "pandas",
        "psycopg": "psycopg",
        "pysqlite3": "pysqlite3",
        "python-calamine": "python_calamine",
        "numpy": "numpy",
        "pypinyin": "pypinyin",
        "rapidfuzz": "rapidfuzz",
        "scipy": "scipy",
        "segno": "segno",
        "snowballstemmer": "snowballstemmer",
        "sqlalchemy": "sqlalchemy",
        "typst": "typst",
        "tzdata": "zoneinfo",
        "werkzeug": "werkzeug",
        "wtforms": "wtforms",
        "xlsxwriter": "xlsxwriter",
        "zxcvbn": "zxcvbn",
    }
    wanted = {
        re.split(r"[\[<>=;~! ]", line, maxsplit=1)[0].lower()
        for line in options()["options"]["install_requires"].split("\n")
        if line and not line.startswith("#")
    }
    assert wanted == set(imported_as)
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    assert not [name for name in sorted(wanted) if not re.search(rf"\b{imported_as[name]}\b", code)]


def test_nothing_of_others_is_committed() -> None:
    assert not [name for name in tracked_files() if FOREIGN.search(name)]


def test_nothing_huge_is_committed() -> None:
    large = [
        name for name in tracked_files() if (ROOT / name).is_file() and (ROOT / name).stat().st_size > LARGEST_FILE
    ]
    assert not large


def test_the_package_has_no_data_of_its_own() -> None:
    """Templates, static files and seed data live at the top; a second copy inside would win over them."""
    assert not [name for name in ("templates", "static", "seed_data") if (REGISTRY / name).exists()]
