# make demo - simulate a week of a 2017 OnePlus, audit it, show what left
# make test - everything CI runs: lint, types, floors, tests
# make fuzz - a coverage-guided fuzzer on the binary codecs and the flow reader, RUNS inputs each
# make proof - the same lives through the design of 2017 and through telemetry: docs/proof.md
# make bench - the benchmarks' tables
# make bench-peers - of these, phonehome beside TrackHAR and Presidio
PYTHON ?= python3
BIN := .venv/bin
RUNS ?= 100000
have = $(shell command -v $(1))
MISSING := $(if $(call have,chromium)$(call have,chromium-browser)$(call have,google-chrome),,chromium) \
  $(if $(call have,tshark),,tshark) $(if $(call have,curl),,curl) $(if $(call have,ip),,iproute2) \
  $(if $(wildcard /usr/lib/postgresql/*/bin/initdb)$(call have,initdb),,postgresql)

.PHONY: demo test proof bench bench-peers fuzz clean programs lint

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[capture,telemetry,postgresql]" --group dev
	touch $@

demo: .venv/installed
	rm -rf demo && mkdir demo
	$(BIN)/phonehome simulate oneplus-2017 --days 7 --seed 1 --out demo/week.har
	$(BIN)/phonehome audit demo/week.har --owner demo/week.owner.toml --out demo/case
	@$(BIN)/phonehome report demo/case --format html --out demo/report.html

programs:
ifneq ($(strip $(MISSING)),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(MISSING) >/dev/null; \
	else echo "not there: $(MISSING). Their tests will be skipped"; fi
endif

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: .venv/installed programs lint
	$(BIN)/python -m pytest --cov --cov-report=term

proof: .venv/installed
	$(BIN)/python -m phonehome.telemetry.proof --out docs/proof.md

bench: .venv/installed
	PYTHONPATH=tests $(BIN)/python bench/run.py

fuzz: .venv/installed
	$(BIN)/python -m pip install --quiet --group fuzz
	for name in $$($(BIN)/python tools/fuzz.py 2>/dev/null); do $(BIN)/python tools/fuzz.py $$name $(RUNS) || exit 1; done

bench-peers: .venv/installed
	$(BIN)/python bench/peers.py

clean:
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
