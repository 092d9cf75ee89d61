"""The rows that could not be applied, as a workbook to be put right and sent again."""

from importlib import import_module

from registry.imports.catalogue import one_kind
from registry.imports.cells import cell_of
from registry.imports.models import ImportBatch
from registry.imports.queries import rows_of
from registry.imports.states import Verdict
from registry.languages import gettext as _
from registry.spreadsheets.tables import Column, Cover, Sheet
from registry.spreadsheets.write import workbook

MOST = 200_000


def problem_workbook(batch: ImportBatch) -> bytes:
    """The cells as they came, under our headings, and what is wrong with each row."""
    headings = one_kind(batch.kind).headings()
    keys = [key for key in batch.mapping if key]
    rows = []
    for verdict in (Verdict.PROBLEM, Verdict.DUPLICATE):
        for row in rows_of(batch, verdict, page=1, per_page=MOST):
            what = "; ".join(f"{headings.get(key, key)}: {sentence}" for key, sentence in row.problems)
            rows.append([*(cell_of(row.cells.get(key)) for key in keys), what])
    columns = [Column(key, headings.get(key, key), "text") for key in keys]
    columns.append(Column("problem", _("What is wrong"), "text"))
    frame = import_module("pandas").DataFrame(rows, columns=[column.key for column in columns], dtype=object)
    cover = Cover(batch.file_name, [(_("Rows"), str(len(rows)))], _("Notes"), _("yes"), _("no"))
    return workbook([Sheet(_("Problems"), columns, frame)], cover)
