# The commands of puhui. `make help` lists them; docs/decisions say why things are as they are.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
export DJANGO_SETTINGS_MODULE := puhui.config.settings
PUHUI_PORT ?= 8000
PUHUI_DEMO_SIZE ?= 300
PUHUI_DEMO_SEED ?= 20261123

.DEFAULT_GOAL := help
.PHONY: help env demo demo-data test test-fast laws check format bench reference lock clean

help: ## Lists what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

env: $(STAMP) ## Creates or updates .venv from the lock file
$(STAMP): requirements-dev.lock pyproject.toml $(shell find src -name '*.po')
	@$(PYTHON) -c 'import sys; sys.exit("puhui needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python scripts/compile_messages.py
	@touch $(STAMP)

demo: demo-data ## Sets up a sample institution and serves it
	$(BIN)/puhui serve --demo --port $(PUHUI_PORT)

demo-data: $(STAMP) ## Fills the sample institution without serving
	$(BIN)/puhui demo --size $(PUHUI_DEMO_SIZE) --seed $(PUHUI_DEMO_SEED)

test: $(STAMP) ## Passes the tests, on SQLite and, where there is one, on PostgreSQL
	$(BIN)/python scripts/run_tests.py

laws: $(STAMP) ## Tries every law on 2,000 examples
	PUHUI_TEST_THOROUGH=1 $(BIN)/python -m pytest -q tests/laws

check: $(STAMP) ## All that CI checks: format, lint, types, import contracts, dead code, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_dead_code.py
	$(BIN)/django-admin makemigrations --check --dry-run
	$(BIN)/python scripts/make_reference.py --check
	$(BIN)/python scripts/make_client.py --check
	$(BIN)/python scripts/run_tests.py

format: $(STAMP) ## Formats the code and mends what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP) ## Measures; results to bench/results/*.json and as a table
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	$(BIN)/python -m bench

reference: $(STAMP) ## Renews docs/reference and the client from the code
	$(BIN)/python scripts/make_reference.py
	$(BIN)/python scripts/make_client.py

lock: ## Renews the lock file from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url --all-extras --group dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url --group bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock

clean: ## Deletes .venv and caches; keeps the data folder
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
