# Two commands: `make demo` shows it, `make test` proves it. Both set everything up. Needs Python >= 3.11 and make.
PY ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
CODE := src tests benchmarks docs examples packaging peers spark
CHROMIUM := $(shell command -v chromium chromium-browser google-chrome 2>/dev/null | head -1)
BROWSER := $(if $(CHROMIUM)$(SCHAKEL_NO_SKIP),,-m "not browser")

# A page of the docs runs dozens of commands, and without bytecode on the disk each would compile the sources anew.
unexport PYTHONDONTWRITEBYTECODE
# Linear algebra here is tiny, and threads that wait for each other cost more than it does.
tests test-long: export OPENBLAS_NUM_THREADS := 1

.PHONY: setup dev demo test test-long format checks lint types imports kernel tests lock bundle sbom spark peers kills postgresql delivered fuzz bench bench-large bench-messages bench-simulation bench-workbench docs clean

setup: .venv/.installed
dev: .venv/.developed

.venv/.installed: requirements.txt pyproject.toml
	@$(PY) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Schakel needs Python 3.11 or newer; try: make PY=python3.12')"
	test -x $(BIN)/python || $(PY) -m venv .venv
	$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	$(PIP) install --no-deps --editable .
	@touch $@

.venv/.developed: .venv/.installed requirements-dev.txt
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

demo: setup
	@test -f demo/workbench/workspace.toml || $(BIN)/schakel workspace new demo/workbench --demo
	@$(BIN)/schakel serve demo/workbench

test: dev
	@$(MAKE) --no-print-directory -j 2 checks kernel
	@$(MAKE) --no-print-directory tests

checks: lint types imports

lint: dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)

format: dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

types: dev
	$(BIN)/mypy

imports: dev
	$(BIN)/lint-imports

# Compiled once for all processes of the tests, in the two sizes that they need.
kernel: dev
	@PYTHONPATH=tests $(BIN)/python -c "from oracle.run_bits import bits; from schakel.simulation.kernel.codes import ROOMS; [bits(room) for room in ROOMS[:2]]"

tests: dev kernel
	@test -n "$(CHROMIUM)" || echo "No Chromium found: the browser tests are left out. Debian: apt-get install chromium"
	$(BIN)/python -m pytest -n 2 --dist worksteal $(BROWSER)
	SCHAKEL_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 --dist worksteal tests/web

# All web tests on PostgreSQL, also those that are about figures.
postgresql: dev
	SCHAKEL_MANY=1 SCHAKEL_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 --dist worksteal tests/web

lock: dev
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements.txt requirements.in
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements-dev.txt requirements-dev.in

# All wheels with their hashes in one zip, for a machine without internet.
bundle: dev
	$(BIN)/python packaging/bundle.py

# What is in the product, with licences, as CycloneDX: build/sbom.cdx.json.
sbom: setup
	$(BIN)/python packaging/sbom.py

# Outside `make test`: other engines and peers in environments of their own, big counts, and timings.
spark: dev
	sh spark/run.sh
peers: dev
	sh peers/run.sh
kills: dev
	SCHAKEL_KILLS=100 $(BIN)/python -m pytest -p no:cacheprovider tests/faults
test-long: dev
	SCHAKEL_MANY=1 $(BIN)/python -m pytest -p no:cacheprovider -n 2 --dist worksteal tests/long tests/docs tests/property tests/unit/draw tests/unit/data/test_removal.py tests/unit/data/test_snapshot.py tests/unit/sharing/test_let_out.py tests/web/test_matrix.py tests/web/test_record_chain.py tests/web/test_sight_property.py tests/browser/test_every_page.py tests/browser/test_insight_desk.py
# Damaged copies of everything that is read: cut at 200 places, bits turned by three seeds (docs/reference/bad-input.md).
fuzz: dev
	SCHAKEL_MANY=1 $(BIN)/python -m pytest -p no:cacheprovider -n 2 --dist worksteal tests/unit/data/test_mutated_*.py tests/unit/data/test_*_mutated.py tests/unit/data/test_xes_same.py tests/unit/data/test_zgw_pages.py tests/unit/data/messages/test_hostile.py tests/property/test_network_file_survives.py tests/web/test_mutated_forms.py
delivered: dev
	SCHAKEL_REGION_SCALE=1 $(BIN)/python -m pytest -p no:cacheprovider tests/golden/test_region_as_delivered.py
bench: dev
	sh benchmarks/run.sh
bench-large: dev
	sh benchmarks/run.sh large
bench-workbench: dev
	$(BIN)/python -m benchmarks.workbench
	$(BIN)/python -m benchmarks.analysts
bench-messages: dev
	$(BIN)/python -m benchmarks.messages
bench-simulation: dev
	sh benchmarks/simulation/run.sh

# Pages that are made from the product itself; tests hold them fresh.
docs: dev
	$(BIN)/python docs/reference/make.py
	$(BIN)/python docs/reference/make_figures.py
	$(BIN)/python docs/reference/make_definitions.py
	$(BIN)/python docs/reference/make_openapi.py
	$(BIN)/python docs/reference/make_network_file.py
	$(BIN)/python docs/make_picture.py

clean:
	rm -rf .venv .venv-* build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
