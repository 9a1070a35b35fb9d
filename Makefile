# Two commands do everything on a fresh machine: `make run` and `make test`.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null && { echo $$p; break; }; done)
STAMP := $(VENV)/.installed
EXTRAS := dev,simbench

.PHONY: run test setup lint bench interop package-smoke system-window system-offscreen system-database clean

run: setup system-window
	@$(BIN)/tieline $(ARGS)

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt tools/make_environment.sh
	@tools/make_environment.sh "$(PYTHON)" "$(VENV)" "$(EXTRAS)"
	@touch $(STAMP)

system-window:
	@tools/system_libraries.sh window

system-offscreen:
	@tools/system_libraries.sh offscreen

system-database:
	@tools/database_server.sh

# Servers of other makers; whatever cannot be installed is said, and the tests that need it are skipped.
interop: setup
	@tools/interop_servers.sh $(BIN)/python

# Three at once on two cores: tests of the live console mostly wait for the simulated field.
test: setup system-offscreen system-database interop
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 3 --dist loadfile $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup system-offscreen interop
	@for b in loadflow diagram responsiveness control link; do QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.$$b || exit 1; done

package-smoke: setup system-offscreen
	@$(BIN)/python -m pip install --quiet -c constraints.txt 'pyinstaller'
	@$(BIN)/python installer/smoke.py

clean:
	rm -rf $(VENV) build dist
