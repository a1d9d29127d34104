# make run    set up and start the lab on this machine
# make test   set up and run all tests
# make check  lint, types and make test
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check lint types clean

run: .venv/installed
	$(BIN)/python -m aelab catalogue
	$(BIN)/streamlit run app.py

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: lint types test

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-dev
	$(BIN)/mypy

.venv/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -r requirements.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet -r requirements.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv
