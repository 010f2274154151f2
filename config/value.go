package config

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A value is one decoded key: where it stands and what it says. A key that is
// not written has no value, or the value of its default, which has no node.
type value struct {
	key  *key
	path string
	src  *source
	name *yaml.Node // the key's own node; nil for an element of a list
	node *yaml.Node // nil for a default
	num  int64
	text string
	kids []*value
	bad  bool // a problem was reported: draw no conclusion from it
}

// get returns the kid called name, its default, or nil.
func (v *value) get(name string) *value {
	if v == nil {
		return nil
	}
	for _, c := range v.kids {
		if c.label() == name {
			return c
		}
	}
	if v.key.kind == kindSection {
		if k := v.key.child(name); k != nil {
			return k.standard(join(v.path, name))
		}
	}
	return nil
}

// label is what the value is called in its section or map.
func (v *value) label() string {
	if v.name != nil {
		return v.name.Value
	}
	return ""
}

// standard returns the value of the key's default; nil when it has none.
func (k *key) standard(path string) *value {
	if k.kind == kindSection {
		return &value{key: k, path: path}
	}
	if k.def == "" {
		return nil
	}
	v := &value{key: k, path: path}
	if k.kind == kindList {
		for _, t := range strings.Split(k.def, ", ") {
			e := &value{key: k.elem, path: path}
			e.num, e.text, _ = k.elem.parse(asWritten(t))
			v.kids = append(v.kids, e)
		}
		return v
	}
	if !k.fixed {
		k.num, k.text, _ = k.parse(asWritten(k.def))
		k.fixed = true
	}
	v.num, v.text = k.num, k.text
	return v
}

// asWritten makes a scalar of a default's text, which every kind takes.
func asWritten(t string) scalar { return scalar{text: t, plain: true, tag: "!!str"} }

// written reports whether the value stands in a file.
func (v *value) written() bool { return v != nil && v.node != nil }

// sound reports whether the value is there and without a problem.
func (v *value) sound() bool { return v != nil && !v.bad }

// unread reports whether the value is a section of which nothing could be read.
func (v *value) unread() bool { return v != nil && v.bad && len(v.kids) == 0 }

// number returns the value in its smallest unit, 0 when absent.
func (v *value) number() int64 {
	if v == nil {
		return 0
	}
	return v.num
}

// string returns the text, "" when absent.
func (v *value) string() string {
	if v == nil {
		return ""
	}
	return v.text
}

// problem returns a Problem at the value.
func (v *value) problem(code, message string) Problem {
	n := v.node
	if n == nil || n.Kind != yaml.ScalarNode && v.name != nil {
		n = v.name
	}
	p := Problem{Code: code, Message: message}
	if n != nil {
		p = v.src.problem(n.Line, n.Column, nodeWidth(n), code, message)
	} else if v.src != nil {
		p.File = v.src.name
	}
	p.Path = v.path
	return p
}

// nodeWidth is how many characters a one-line scalar takes in the file.
func nodeWidth(n *yaml.Node) int {
	if n.Kind != yaml.ScalarNode {
		return 1
	}
	w := utf8.RuneCountInString(n.Value)
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		w += 2
	}
	return max(1, w)
}

// join appends a key to a path.
func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
