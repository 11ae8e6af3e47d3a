# The habits of the house: one word each. `make help` lists them.
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip -qq --disable-pip-version-check install --require-hashes
PYTEST := $(PY) -m pytest -q -n 2
.DEFAULT_GOAL := help
.PHONY: help setup run test test-long test-all check format bench audit lock clean test-needs

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s%s\n", $$1, $$2 }' Makefile

setup: .venv/.tools ## the environment at .venv, for running, testing and checking

run: .venv/.bot ## the bot; without a token also its sandbox, a chat page on this machine
	@exec $(PY) bot.py

test: .venv/.tools test-needs ## every test but the longest, on SQLite and on PostgreSQL
	@$(PYTEST) -m "not long"

test-long: .venv/.tools test-needs ## the longest tests alone
	@$(PYTEST) -m long

test-all: .venv/.tools test-needs ## every test
	@$(PYTEST)

check: .venv/.tools ## format, lint, types, import contracts
	@$(PY) -m ruff format --quiet --check .
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m mypy --no-error-summary
	@.venv/bin/lint-imports --no-cache > .venv/contracts.log || { cat .venv/contracts.log; exit 1; }
	@echo "Checks passed: format, lint, types, import contracts."

format: .venv/.tools ## put the code into the house's format
	@$(PY) -m ruff format --quiet .
	@$(PY) -m ruff check --quiet --fix .

bench: .venv/.tools ## the figures of benchmarks/README.md
	@$(PY) -m benchmarks

audit: .venv/.tools ## secrets in the history, known holes in what is installed
	@bash .ci/audit

lock: .venv/.bot ## write requirements*.txt from requirements*.in (UPGRADE=--upgrade for newer ones)
	@$(PY) -m venv .venv/lock && .venv/lock/bin/python -m pip -qq --disable-pip-version-check install pip-tools
	@for name in requirements requirements-dev requirements-postgres requirements-audit; do \
		PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= .venv/lock/bin/pip-compile -q --generate-hashes --strip-extras --allow-unsafe \
			--no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
			$(UPGRADE) -o $$name.txt $$name.in && grep -v '^#' $$name.txt > $$name.new && mv $$name.new $$name.txt && echo "Wrote $$name.txt" || exit 1; \
	done

clean: ## remove what the other words made, but not data/ or .env
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer (Debian, Ubuntu: apt-get install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed. If it has another name here: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python cannot make environments here: python3-venv is missing (Debian, Ubuntu: apt-get install python3-venv)."; exit 1; }
	@echo "Making the environment in .venv ..."
	@$(PYTHON) -m venv --clear .venv && touch $@

.venv/.bot: requirements.txt | .venv/.made
	@echo "Installing what the bot needs ..."
	@$(PIP) -r requirements.txt && touch $@

.venv/.tools: requirements-dev.txt .venv/.bot
	@echo "Installing what tests and checks need ..."
	@$(PIP) -r requirements.txt -r requirements-dev.txt && touch $@

test-needs: .venv/.tools
	@sh tests/support/needs.sh
