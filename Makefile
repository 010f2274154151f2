# Everything a person or a machine does here. `make` alone lists it.
GO     ?= go
BIN    := bin/quotient
LDFLAGS = -s -w -X quotient/internal/agent.buildID=$(shell git describe --always --dirty 2>/dev/null || echo unknown)
export CGO_ENABLED ?= 0
export GOAMD64 = v1

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16
build: ## build bin/quotient
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/quotient
dev: build ## simulated exchange, agent and page: nothing else needed
	./$(BIN) dev
test: tools ## every test; installs headless Chromium where it can
	$(GO) vet ./... && $(GO) test -count=1 -timeout 20m ./...
# Rooms with goroutines. The core has none (tidy_test.go sees to it), nor has what
# only reads and writes text.
RACE = ./cmd/... ./gateway/... ./internal/agent ./internal/frame ./internal/lab ./internal/ring ./journal ./ops ./quoter/port ./risk ./sim/venue
race: ## the rooms with goroutines under the race detector
	CGO_ENABLED=1 $(GO) test -race -count=1 -timeout 25m $(RACE)
lint: ## gofmt, go vet, staticcheck
	sh .ci/lint
check: lint test race ## what the gate runs
	@echo "check: all green"
fuzz: ## each fuzz target for FUZZTIME (default 20s)
	sh .ci/fuzz $${FUZZTIME:-20s}
bench: ## the benchmarks users quote
	$(GO) test -run '^$$' -bench . -benchmem ./benchmarks/ ./quoter/ ./risk/ ./obligation/ ./obligation/request/ ./journal/ ./gateway/feed/ ./internal/ring/ ./internal/agent/
mutate: ## change obligation in every place, one by one: a test must notice (PKG=./risk/... for others)
	$(GO) test -count=1 ./.ci/mutate && $(GO) run ./.ci/mutate $${PKG:-./obligation/...}
mutate-risk: ## the same of the gate and every room below it: all rules, all limits; takes long
	nice $(GO) run ./.ci/mutate ./risk/...
test-long: ## the long suites: more seeds, more days
	QUOTIENT_LONG=1 $(GO) test -count=1 -timeout 60m ./...
tools:
	@sh .ci/tools
clean: ## remove what was built
	rm -rf bin var
.PHONY: help build dev test race lint check fuzz bench mutate mutate-risk test-long tools clean
