// Package quotient holds the tests of the whole house: which room may import
// which, and the ratchets that keep the core pure.
package quotient

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "quotient"

// core rooms are pure: single writer, no I/O, no third party.
var core = []string{"market", "quoter", "quoter/port", "quoter/pricing", "risk", "risk/orders", "risk/position",
	"obligation", "obligation/calendar", "obligation/steering", "obligation/rule", "obligation/request",
	"obligation/quality", "obligation/award", "obligation/forecast", "internal/ring", "internal/flat", "internal/alarm",
	"risk/margin", "risk/surveillance", "risk/window", "risk/breaker"}

// bannedInCore are packages that the core must not reach, also transitively.
var bannedInCore = map[string]string{
	"fmt":                "pulls os and reflect into the tick path",
	"os":                 "the core does no I/O",
	"net":                "the core does no I/O",
	"log":                "the core writes records, it does not log",
	"reflect":            "slow, and hides what a type is",
	"context":            "the core has no goroutine to cancel",
	"io":                 "the core does no I/O",
	"time":               "now is an argument",
	"crypto/sha256":      "pulls os: digests live in journal",
	"encoding/binary":    "pulls reflect: the core packs by hand",
	"encoding/json":      "pulls reflect",
	"go.uber.org/atomic": "pulls encoding/json: it serves the edges",
}

// forbidden are direct imports between rooms that must never be, with the reason.
// A trailing * stands for everything below.
var forbidden = []struct{ from, to, why string }{
	{"risk*", "obligation*", "the gate must not know the incentive"},
	{"obligation*", "risk*", "the meter must not know the gate: refusals become reasons in quoter"},
	{"quoter/pricing", "quoter/port", "models are numbers in and out"},
	{"gateway*", "journal", "edges never import each other"},
	{"gateway*", "ops*", "edges never import each other"},
	{"gateway*", "sim*", "edges never import each other"},
	{"journal", "gateway*", "edges never import each other"},
	{"journal", "ops*", "edges never import each other"},
	{"journal", "sim*", "edges never import each other"},
	{"ops*", "gateway*", "edges never import each other"},
	{"ops*", "journal", "edges never import each other"},
	{"ops*", "sim*", "edges never import each other"},
	{"sim*", "gateway*", "the exchange's encoding is independent of ours"},
	{"sim*", "journal", "edges never import each other"},
	{"sim*", "ops*", "edges never import each other"},
	{"sim*", "obligation*", "the recount shares no code with the meter"},
	{"sim*", "risk*", "the exchange does not know our gate"},
	{"gateway*", "quoter", "edges see only quoter/port"},
	{"journal", "quoter", "edges see only quoter/port"},
	{"ops*", "quoter", "edges see only quoter/port"},
	{"sim*", "quoter*", "the exchange does not know our loop"},
}

// only says which rooms alone may import a package directly.
var only = []struct {
	pkg   string
	rooms []string
	why   string
}{
	{"github.com/quickfixgo/", []string{"gateway/fix*", "sim/venue"}, "one engine behind a seam"},
	{"go.yaml.in/yaml", []string{"config"}, "config alone knows YAML"},
	{"github.com/parquet-go/", []string{"ops/report"}, "one format of the report"},
	{"net/http", []string{"ops", "sim/venue", "internal/agent"}, "HTTP is the page's business"},
}

// deps returns the import path and imports of every package, test files excluded.
func deps(t *testing.T, format string) [][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", format, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var rows [][]string
	for line := range strings.Lines(string(out)) {
		rows = append(rows, strings.Fields(line))
	}
	return rows
}

// matches reports whether room fits pattern, which may end in *.
func matches(pattern, room string) bool {
	prefix, star := strings.CutSuffix(pattern, "*")
	if !star {
		return room == pattern
	}
	return room == strings.TrimSuffix(prefix, "/") || strings.HasPrefix(room, strings.TrimSuffix(prefix, "/")+"/")
}

// room strips the module from an import path; ok is false for a foreign package.
func room(path string) (string, bool) { return strings.CutPrefix(path, module+"/") }

func TestCoreIsPure(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range deps(t, `{{.ImportPath}} {{join .Deps " "}}`) {
		name, _ := room(row[0])
		if !isCore(name) {
			continue
		}
		seen[name] = true
		for _, dep := range row[1:] {
			if why, bad := bannedInCore[dep]; bad {
				t.Errorf("%s reaches %s: %s", name, dep, why)
			}
			if first, _, _ := strings.Cut(dep, "/"); strings.Contains(first, ".") {
				t.Errorf("%s reaches third-party %s: the core is our own", name, dep)
			}
			if in, ours := room(dep); ours && !isCore(in) {
				t.Errorf("%s reaches %s: arrows point down only", name, in)
			}
		}
	}
	for _, name := range core {
		if !seen[name] {
			t.Errorf("core room %s is missing", name)
		}
	}
}

func isCore(name string) bool {
	for _, c := range core {
		if c == name {
			return true
		}
	}
	return false
}

func TestRoomsKeepApart(t *testing.T) {
	for _, row := range deps(t, `{{.ImportPath}} {{join .Imports " "}}`) {
		from, _ := room(row[0])
		for _, imp := range row[1:] {
			to, ours := room(imp)
			for _, rule := range forbidden {
				if ours && matches(rule.from, from) && matches(rule.to, to) {
					t.Errorf("%s imports %s: %s", from, to, rule.why)
				}
			}
			for _, rule := range only {
				if strings.HasPrefix(imp, rule.pkg) && !anyMatches(rule.rooms, from) {
					t.Errorf("%s imports %s, which only %v may: %s", from, imp, rule.rooms, rule.why)
				}
			}
			if strings.HasPrefix(to, "cmd") && ours {
				t.Errorf("%s imports %s: cmd holds no logic", from, to)
			}
		}
	}
}

func anyMatches(patterns []string, name string) bool {
	for _, p := range patterns {
		if matches(p, name) {
			return true
		}
	}
	return false
}

// TestMatches keeps the rules above from passing because they match nothing.
func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, room string
		want          bool
	}{
		{"risk*", "risk", true}, {"risk*", "risk/orders", true}, {"risk*", "risky", false},
		{"quoter", "quoter/port", false}, {"quoter", "quoter", true}, {"gateway*", "gateway/fix/dialect", true},
	} {
		if got := matches(c.pattern, c.room); got != c.want {
			t.Errorf("matches(%q, %q) = %v", c.pattern, c.room, got)
		}
	}
}
