# 融城 · Rongcheng. The two commands to know are `make up` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help setup up test lint docs-check soak bench clean

BIN := .venv/bin

# What `make up` passes on, as far as it is set: make up PORT=8001 DATA=/srv/rongcheng
UP_OPTIONS = $(if $(PORT),--port "$(PORT)") $(if $(HOST),--host "$(HOST)") \
	$(if $(DATA),--data "$(DATA)") \
	$(foreach folder,$(METRO),--metro "$(folder)") \
	$(if $(filter 0 no false off,$(DEMO)),--no-demo) \
	$(if $(filter 0 no false off,$(LIVE)),--no-live) \
	$(if $(filter 0 no false off,$(APPS)),--no-apps) \
	$(if $(TLS_CERT),--tls-cert "$(TLS_CERT)") $(if $(TLS_KEY),--tls-key "$(TLS_KEY)")

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

setup:  ## make .venv and install everything (the others call it)
	@sh scripts/setup.sh

up: setup  ## start Rongcheng; PORT HOST DATA METRO DEMO=0 LIVE=0 APPS=0 TLS_CERT TLS_KEY
	@exec $(BIN)/rongcheng up $(UP_OPTIONS)

test: setup  ## every test of the first tier; ARGS goes to pytest
	@sh scripts/test.sh $(ARGS)

lint: setup docs-check  ## style, types, import contracts, both metro packs, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@for metro in metros/*/metro.yaml; do \
		$(BIN)/rongcheng check "$${metro%/metro.yaml}" || exit 1; done

docs-check: setup  ## links, pictures, targets and commands in the documents exist
	@$(BIN)/python scripts/docs_check.py

soak: setup  ## the full counts: faults, mutations; takes hours
	$(BIN)/pytest -m soak $(ARGS)

bench: setup  ## measure, and compare with pgbench in the same run
	@$(BIN)/python -m benchmarks $(ARGS)

clean:  ## remove what tools left in the tree; .venv and .data stay
	rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
