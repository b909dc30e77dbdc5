# Everything that a builder or an operator does from a fresh clone. `make help` lists it.

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= $(or $(shell command -v python3.11),python3)
VENV := .venv/bin
WHEN_CHANGED := $(PYTHON) tools/when_changed.py
PIP := $(VENV)/python -m pip --disable-pip-version-check --quiet
ARGS ?=

export PAIDAN_TEST_DATABASE_URL ?= postgresql://postgres@127.0.0.1:5432/postgres

##@ Use

.PHONY: help
help: ## List what make can do
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: install install-python install-web
install: install-python install-web ## Install the locked Python and web packages (again only when they change)

install-python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Paidan needs Python 3.11; make PYTHON=… names another one.")'
	@$(WHEN_CHANGED) .venv/installed requirements-dev.lock pyproject.toml --made $(VENV)/paidan -- $(MAKE) venv

.PHONY: venv
venv:
	@echo "Installing the Python packages (a minute or two)."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .

install-web:
	@command -v npm >/dev/null || { echo "Paidan's pages are built with Node 20 and npm; install them first." >&2; exit 1; }
	@$(WHEN_CHANGED) web/node_modules/.installed web/package.json web/package-lock.json -- $(MAKE) node_modules

.PHONY: node_modules
node_modules:
	@echo "Installing the web packages (a minute or two)."
	@cd web && npm ci --no-fund --no-audit --loglevel=error

.PHONY: build
build: install-web ## Build the web pages (again only when they change)
	@$(WHEN_CHANGED) build/web-built web --made src/paidan/web_dist -- npm --prefix web run --silent build

.PHONY: serve
serve: install build ## Start the product at http://127.0.0.1:8000, with a demo company when it is new
	@PAIDAN_DEMO=$${PAIDAN_DEMO:-true} $(VENV)/paidan serve $(ARGS)

##@ Test

.PHONY: test
test: test-python test-web test-browser ## Run every test

.PHONY: test-python
test-python: install-python ## Python tests on SQLite, and on PostgreSQL when one answers (ARGS="-k words")
	@$(VENV)/python -m pytest $(ARGS)

.PHONY: test-web
test-web: install-web ## Unit tests of the web pages
	@npm --prefix web run --silent test -- $(ARGS)

.PHONY: test-browser
test-browser: install build ## Journeys through a real browser against a server of their own
	@$(PYTHON) tools/ensure_browser.py
	@$(VENV)/python tools/run_browser_tests.py $(ARGS)

##@ Check

CHECKS := check-format check-lint check-types check-imports check-locks check-long-files check-words \
	check-messages check-docs check-web

.PHONY: check $(CHECKS)
check: $(CHECKS) ## Run every check that reads the code without running the product (make -k check: do not stop)

check-format: install-python
	@$(VENV)/ruff format --check --quiet . || { $(VENV)/ruff format --diff --quiet .; exit 1; }

check-lint: install-python
	@$(VENV)/ruff check --quiet .

check-types: install-python
	@$(VENV)/mypy

check-imports: install-python
	@$(VENV)/lint-imports --no-logo

check-locks:
	@$(PYTHON) tools/locks.py --check

check-long-files:
	@$(PYTHON) tools/check_long_files.py

check-words:
	@$(PYTHON) tools/check_words.py

check-messages: install-python
	@$(VENV)/python tools/check_messages.py

check-docs: install-python
	@$(VENV)/python tools/check_docs.py
	@$(VENV)/python tools/make_docs.py --check

check-web: build # the sizes of the pages are kept, so they are built first
	@npm --prefix web run --silent check

##@ Measure

.PHONY: bench
bench: install-python ## Measure speed (ARGS="name of a bench")
	@test -f bench/run.py || { echo "There is nothing to measure yet: bench/run.py is not there." >&2; exit 1; }
	@$(VENV)/python bench/run.py $(ARGS)

.PHONY: faults
faults: install-python ## Break things on purpose: killed processes, full disks, lost connections
	@compgen -G 'tests/faults/test_*.py' >/dev/null || { echo "There is nothing to break yet: tests/faults holds no tests." >&2; exit 1; }
	@$(VENV)/python -m pytest tests/faults $(ARGS)

##@ Keep

.PHONY: format
format: install ## Put Python and web sources into their form
	@$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format --quiet .
	@npm --prefix web run --silent format

.PHONY: docs
docs: install-python ## Write the reference documents that the code tells: settings, refusals, HTTP interface
	@$(VENV)/python tools/make_docs.py

.PHONY: lock
lock: install-python ## Make the Python lock files anew from pyproject.toml (ARGS=--upgrade for newest versions)
	@$(VENV)/python tools/locks.py $(ARGS)

.PHONY: clean
clean: ## Remove everything that make made, but no data
	@rm -rf .venv build dist src/*.egg-info src/paidan/web_dist web/node_modules web/dist web/test-results
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
