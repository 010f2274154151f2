package risk_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"quotient/market"
	"quotient/risk"
)

// The zero Approved carries nothing and never leaves.
func TestZeroApprovedIsNothing(t *testing.T) {
	var a risk.Approved
	if in := a.Instruction(); in != (market.Instruction{}) || in.Kind != market.InstructNone || a.Epoch() != 0 {
		t.Errorf("the zero Approved is %+v", in)
	}
	var l risk.Latch
	l.Set(risk.Run)
	if a.Passes(&l) {
		t.Error("nothing passes")
	}
}

// The compiler keeps everybody else from making or changing an Approved.
func TestOnlyTheGateMakesAnApproved(t *testing.T) {
	fset := token.NewFileSet()
	imp := importer.ForCompiler(fset, "source", nil)
	for _, x := range []struct{ name, body, want string }{
		{"asking is fine", "func f(a risk.Approved) market.Instruction { return a.Instruction() }", ""},
		{"zero is fine", "var a risk.Approved", ""},
		{"literal by position", "var a = risk.Approved{market.Instruction{}, 1}", "unexported field"},
		{"literal by name", "var a = risk.Approved{in: market.Instruction{}}", "in"},
		{"assignment", "func f(a *risk.Approved) { a.in.Bid = 1 }", "a.in undefined"},
		{"conversion", "type mine struct { in market.Instruction; epoch uint64 }; var a = risk.Approved(mine{})", "cannot convert"},
		{"from bytes of another type", "func f(x market.Instruction) risk.Approved { return x }", "cannot use"},
	} {
		source := "package p\nimport (\"quotient/market\"; \"quotient/risk\")\nvar _ market.Price\nvar _ risk.Rule\n" + x.body
		file, err := parser.ParseFile(fset, x.name+".go", source, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = (&types.Config{Importer: imp}).Check("p", fset, []*ast.File{file}, nil)
		switch {
		case x.want == "" && err != nil:
			t.Errorf("%s: %v", x.name, err)
		case x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)):
			t.Errorf("%s compiles, or fails otherwise: %v", x.name, err)
		}
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for r := range risk.RuleCount {
		if seen[r.String()] || r.String() == "" || r.String() != strings.ToLower(r.String()) {
			t.Errorf("rule %d is called %q", r, r)
		}
		seen[r.String()] = true
	}
	if risk.RuleCount.String() != "invalid" || risk.ModeCount.String() != "invalid" || risk.Run.String() != "run" {
		t.Error("a name beyond the last")
	}
}
