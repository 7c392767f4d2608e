# `make demo` shows the main job; `make test` runs every check. Both install what they need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := survey parsers storage notifications ingest desk
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
APT := $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: all install demo test search lint fmt system python bench kills faults clean

all: install

install: $(VENV)/.installed

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		$(APT) update -qq && $(APT) install -y -qq --no-install-recommends python3-venv >/dev/null \
		|| { echo "Please run: apt-get install python3-venv"; exit 1; }; }

$(VENV)/.installed: pyproject.toml | python
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	$(BIN)/python -m compileall -q $(ROOMS)
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	touch $@

# What the tests run against: a real Dovecot, PostgreSQL, LibreOffice and Chromium, and Thai fonts for the test PDFs.
system:
	@missing=""; \
	command -v dovecot >/dev/null || test -x /usr/sbin/dovecot || missing="$$missing dovecot-imapd"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	fc-list 2>/dev/null | grep -qi -E 'laksaman|garuda' || missing="$$missing fontconfig fonts-thai-tlwg"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc-nogui"; \
	ls "$$(dirname "$$(readlink -f "$$(command -v soffice)")")"/libswlo.so >/dev/null 2>&1 \
		|| missing="$$missing libreoffice-writer-nogui"; \
	tesseract --list-langs 2>/dev/null | grep -qx tha && tesseract --list-langs 2>/dev/null | grep -qx Thai \
		|| missing="$$missing tesseract-ocr tesseract-ocr-tha tesseract-ocr-script-thai"; \
	$(BIN)/python -c 'import libarchive' 2>/dev/null || missing="$$missing libarchive13"; \
	command -v openssl >/dev/null || missing="$$missing openssl"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v systemd-analyze >/dev/null || missing="$$missing systemd"; \
	if [ -n "$$missing" ]; then \
		echo "Installing$$missing"; \
		$(APT) update -qq && $(APT) install -y -qq --no-install-recommends $$missing >/dev/null \
		|| { echo "Please run: apt-get install$$missing"; exit 1; }; \
	fi

demo: install
	$(BIN)/python -m ingest.demo demo

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: system $(VENV)/.dev lint
	$(BIN)/python -m pytest -n 2

# Looks for inputs that break a property, others each time; what it finds becomes a test.
search: system $(VENV)/.dev
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -n 2 tests/parsers tests/survey

fmt: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: system $(VENV)/.dev
	$(BIN)/python bench/mailbox.py

# Kills the worker COUNT times on each database, and writes docs/crash-table.md.
COUNT ?= 300
kills: system $(VENV)/.dev
	PYTHONPATH=.:tests $(BIN)/python -m crashes.random_kills --count $(COUNT) --write

# Plays every fault of servers, lines, database and disk, and writes docs/fault-table.md.
faults: system $(VENV)/.dev
	PYTHONPATH=.:tests $(BIN)/python -m crashes.fault_table

clean:
	rm -rf demo build dist .pytest_cache .mypy_cache .ruff_cache
