# Waymark: `make run` shows it, `make test` proves it, `make help` lists the rest.
# Needs Python 3.11 or newer (with venv), git and make; all else is installed into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TESTED := $(VENV)/.tested
FORGED := .forge/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test test-forge check build browser words lock clean

help: ## List what make can do
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## Make the environment (.venv) for running Waymark

run: $(READY) ## Build the site, start everything, print the address and a sign-in link
	@$(BIN)/waymark serve

build: $(READY) ## Build the static site into output/
	@$(BIN)/waymark build --output output

test: $(TESTED) browser ## Run every test, the browser tests included
	@$(BIN)/pytest

test-forge: $(FORGED) browser ## Try the GitHub forge against emulators and GitHub's own description
	@$(BIN)/pytest tests/forge_live

check: $(TESTED) ## Lint, types, rules and content
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/waymark check
	@$(BIN)/waymark rules test

browser:
	@scripts/ensure_browser.sh

words: $(TESTED) ## Put new words of the theme into each language's catalogue
	@$(BIN)/python scripts/collect_words.py

lock: $(TESTED) ## Pin every dependency anew, with hashes and without addresses
	@scripts/lock.sh

clean: ## Remove what can be made again (never var/, which holds what people sent)
	rm -rf $(VENV) .forge output build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): requirements/runtime.txt pyproject.toml
	@PYTHON="$(PYTHON)" scripts/make_venv.sh $(VENV) requirements/runtime.txt
	@touch $@

$(TESTED): $(READY) requirements/dev.txt
	@PYTHON="$(PYTHON)" scripts/make_venv.sh $(VENV) requirements/dev.txt
	@touch $@

$(FORGED): $(TESTED) requirements/forge.txt requirements/myworld.txt tests/forge_live/package-lock.json scripts/prepare_forge_tests.sh scripts/trim_openapi.py
	@PYTHON="$(PYTHON)" scripts/make_venv.sh $(VENV) requirements/forge.txt
	@scripts/prepare_forge_tests.sh .forge $(VENV)
	@touch $@
