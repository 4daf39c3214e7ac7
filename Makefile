# The two commands are `make run` and `make test`. Each sets up what it needs: a virtual
# environment in .venv, with plain pip, from constraints.txt.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
export PIP_CONSTRAINT := constraints.txt
# Tests start the program hundreds of times: its modules are compiled once, not each time.
unexport PYTHONDONTWRITEBYTECODE
# Where making .venv broke off, or the Python that it is of was replaced, it is made anew.
ANEW := $(shell $(BIN)/python -c 'from importlib.metadata import version; version("pip")' \
	2>/dev/null || echo anew)

.PHONY: run test check e2e screenshots adversary bench format clean anew

run: .venv/run
	@$(BIN)/terrasse run --or-demo

# On up to four cores: the store in each test is a real database.
test: .venv/dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The real servers are installed on the first call, outside of the checkout, and reused then.
e2e: .venv/dev
	$(BIN)/python -m pytest tests/e2e -rs

# Of the web page, from the invented village, into docs/images.
screenshots: .venv/dev
	$(BIN)/python -m tests.e2e.web.screenshots

# Ten thousand random histories, in an hour or so; `make test` plays a hundred short ones.
adversary: .venv/dev
	$(BIN)/python -m tests.adversary.history

bench: .venv/bench
	$(BIN)/python -m benchmarks

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python: $(ANEW)
	@$(PYTHON) -c 'import sys; sys.exit("Terrasse needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@rm -rf .venv
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python could make no virtual environment: see above. On Debian and Ubuntu, install what it lacks (sudo apt install python3-venv), then call make again." >&2; exit 1; }

.venv/run: .venv/bin/python pyproject.toml constraints.txt $(ANEW)
	@echo "Setting up .venv (once)…" >&2
	@$(PIP) install --quiet --editable .
	@touch $@

.venv/bench: .venv/bin/python pyproject.toml constraints.txt $(ANEW)
	@$(PIP) install --quiet --editable '.[dev,bench]'
	@touch $@ .venv/dev .venv/run

.venv/dev: .venv/bin/python pyproject.toml constraints.txt $(ANEW)
	@$(PIP) install --quiet --editable '.[dev]'
	@touch $@ .venv/run
