"""All benchmarks, one after the other; those that need data that is not here say so."""

from benchmarks import cases, catalogue, durability, recall, spreadsheets
from benchmarks.large_registry import SOURCE

durability.main()
catalogue.main()
cases.main()
spreadsheets.main()
if SOURCE.is_file():
    recall.main()
else:
    print(f"recall: left out, there is no {SOURCE}")
