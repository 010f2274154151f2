package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// statement makes the changes of a statement of a list: it may be dropped, and a
// sum that is kept in place may go the other way.
func (w *writer) statement(s ast.Stmt) {
	if !w.isListed(s) || !w.droppable(s) {
		return
	}
	id := w.change(s.Pos(), "drop %s", w.source(s))
	w.wrap(s, fmt.Sprintf("if !on__(%d) { ", id), " }")
	switch s := s.(type) {
	case *ast.IncDecStmt:
		w.inPlace(s, s.X, s.Tok == token.INC, s.TokPos, s.Tok.String(), ", 1")
	case *ast.AssignStmt:
		if s.Tok == token.ADD_ASSIGN || s.Tok == token.SUB_ASSIGN {
			w.inPlace(s, s.Lhs[0], s.Tok == token.ADD_ASSIGN, s.TokPos, s.Tok.String(), ",")
		}
	}
}

// inPlace turns x += y into addTo__(id, &x, y).
func (w *writer) inPlace(s ast.Stmt, x ast.Expr, adds bool, at token.Pos, tok, comma string) {
	if !isNumber(w.info.Types[x].Type) || w.isMapped(x) {
		return
	}
	name, to := "addTo__", "-"
	if !adds {
		name, to = "subTo__", "+"
	}
	id := w.change(at, "%s → %s", w.source(s), to)
	w.wrap(s, fmt.Sprintf("%s(%d, &", name, id), ")")
	w.replace(at, tok, comma)
}

// isMapped reports whether x is an element of a map, which has no address.
func (w *writer) isMapped(x ast.Expr) bool {
	i, ok := ast.Unparen(x).(*ast.IndexExpr)
	if !ok {
		return false
	}
	_, mapped := w.info.Types[i.X].Type.Underlying().(*types.Map)
	return mapped
}

// isListed reports whether s stands in a list of statements.
func (w *writer) isListed(s ast.Stmt) bool {
	switch p := w.parent(1).(type) {
	case *ast.BlockStmt:
		return true
	case *ast.CommClause:
		return p.Comm != s
	case *ast.CaseClause:
		return true
	}
	return false
}

// droppable reports whether the program is still one without s.
func (w *writer) droppable(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		f, ok := call.Fun.(*ast.Ident)
		return !ok || f.Name != "panic" || !w.info.Types[call.Fun].IsBuiltin()
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE && !allBlank(s.Lhs)
	case *ast.IncDecStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.BREAK || s.Tok == token.CONTINUE
	case *ast.ReturnStmt:
		return len(s.Results) == 0 && !w.hasResults()
	}
	return false
}

func allBlank(list []ast.Expr) bool {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	return true
}

// hasResults reports whether the function around the present node returns any.
func (w *writer) hasResults() bool {
	for up := 1; ; up++ {
		switch p := w.parent(up).(type) {
		case *ast.FuncDecl:
			return p.Type.Results != nil
		case *ast.FuncLit:
			return p.Type.Results != nil
		case nil:
			return true
		}
	}
}
