# Needs make and Python 3.11 or newer; .ci/setup sets the rest up in .venv (for the peers .venv-bench): see the stamp files at the end.
BIN := .venv/bin
SETUP := .ci/setup pyproject.toml toolkit/__init__.py

.PHONY: help demo test check bench bench-quick profile clean
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: .venv/.demo ## set up, then build the worked example as Word, PDF and HTML
	@$(BIN)/toolkit build -f docx,pdf,html
	@find output -type f \( -name '*.docx' -o -name '*.pdf' -o -name '*.html' \) | sort

test: check ## set up with all validators, then run every check
	@$(BIN)/pytest -n auto

check: .venv/.test ## set up with all validators, then only the checks that read the code
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

bench: .venv-bench/.bench ## measure against the peers, all sizes
	@.venv-bench/bin/python benchmarks/run.py

bench-quick: .venv-bench/.bench ## measure the small sizes only
	@.venv-bench/bin/python benchmarks/run.py --quick

profile: .venv-bench/.bench ## show where the toolkit's own time goes
	@.venv-bench/bin/python benchmarks/hotspots.py

clean: ## remove the environment, caches and generated papers
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find output -mindepth 1 ! -name .gitkeep -delete

.venv/.demo .venv/.test .venv-bench/.bench: $(SETUP)
	@.ci/setup $(patsubst .%,%,$(notdir $@))
	@touch $@
