"""Real projects of development banks as a spreadsheet that the registry can import: something true to try it on.

    python -m benchmarks.world_projects ../shared/data/projects_world.csv.gz OUT.xlsx --number 2000

The source has the columns source, id, title, description, sectors, countries, start, end, amount_usd, orgs and
status. Projects in Central Asia come first. Nothing is invented: what the source does not say stays empty.
"""

import argparse
import re
import time
from collections import Counter
from pathlib import Path

import pandas

from registry.projects.parts import SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from registry.spreadsheets.write import Column, Cover, Sheet, workbook

CENTRAL_ASIA = ("Uzbekistan", "Kazakh", "Kyrgyz", "Tajikistan", "Turkmenistan", "Central Asia", "Afghanistan")

#: Words of a project's title and sectors that speak for one of our sectors; the first that fits wins.
SECTORS: tuple[tuple[str, str], ...] = (
    ("water_saving", r"irrigat|drainage|drip|water|sanitation|canal|river|melior"),
    ("desertification", r"desert|dryland|dust|sand|land degradation|erosion|pasture|rangeland"),
    ("forestry_tree_farms", r"forest|tree|timber|nurser|plantation"),
    ("saline_agriculture", r"salin|agricult|crop|livestock|fish|farm|food|rural|dairy|cotton|seed"),
    ("biodiversity", r"biodivers|wildlife|protected area|ecosystem|nature|wetland|park"),
    ("green_energy", r"solar|wind power|renewab|energy|power|electric|hydro|gas|heat|mining|oil"),
    ("climate", r"climate|carbon|emission|environment|disaster|flood|earthquake|ozone|pollut"),
    ("training", r"train|educat|school|vocational|skill|language|universit|scholar|volunteer|course"),
    ("research", r"research|technolog|statistic|survey|study|innovation|information|communication|\bict\b"),
    ("green_economy", r"sme|business|bank|financ|trade|industr|transport|road|rail|airport|privat|econom|tourism"),
)
OTHERWISE = "community"

STAGES = {
    "closed": "completed",
    "completed": "completed",
    "completion": "completed",
    "active": "implementation",
    "implementation": "implementation",
    "signed": "implementation",
    "board approved": "financing",
    "passed final review": "ready",
    "passed structure review": "feasibility",
    "passed concept review": "feasibility",
    "pipeline": "pre_feasibility",
}
FUNDING = {"dropped": "withdrawn", "cancelled": "withdrawn", "suspended": "on_hold", "inactive": "on_hold"}
INSTRUMENTS = {"World Bank": "concessional_loan", "KOICA": "grant", "EBRD": "loan", "ADB": "loan", "GEF": "grant"}

#: Our column -> kind of its cells.
COLUMNS = {
    "reference": "text",
    "type": "text",
    "source_language": "text",
    "sector": "text",
    "tags": "text",
    "districts": "text",
    "stage": "text",
    "funding_status": "text",
    "publication_status": "text",
    "currency": "text",
    "price_year": "integer",
    "total_cost": "money",
    "cost_unavailable": "text",
    "sought": "text",
    "amount_unavailable": "text",
    "evidence": "text",
    "money_source": "text",
    "initiator": "text",
    "parties": "text",
    "title_en": "text",
    "summary_en": "text",
    "need_en": "text",
}


def read_world(path: Path) -> pandas.DataFrame:
    """The source with texts as they are, those of Central Asia first; rows without a title are left out."""
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    frame = frame[frame["title"].str.strip() != ""]
    near = frame["countries"].str.contains("|".join(CENTRAL_ASIA))
    return pandas.concat([frame[near], frame[~near]], ignore_index=True)


def mapped(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Their columns to ours; references are numbered within the year in which a project began."""
    numbers: Counter[str] = Counter()
    rows = []
    for project in frame.to_dict("records"):
        row = _row({str(name): str(value) for name, value in project.items()})
        year = row.pop("year")
        if year:
            numbers[str(year)] += 1
            row["reference"] = f"ARAL-{year}-{numbers[str(year)]:04}"
        rows.append(row)
    return pandas.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _row(project: dict[str, str]) -> dict[str, object]:
    amount = _amount(project["amount_usd"])
    status = project["status"].lower()
    year = _year(project["start"])
    description = project["description"].strip()
    title = " ".join(project["title"].split())
    return {
        "year": year,
        "type": "investment_project",
        "source_language": "en",
        "sector": _sector(f"{title} {project['sectors']}".lower()),
        "tags": "; ".join(_list(project["countries"])[:20]),
        "stage": _stage(project["source"], status, year),
        "funding_status": _funding(project["source"], status),
        "publication_status": "published",
        "currency": "USD",
        "price_year": year if year and int(year) >= 1990 else None,
        "total_cost": amount,
        "cost_unavailable": "no" if amount else "yes",
        "sought": f"{INSTRUMENTS[project['source']]}: {amount:.2f}" if amount else None,
        "amount_unavailable": "no" if amount else "yes",
        "evidence": "document",
        "money_source": f"{project['source']} {project['id']}",
        "parties": "\n".join(f"partner: {name[:200]}" for name in _list(project["orgs"])),
        "title_en": title[:TITLE_LENGTH],
        "summary_en": description[:SUMMARY_LENGTH],
        "need_en": description[:TEXT_LENGTH],
    }


def _list(joined: str) -> list[str]:
    return [" ".join(part.replace(";", ",").split()) for part in joined.split("|") if part.strip()]


def _amount(text: str) -> float | None:
    """Dollars and cents; None for 0, which means unknown there, and for prose."""
    try:
        amount = round(float(text), 2)
    except ValueError:
        return None
    return amount if amount > 0 else None


def _year(text: str) -> int | None:
    found = re.search(r"(?:19|20)\d\d", text)
    return int(found.group()) if found else None


def _sector(words: str) -> str:
    return next((code for code, pattern in SECTORS if re.search(pattern, words)), OTHERWISE)


def _stage(source: str, status: str, year: int | None) -> str:
    if source == "KOICA":  # carries no status; its years lie far back
        return "completed" if year else "idea"
    return next((stage for word, stage in STAGES.items() if status.startswith(word)), "idea")


def _funding(source: str, status: str) -> str:
    if source == "KOICA" or STAGES.get(status) in ("completed", "implementation"):
        return "fully_funded"
    return FUNDING.get(status, "seeking")


def main() -> None:
    """Write the first projects as a workbook."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--number", type=int, default=2000)
    asked = parser.parse_args()
    began = time.perf_counter()
    frame = mapped(read_world(asked.source).head(asked.number))
    columns = [Column(key, key, kind) for key, kind in COLUMNS.items()]  # type: ignore[arg-type]
    cover = Cover("Projects of development banks", [("Rows", str(len(frame)))], "Notes", "yes", "no")
    asked.out.write_bytes(workbook([Sheet("Projects", columns, frame)], cover))
    print(f"{len(frame)} projects in {asked.out}, {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
