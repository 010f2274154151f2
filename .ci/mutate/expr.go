package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// expression makes the changes of e and reports whether its parts have any.
func (w *writer) expression(e ast.Expr) bool {
	tv := w.info.Types[e]
	if tv.Value != nil && w.caseValue(e, tv.Type) {
		return false
	}
	if tv.IsType() || tv.Value != nil {
		return false
	}
	w.clause(e)
	switch x := e.(type) {
	case *ast.BinaryExpr:
		w.binary(x)
	case *ast.UnaryExpr:
		if x.Op == token.NOT && !isJudgement(x.X) {
			w.negate(x, "%s", w.source(x.X))
		}
	case *ast.CallExpr:
		w.extreme(x)
		w.bare(x)
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr, *ast.TypeAssertExpr:
		w.bare(x)
	}
	return true
}

// isJudgement reports whether e is a comparison, whose own change is that of a
// negation around it.
func isJudgement(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	switch b.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

// clause lets an operand of && or || be dropped.
func (w *writer) clause(e ast.Expr) {
	p, ok := w.parent(1).(*ast.BinaryExpr)
	if !ok || p.Op != token.LAND && p.Op != token.LOR {
		return
	}
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == p.Op {
		return // its own operands are dropped one by one
	}
	what, before := "drop the clause %s "+p.Op.String()+" …", "(on__(%d) || ("
	if e == p.Y {
		what = "drop the clause … " + p.Op.String() + " %s"
	}
	if p.Op == token.LOR {
		before = "(!on__(%d) && ("
	}
	id := w.change(e.Pos(), what, w.source(e))
	w.wrap(e, fmt.Sprintf(before, id), "))")
}

// negate lets e be its opposite; the rest is what it then reads.
func (w *writer) negate(e ast.Expr, format string, args ...any) {
	id := w.change(e.Pos(), "%s → "+format, append([]any{w.source(e)}, args...)...)
	w.wrap(e, "((", fmt.Sprintf(") != on__(%d))", id))
}

// bare negates a condition that is neither a comparison nor made of clauses.
func (w *writer) bare(e ast.Expr) {
	if w.isCondition() {
		w.negate(e, "!%s", w.source(e))
	}
}

// isCondition reports whether something is decided by the present node as it is.
func (w *writer) isCondition() bool {
	n := w.parent(0)
	for up := 1; ; up++ {
		switch p := w.parent(up).(type) {
		case *ast.ParenExpr:
			n = p
			continue
		case *ast.IfStmt:
			return p.Cond == n
		case *ast.ForStmt:
			return p.Cond == n
		case *ast.BinaryExpr:
			return p.Op == token.LAND || p.Op == token.LOR
		case *ast.CaseClause:
			s, ok := w.parent(up + 2).(*ast.SwitchStmt)
			return ok && s.Tag == nil && isOneOf(p.List, n)
		}
		return false
	}
}

func isOneOf(list []ast.Expr, n ast.Node) bool {
	for _, e := range list {
		if e == n {
			return true
		}
	}
	return false
}

// ordered names the switch of a comparison, and what it becomes: first at its
// boundary, then as a whole.
var ordered = map[token.Token]struct{ call, edge, not string }{
	token.LSS: {"less__", "<=", ">="}, token.LEQ: {"most__", "<", ">"},
	token.GTR: {"more__", ">=", "<="}, token.GEQ: {"least__", ">", "<"},
}

func (w *writer) binary(x *ast.BinaryExpr) {
	a, b := w.source(x.X), w.source(x.Y)
	switch x.Op {
	case token.EQL:
		w.negate(x, "%s != %s", a, b)
	case token.NEQ:
		w.negate(x, "%s == %s", a, b)
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		o := ordered[x.Op]
		id := w.change(x.OpPos, "%s %s %s → %s", a, x.Op, b, o.edge)
		w.change(x.OpPos, "%s %s %s → %s", a, x.Op, b, o.not)
		w.call(x, o.call, id)
	case token.ADD, token.SUB:
		if !isNumber(w.info.Types[x].Type) {
			return
		}
		name, to := "add__", "-"
		if x.Op == token.SUB {
			name, to = "sub__", "+"
		}
		w.call(x, name, w.change(x.OpPos, "%s %s %s → %s", a, x.Op, b, to))
	}
}

// call turns a op b into name(id, a, b).
func (w *writer) call(x *ast.BinaryExpr, name string, id int) {
	if t := w.shifted(x); t != "" {
		name += "[" + t + "]"
	}
	w.wrap(x, name+"("+strconv.Itoa(id)+", ", ")")
	w.replace(x.OpPos, x.Op.String(), ",")
}

// shifted names the type of the operands when one is the shift of a constant,
// which takes its type from where it stands.
func (w *writer) shifted(x *ast.BinaryExpr) string {
	for _, e := range []ast.Expr{x.X, x.Y} {
		if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && (b.Op == token.SHL || b.Op == token.SHR) && w.info.Types[b.X].Value != nil {
			return w.typeName(w.info.Types[e].Type)
		}
	}
	return ""
}

// typeName is a type as this package writes it.
func (w *writer) typeName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == w.path {
			return ""
		}
		return p.Name()
	})
}

func isNumber(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0 && b.Info()&types.IsComplex == 0
}

// extreme lets min be max and the reverse.
func (w *writer) extreme(x *ast.CallExpr) {
	f, ok := x.Fun.(*ast.Ident)
	if !ok || !w.info.Types[x.Fun].IsBuiltin() || f.Name != "min" && f.Name != "max" {
		return
	}
	other := map[string]string{"min": "max", "max": "min"}[f.Name]
	id := w.change(x.Pos(), "%s → %s", w.source(x), other)
	w.replace(f.Pos(), f.Name, f.Name+"__")
	w.replace(x.Lparen, "(", fmt.Sprintf("(%d, ", id))
}

// caseValue lets a value of a case be one that the switch never meets.
func (w *writer) caseValue(e ast.Expr, t types.Type) bool {
	clause, ok := w.parent(1).(*ast.CaseClause)
	if !ok || !isOneOf(clause.List, e) {
		return false
	}
	if s, ok := w.parent(3).(*ast.SwitchStmt); !ok || s.Tag == nil {
		return false
	}
	name := ""
	switch b, ok := t.Underlying().(*types.Basic); {
	case ok && b.Info()&types.IsInteger != 0:
		name = "case__"
	case ok && b.Info()&types.IsString != 0:
		name = "caseText__"
	default:
		return false
	}
	if !w.isTyped(e) {
		name += "[" + w.typeName(t) + "]"
	}
	id := w.change(e.Pos(), "drop the case %s", w.source(e))
	w.wrap(e, fmt.Sprintf("%s(%d, ", name, id), ")")
	return true
}

// isTyped reports whether e is a constant that has a type wherever it stands.
func (w *writer) isTyped(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if s, sel := e.(*ast.SelectorExpr); sel {
		id, ok = s.Sel, true
	}
	if !ok || w.info.Uses[id] == nil {
		return false
	}
	b, basic := w.info.Uses[id].Type().(*types.Basic)
	return !basic || b.Info()&types.IsUntyped == 0
}
