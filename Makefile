# `make demo` shows the main job; `make test` runs every check. Both install what they need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := survey parsers storage notifications ingest desk
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
APT := $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: all install demo test search lint fmt system python bench train kills faults clean audit sbom fuzz coverage mutants

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
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev,train]'
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
	command -v setpriv >/dev/null || missing="$$missing util-linux"; \
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

# Makes the weights of the line reader anew (docs/recogniser.md): fonts, training for MINUTES on two cores, the score on
# fonts and texts kept apart, parsers/thai_lines/weights.onnx. Goes on where it was stopped; a folder is one training.
# FROM=parsers/thai_lines/weights.onnx begins with what these weights know, the learning rate half way down.
MINUTES ?= 90
TRAINED ?= build/train
FROM ?=
train: system $(VENV)/.dev
	test -d /usr/share/fonts/truetype/arundina || $(APT) install -y -qq --no-install-recommends fonts-sipa-arundina >/dev/null
	$(BIN)/python -m training.fonts $(TRAINED)/fonts
	OMP_NUM_THREADS=1 $(BIN)/python -m training.train --fonts $(TRAINED)/fonts --out $(TRAINED)/run --minutes $(MINUTES) $(if $(FROM),--from $(FROM))
	$(BIN)/python -m training.export $(TRAINED)/run/checkpoint.pt parsers/thai_lines/weights.onnx
	$(BIN)/python -m training.score --fonts $(TRAINED)/fonts --out $(TRAINED)/run/score.json

# Kills the worker COUNT times on each database, and writes docs/crash-table.md.
COUNT ?= 300
kills: system $(VENV)/.dev
	PYTHONPATH=.:tests $(BIN)/python -m crashes.random_kills --count $(COUNT) --write

# Plays every fault of servers, lines, database and disk, and writes docs/fault-table.md.
faults: system $(VENV)/.dev
	PYTHONPATH=.:tests $(BIN)/python -m crashes.fault_table

TOOLS := $(VENV)-tools
$(TOOLS)/bin/pip-audit: | python
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install -q --disable-pip-version-check pip-audit cyclonedx-bom

# Known vulnerabilities in what is installed; a library about which nothing is known fails it too.
audit: $(VENV)/.dev $(TOOLS)/bin/pip-audit
	$(TOOLS)/bin/pip-audit --strict --progress-spinner off --path $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

# What an installation consists of: CycloneDX, from an environment that holds the program and nothing else.
sbom: $(TOOLS)/bin/pip-audit
	rm -rf build/only && $(PYTHON) -m venv build/only
	build/only/bin/python -m pip install -q --disable-pip-version-check .
	$(TOOLS)/bin/cyclonedx-py environment build/only/bin/python --pyproject pyproject.toml --mc-type application --of JSON -o build/sbom.json
	@echo build/sbom.json

# A fuzzer guided by coverage, for a while: one of mime, grid, date, name.
TARGET ?= mime
SECONDS ?= 60
fuzz: $(VENV)/.dev
	$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/python -m pip install -q --disable-pip-version-check atheris
	PYTHONPATH=.:tests $(BIN)/python tests/fuzz/guided.py $(TARGET) $(SECONDS)

# Lines and branches that the tests reach, in commands and in readers' children too; those that are killed on purpose
# (tests/crashes) can't say what they reached, and are left out. A room after the other: ROOM=parsers for one alone.
# What was killed while it saved leaves a file without the sum (.H…) that ends the names of whole ones.
ROOM ?= survey parsers storage notifications ingest desk files journeys house
SEEN := $(CURDIR)/.coverage-data
coverage: system $(VENV)/.dev
	$(BIN)/python -c 'import pytest_cov' 2>/dev/null || $(BIN)/python -m pip install -q --disable-pip-version-check pytest-cov
	rm -rf $(SEEN) && mkdir $(SEEN)
	for room in $(ROOM); do mkdir $(SEEN)/$$room; \
		COVERAGE_FILE=$(SEEN)/$$room/data PYTHONPATH=$(CURDIR):$(CURDIR)/tests $(BIN)/python -m pytest --timeout 900 \
			--cov --cov-report= tests/$$room || exit 1; \
	done
	export COVERAGE_FILE=$(SEEN)/all PYTHONPATH=$(CURDIR)/tests; \
		$(BIN)/coverage combine -q $$(find $(SEEN) -type f \( -name data -o -name 'data.*.H*' \)) && $(BIN)/coverage report

# Changes survey/ in small ways, drawn at random, and tells which changes no test of its room notices; ten or so a minute
# on each core. Stopped, the same command goes on; AGAIN=--again tries once more what passed, MODULES= some files only.
MUTANTS ?= 400
SEED ?= 2561
MODULES ?=
AGAIN ?=
mutants: $(VENV)/.dev
	$(BIN)/python -c 'import mutmut' 2>/dev/null || $(BIN)/python -m pip install -q --disable-pip-version-check mutmut==3.8.1
	PYTHONPATH=.:tests $(BIN)/python -m make.mutants --count $(MUTANTS) --seed $(SEED) $(AGAIN) $(MODULES)

clean:
	rm -rf demo build dist .pytest_cache .mypy_cache .ruff_cache
