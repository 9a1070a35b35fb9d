# Two commands do everything on a fresh machine: `make run` and `make test`.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null && { echo $$p; break; }; done)
STAMP := $(VENV)/.installed
EXTRAS := dev,simbench

.PHONY: run test setup lint bench interop package package-test package-smoke system-package system-window system-offscreen system-database clean

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

# Three at once on two cores: tests of the live console mostly wait for the simulated field. They start hundreds of
# processes, each of which would translate every module anew if nothing were kept.
test: setup system-offscreen system-database interop
	@$(BIN)/python -m compileall -q -j 0 console engines widgets resources
	env -u PYTHONDONTWRITEBYTECODE QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 3 --dist loadfile $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# pandapower at its best has numba, which the console does without (docs/decisions.md).
bench: setup system-offscreen interop
	@$(BIN)/python -m pip install --quiet -c constraints.txt "numba"
	@for b in loadflow diagram responsiveness control link; do QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.$$b || exit 1; done

# An environment of its own: what is there for development only must not slip into the package.
PACKAGE_VENV := build/environment
PACKAGE_PYTHON := $(PACKAGE_VENV)/bin/python

$(PACKAGE_VENV)/.installed: pyproject.toml constraints.txt tools/make_environment.sh
	@mkdir -p build
	@tools/make_environment.sh "$(PYTHON)" "$(PACKAGE_VENV)" package
	@touch $@

system-package:
	@tools/system_libraries.sh package

# Everything that is handed out, into dist.
package: $(PACKAGE_VENV)/.installed system-package
	@$(PACKAGE_PYTHON) -m installer.package $(ARGS)

# Installs it into a bare root, has it work there, and removes it again (as root).
package-test:
	@tools/system_libraries.sh package-test
	@$(PACKAGE_PYTHON) -m installer.package_test $(ARGS)

package-smoke: $(PACKAGE_VENV)/.installed system-package
	@$(PACKAGE_PYTHON) -m installer.smoke $(ARGS)

clean:
	rm -rf $(VENV) build dist
