# `make help` lists what there is. Everything runs in .venv, which is made when needed.
PYTHON ?= python3
VENV := .venv/bin/python
MANAGE := $(VENV) manage.py
export PYTHONUTF8 = 1
export PYTHONUNBUFFERED = 1

.PHONY: help run services stop test check fix bench demo-reset lock environment
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sort | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20
	@echo '  Set before or after: DEMO=0 (real data), PORT=9000, DATABASE_URL, REDIS_URL, ARGS (for test)'

run: environment ## start everything here, with the demo (DEMO=0: with the real database)
	@exec $(MANAGE) up

services: environment ## start only database and broker, in the background
	@exec $(MANAGE) services

stop: environment ## end what `run` or `services` started
	@exec $(MANAGE) stop

test: environment ## run the tests (ARGS="-k word" narrows them)
	@exec $(VENV) -m pytest -n auto $(ARGS)

check: environment ## format, lint, types, imports, migrations, templates, translations, tests
	$(VENV) -m ruff format --check .
	$(VENV) -m ruff check .
	SECRET_KEY=types LOCAL_START=1 $(VENV) -m mypy
	$(VENV) .venv/bin/lint-imports
	$(VENV) -W ignore manage.py makemigrations --check --dry-run
	$(VENV) -m djlint templates --lint --quiet
	$(VENV) -m pytest -n auto $(ARGS)

fix: environment ## format and sort
	$(VENV) -m ruff format .
	$(VENV) -m ruff check --fix .

bench: environment ## measure the pages on a large database against their floors
	@exec $(MANAGE) bench $(ARGS)

demo-reset: environment ## drop the demo database; the next run replays it
	@exec $(MANAGE) demo_reset

lock: environment ## write requirements.lock anew from requirements*.txt
	$(VENV) -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(VENV) -m uv pip compile requirements-dev.txt --output-file requirements.lock \
		--generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-annotate --no-header --quiet

environment:
	@$(PYTHON) config/start/environment.py
