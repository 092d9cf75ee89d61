"""The published projects as one flat table with a full-text index: what Datasette and Flask-Admin are given.

Of several districts only the first is kept, which makes the peers' work lighter than ours.
"""

import sqlite3
from pathlib import Path

SCHEMA = """
CREATE TABLE projects (
    id INTEGER PRIMARY KEY, reference TEXT, type TEXT, sector TEXT, stage TEXT, funding TEXT, district TEXT,
    instrument TEXT, usd INTEGER, published_at TEXT, closes_on TEXT, title TEXT, summary TEXT
);
INSERT INTO projects
SELECT p.id, p.reference, p.type_code, p.sector_code, p.stage_code, p.funding_status,
    (SELECT min(district_code) FROM registry.project_districts d WHERE d.project_id = p.id),
    (SELECT min(instrument_code) FROM registry.project_funding f WHERE f.project_id = p.id),
    p.sought_usd / 100, p.published_at, p.closes_on, t.title, t.summary
FROM registry.projects p JOIN registry.project_texts t ON t.project_id = p.id AND t.language = 'en'
WHERE p.publication_status = 'published';
CREATE VIRTUAL TABLE projects_fts USING fts5(title, summary, content=projects, content_rowid=id);
INSERT INTO projects_fts (projects_fts) VALUES ('rebuild');
"""
INDEXED = ("type", "sector", "stage", "funding", "district", "instrument", "usd", "published_at")


def make(registry: Path, flat: Path) -> None:
    """Write the flat table out of a registry's SQLite file."""
    connection = sqlite3.connect(flat)
    connection.execute("ATTACH ? AS registry", (str(registry),))
    connection.executescript(SCHEMA)
    for column in INDEXED:
        connection.execute(f"CREATE INDEX projects_{column} ON projects ({column})")
    connection.commit()
    connection.execute("ANALYZE")
    connection.close()
