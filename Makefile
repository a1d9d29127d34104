# make run    set up and start the lab on this machine
# make test   set up and run all tests
# make js     types, lint and tests of the browser's code; needs node, for developers only
# make bundle makes the live component one file, for notebooks and exported pages; needs node
# make check  lint, types, make js and make test
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check lint types js js-checks bundle clean

run: .venv/installed
	$(BIN)/python -m aelab catalogue
	$(BIN)/streamlit run app.py

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: lint types js test

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-dev
	$(BIN)/mypy

# In CI a missing node is a failure, elsewhere it is only told.
js:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory js-checks; \
	elif [ "$(CI)" = true ]; then echo "node and npm are needed: install them." >&2; exit 1; \
	else echo "The browser's code was not checked: node and npm are not installed."; fi

js-checks: node_modules/installed
	npm run --silent types
	npm run --silent lint
	npm run --silent test
	npm run --silent bundle -- --check

bundle: node_modules/installed
	npm run --silent bundle

node_modules/installed: package.json package-lock.json
	npm ci --no-progress
	touch $@

.venv/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -r requirements.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet -r requirements.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv node_modules
