# Everything that one does with this repository. `make` alone lists it.
# Needed: Node.js 20 or later, with npm. Whatever else a target needs it installs itself.

SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The pinned Node and tools come before those of the machine.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

VCP := node packages/cli/src/main.ts
INSTALLED := node_modules/.installed
VCP_HOME ?= $(HOME)/.vcp
PLATFORM ?= http://127.0.0.1:8787
NPM_QUIET := --loglevel=error

##@ To begin with

demo: $(INSTALLED) ## The main job: a platform with real data, a search, a verified download
	@node examples/demo.ts

test: $(INSTALLED) ## All checks: style, types, boundaries, unit, e2e, compatibility
	@node packages/testing/src/whole-run.ts

setup: install ## Install, and write a default configuration if there is none
	@test -e "$(VCP_HOME)/config.yaml" || $(VCP) config --init

install: $(INSTALLED) ## Install what is pinned, and the commit hooks
	@if [ -d .git ]; then git config core.hooksPath .githooks; fi

##@ To work on it

lint: $(INSTALLED) ## Style, unused code and dependencies, types
	@biome check . --error-on-warnings
	@knip
	@tsc -p tsconfig.json

format: $(INSTALLED) ## Write the sources as the style wants them
	@biome check --write .

dev: $(INSTALLED) ## A platform with the example catalog, started anew when a source changes
	@node --watch packages/cli/src/main.ts platform serve --example --port 8787 --data-dir .dev

compat: $(INSTALLED) ## The original Python client against our platform
	@node packages/testing/src/prepare-servers.ts
	@vitest run --project compat

coverage: $(INSTALLED) ## Which lines the tests reach (coverage/index.html)
	@node packages/testing/src/prepare-servers.ts
	@vitest run --project packages --project e2e --coverage

bench: build ## The figures that we claim, measured beside their peers
	@set -e; for file in bench/*/run.ts; do echo "── $$file"; node "$$file"; done

docs: $(INSTALLED) ## The command reference, from the declarations
	@node docs/generate.ts

##@ To ship it

build: $(INSTALLED) ## The program as one bundle for Node (packages/cli/dist)
	@cd packages/cli && rolldown --config rolldown.config.ts --logLevel warn

binary: build tools/binary/node_modules/.installed ## The program as one file that needs no Node (dist/vcp)
	@tools/binary/build.sh

release: $(INSTALLED) tools/release/node_modules/.installed ## Version, CHANGELOG.md and tag, from the commits since the last
	@tools/release/node_modules/.bin/commit-and-tag-version

##@ Configuration

generate-config: $(INSTALLED) ## A commented ./config.yaml with the built-in values: the public platform
	@$(VCP) config --init --config config.yaml

generate-config-test: $(INSTALLED) ## ./config.yaml for a platform on this machine (PLATFORM=URL)
	@$(VCP) config set platform.url "$(PLATFORM)" --config config.yaml

##@ Else

clean: ## Remove what was built and installed here
	@rm -rf dist packages/*/dist coverage .dev node_modules packages/*/node_modules tools/*/node_modules

help: ## This list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Not `npm ci`: it refuses a lock file that leaves out builds for other systems, as ours may.
$(INSTALLED): package-lock.json
	@command -v npm >/dev/null 2>&1 || { \
	  echo "vcp is built with Node.js: install Node.js 20 or later (it comes with npm), then run this again." >&2; \
	  exit 1; }
	@echo "Installing what is pinned in package-lock.json …"
	@npm install --no-save $(NPM_QUIET)
	@tools/link-node.sh
	@touch $@

tools/%/node_modules/.installed: tools/%/package-lock.json $(INSTALLED)
	@cd tools/$* && npm install --no-save $(NPM_QUIET)
	@touch $@

.PHONY: demo test setup install lint format dev compat coverage bench docs build binary release \
  generate-config generate-config-test clean help
