# Two commands do everything on a machine with Python 3.11+ and make: `make run` and `make test`.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard registry/locale*/*/LC_MESSAGES/*.po))
KEYWORDS := -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 -k npgettext:1c,2,3

.PHONY: run test lint types test-sqlite test-postgres test-browser test-faults test-mirror audit screenshots bench bench-search chromium messages lock clean
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Python starts many times: what it has compiled it keeps.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make run    serve the registry with sample data on http://localhost:$(PORT)/ (PORT=… for another)"
	@echo "make audit  WCAG, HTML, weight and Lighthouse over every kind of page (LIST=pairs.csv to fill it)"
	@echo "make test   every check and test, on SQLite, PostgreSQL and in Chromium"

# ---- Run --------------------------------------------------------------------------------------

run: $(VENV)/runtime.installed $(CATALOGUES) .env
	@$(PY) -c "import socket; socket.create_server(('127.0.0.1', $(PORT)))" 2>/dev/null \
		|| { echo "Port $(PORT) is taken or is none: choose another, such as make run PORT=8001"; exit 1; }
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_reference
	@$(PY) manage.py load_sample
	@echo
	@echo "    http://localhost:$(PORT)/ar/          http://localhost:$(PORT)/en/"
	@echo "    http://localhost:$(PORT)/ar/desk/     http://localhost:$(PORT)/api/v1/"
	@echo
	@$(PY) manage.py worker --with-parent & trap "kill $$! 2>/dev/null" EXIT; \
		DJANGO_RUNSERVER_HIDE_WARNING=true $(PY) manage.py runserver --noreload --skip-checks $(PORT)

# Each installation has a secret of its own.
.env:
	@(umask 077; $(PY) -c "import secrets; print(f'DEBUG=true\nSECRET_KEY={secrets.token_urlsafe(48)}')" > $@)

$(VENV)/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
		|| { echo "Python 3.11 or later is needed, and “$(PYTHON)” is none: install it, or name it: PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "The virtual environment could not be made: on Debian, install python3-venv."; exit 1; }

$(VENV)/runtime.installed: requirements.lock | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev.installed: requirements-dev.lock | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/runtime.installed

%.mo: %.po | $(VENV)/runtime.installed
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@ --locale ar

# ---- Test -------------------------------------------------------------------------------------

test: $(VENV)/dev.installed
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types
	@$(MAKE) --no-print-directory test-sqlite test-postgres test-browser

lint: $(VENV)/dev.installed $(CATALOGUES)
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.production $(PY) manage.py check --deploy --fail-level WARNING

types: $(VENV)/dev.installed
	$(VENV)/bin/mypy

test-sqlite: $(VENV)/dev.installed $(CATALOGUES)
	$(PY) -m pytest -q -n 2 --dist loadgroup -m "not browser"

# What asks no database is the same on either, and proved on SQLite.
test-postgres: $(VENV)/dev.installed $(CATALOGUES)
	$(PY) -m tests.on_postgres -m pytest -q -n 2 --dist loadgroup -m "database and not browser"

test-browser: $(VENV)/dev.installed $(CATALOGUES) chromium
	$(PY) -m tests.on_postgres -m pytest -q -m browser tests/browser

# Look at every kind of page as readers do; Lighthouse too where Node is. LIST=… fills the register with a list of
# twin cities (CSV) first, SCREENSHOTS=… names the folder of the pictures.
audit: $(VENV)/dev.installed $(CATALOGUES) chromium
	$(PY) -m tests.audit $(LIST)

SCREENSHOTS ?= var/screenshots
screenshots: $(VENV)/dev.installed $(CATALOGUES) chromium
	$(PY) -m tests.audit.screenshots $(SCREENSHOTS) $(LIST)

# Server and worker are killed at random through 200 operations on each database; `make test` does a few.
test-faults: $(VENV)/dev.installed $(CATALOGUES)
	FAULT_OPERATIONS=200 $(PY) -m pytest -q -s tests/faults
	FAULT_OPERATIONS=200 $(PY) -m tests.on_postgres -m pytest -q -s tests/faults

# A copy follows 1,000 random writes on each database while the server is killed; `make test` does a few.
test-mirror: $(VENV)/dev.installed $(CATALOGUES)
	MIRROR_WRITES=1000 $(PY) -m pytest -q -s tests/mirror
	MIRROR_WRITES=1000 $(PY) -m tests.on_postgres -m pytest -q -s tests/mirror

chromium: $(VENV)/dev.installed
	@$(PY) -m tests.browser.chromium

# The search beside a LIKE scan over the same rows, and beside itself among 10,000; SIZE=… agreements, 100,000
# unless said (SIZE=1000000 without the scan).
bench-search: $(VENV)/dev.installed $(CATALOGUES)
	$(PY) -m tests.benchmarks.search

.PHONY: openapi
# The contract of the API, written anew with the examples in it; a test says when that is due.
openapi: $(VENV)/dev.installed $(CATALOGUES)
	WRITE_EXAMPLES=1 $(PY) -m pytest -q -p no:cacheprovider tests/api/test_examples.py -k application
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py spectacular --lang en --validate --fail-on-warn \
		--file agreements/api/contract/openapi.yaml

# The API under load beside a bare function and Datasette; SIZE=… agreements, SECONDS=… a question.
bench: $(VENV)/dev.installed $(CATALOGUES)
	$(PY) -m tests.benchmarks.api

# ---- Keep -------------------------------------------------------------------------------------

# Collect the messages of code and templates into the Arabic catalogue; translate what is new there. The
# catalogue keeps its own header: pybabel's would change with every run.
PO := registry/locale/ar/LC_MESSAGES/django.po
messages: $(VENV)/dev.installed
	@sed '/^$$/q' $(PO) > $(PO).head
	$(VENV)/bin/pybabel --quiet extract -F registry/locale/babel.cfg $(KEYWORDS) --sort-by-file \
		--add-location file -o registry/locale/django.pot .
	$(VENV)/bin/pybabel --quiet update -D django -i registry/locale/django.pot -d registry/locale --no-fuzzy-matching \
		--omit-header --width 110
	@rm registry/locale/django.pot
	@cat $(PO) >> $(PO).head && mv $(PO).head $(PO)

# Renew both lock files from pyproject.toml.
LOCK := $(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --quiet
lock: $(VENV)/dev.installed
	$(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(LOCK) --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis staticfiles
	find registry/locale* -name '*.mo' -delete
