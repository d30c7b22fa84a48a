# What a builder types; CONTRIBUTING.md says more.
PYTHON := .venv/bin/python

.PHONY: setup check lint test gate docs pictures bench

setup:  ## an environment with everything that is needed to work on the program
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable '.[test]'

check: lint test  ## what has to be green before a commit

lint:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

test:
	$(PYTHON) -m pytest -n auto --dist worksteal

gate:  ## all that is asked of a change, in fresh environments; takes minutes
	.ci/run

docs:  ## the pages that are made from the code
	$(PYTHON) docs/engine.py
	$(PYTHON) docs/reference.py

pictures:  ## those of the README, from the program; needs rsvg-convert and Fira Code
	$(PYTHON) docs/pictures.py

bench:  ## how fast it is, as ratios to a floor measured in the same run
	for file in tests/benchmarks/*.py; do $(PYTHON) $$file; done
