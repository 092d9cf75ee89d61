# Commands of the checkout. Each sets up what it needs first; what is up to date is left alone.
#   make test SKIP=browser,postgresql    leaves parts out, by name (see tools/run_tests.py)

.PHONY: help setup run test bench wheel translations format clean

help:
	@echo "make run           set up, then serve the demonstration on http://127.0.0.1:$${PORT:-8000}"
	@echo "make test          everything: format, lint, types, imports, tests on both databases, browser tests"
	@echo "make setup         the set-up alone"
	@echo "make wheel         the package to install elsewhere, in dist/"
	@echo "make translations  take new texts into the catalogues and list what is not translated"
	@echo "make format        put code into its standard form"
	@echo "make bench         the benchmarks"

setup:
	@tools/setup

run: setup
	@exec env REGISTRY_DEMO="$${REGISTRY_DEMO:-1}" .venv/bin/registry serve

test:
	@tools/setup test lint
	@exec .venv/bin/python -m tools.run_tests --skip="$(SKIP)"

bench:
	@tools/setup bench
	@exec .venv/bin/python -m benchmarks

wheel: setup
	@exec .venv/bin/python tools/build_wheel.py

translations: setup
	@.venv/bin/python tools/translations.py update
	@.venv/bin/python tools/translations.py missing

format:
	@tools/setup lint
	@.venv/bin/ruff check --quiet --fix . || true
	@.venv/bin/ruff format .

clean:
	rm -rf .venv node_modules static/dist build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
