# make run    set up and start the lab on this machine
# make test   set up and run all tests
# make js     types, lint and tests of the browser's code; needs node, for developers only
# make bundle makes the live component one file, for notebooks and exported pages; needs node
# make quick  all that needs no browser and no training of minutes
# make check  lint, types, make js, make docs and make test
# make lock   pin everything anew in requirements.txt; make lock-check resolves it for each system
# make docs   the documentation site, in build/site
# make coverage  lines and branches that the tests run, as HTML in build/coverage
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test quick coverage check lint types js js-checks bundle lock lock-check docs clean

run: .venv/installed
	$(BIN)/python -m aelab catalogue
	$(BIN)/streamlit run app.py

# Two processes, each file in one of them, in the order of tests/conftest.py
TWO := -n 2 --dist loadfile --no-loadscope-reorder

test: .venv/installed-dev
	$(BIN)/python -m pytest -m "not e2e" $(TWO)
	$(BIN)/python -m pytest -m e2e

quick: .venv/installed-dev
	$(BIN)/python -m pytest -m "not e2e and not slow" $(TWO)

# What is measured can be chosen: make coverage TESTS="tests/cluster tests/runs"
TESTS ?= tests
coverage: .venv/installed-dev
	$(BIN)/python -m pytest --cov --cov-report=term --cov-report=html $(TESTS)

check: lint types js docs test

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

docs: .venv/installed-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	$(BIN)/python -m tooling.site_check build/site

.venv/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -r requirements.txt -e .
	touch $@

.venv/installed-docs: .venv/installed-dev
	$(BIN)/python -m pip install --quiet -r requirements.txt -e '.[docs]'
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet -r requirements.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv node_modules

# Versions stay as they are unless pyproject.toml wants others; UPGRADE=--upgrade takes the newest.
# What only torch's CUDA build needs is not pinned: pip takes it along with that build alone.
lock: .venv/installed-dev
	cp requirements.txt .venv/lock.txt
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --quiet \
	    --no-emit-index-url --no-header --no-annotate --output-file .venv/lock.txt $(UPGRADE)
	{ sed '/^[^#]/,$$d' requirements.txt; grep -vE '^(nvidia-|cuda-|triton=)' .venv/lock.txt; } \
	    > .venv/requirements.txt
	mv .venv/requirements.txt requirements.txt

# Needs the network. PyTorch has no wheels any more for macOS on x86_64, nor before macOS 14.
lock-check: .venv/installed-dev
	for python in 3.11 3.12 3.13; do for system in x86_64-unknown-linux-gnu \
	    aarch64-unknown-linux-gnu aarch64-apple-darwin x86_64-pc-windows-msvc; do \
	    MACOSX_DEPLOYMENT_TARGET=14.0 $(BIN)/uv pip compile pyproject.toml --quiet \
	        --constraints requirements.txt --only-binary :all: --python-version $$python \
	        --python-platform $$system --output-file .venv/lock-check.txt --upgrade \
	    && echo "$$python $$system: resolved" || exit 1; \
	done; done
