package config

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// A decoder walks a node tree beside a table of keys and collects problems.
type decoder struct {
	root *key // for hints: where a misplaced key belongs
	out  *sink
	// open returns a file that the tree names; nil where none may be named.
	open func(at *value, name string) (*source, []byte)
}

// decode reads node n as key k asks.
func (d *decoder) decode(k *key, src *source, name, n *yaml.Node, path string) *value {
	v := &value{key: k, path: path, src: src, name: name, node: n}
	if k.include && d.included(v) {
		return v
	}
	switch k.kind {
	case kindSection:
		if d.wants(v, yaml.MappingNode) {
			d.section(v)
		}
	case kindMap:
		if d.wants(v, yaml.MappingNode) {
			d.mapping(v)
		}
	case kindList:
		if d.wants(v, yaml.SequenceNode) {
			d.list(v)
		}
	default:
		if d.wants(v, yaml.ScalarNode) {
			d.scalar(v)
		}
	}
	return v
}

// wants reports whether the node has the kind that the key asks for.
func (d *decoder) wants(v *value, kind yaml.Kind) bool {
	if v.node.Kind == kind {
		return true
	}
	p := v.problem(CodeType, "the wrong kind of value")
	p.Found, p.Allowed = nodeNoun(v.node), v.key.allowed()
	if v.node.Tag == "!!null" {
		p.Message, p.Found, p.Hint = "nothing follows", "", "fill it in, or remove the key"
	}
	d.fail(v, p)
	return false
}

func (d *decoder) fail(v *value, p Problem) {
	v.bad = true
	d.out.add(p)
}

func nodeNoun(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	}
	return short(n.Value)
}

// short keeps a found text to a length fit for a message.
func short(t string) string {
	r := []rune(t)
	if len(r) > 60 {
		return string(r[:57]) + "..."
	}
	return t
}

func (d *decoder) scalar(v *value) {
	n := v.node
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	num, text, bad := v.key.parse(scalar{text: n.Value, plain: n.Style&quoted == 0, tag: n.Tag})
	v.num, v.text = num, text
	if bad != nil {
		p := v.problem(bad.code, bad.message)
		p.Found, p.Allowed, p.Hint = short(n.Value), bad.allowed, bad.hint
		d.fail(v, p)
	}
}

func (d *decoder) list(v *value) {
	for i, c := range v.node.Content {
		v.kids = append(v.kids, d.decode(v.key.elem, v.src, nil, c, v.path+"["+itoa(int64(i))+"]"))
	}
	d.count(v, "entries")
}

func (d *decoder) count(v *value, noun string) {
	if n := int64(len(v.kids)); n < v.key.low || n > v.key.high {
		p := v.problem(CodeRange, "too few or too many "+noun)
		p.Found, p.Allowed = itoa(n), itoa(v.key.low)+" to "+itoa(v.key.high)+" "+noun
		d.fail(v, p)
	}
}

// pairs calls f for each key of a mapping that is written once.
func (d *decoder) pairs(v *value, f func(name, n *yaml.Node)) {
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		name, n := v.node.Content[i], v.node.Content[i+1]
		at := &value{key: v.key, path: join(v.path, name.Value), src: v.src, name: name, node: name}
		if name.Kind != yaml.ScalarNode {
			at.path = v.path
			d.fail(v, at.problem(CodeType, "a key that is not a plain word"))
			continue
		}
		if first := seen[name.Value]; first != nil {
			p := at.problem(CodeDuplicate, "written twice")
			p.Found, p.Allowed = name.Value, "once"
			p.Hint = "first written on line " + itoa(int64(first.Line)) + "; keep one of the two"
			d.fail(v, p)
			continue
		}
		seen[name.Value] = name
		f(name, n)
	}
}

func (d *decoder) mapping(v *value) {
	d.pairs(v, func(name, n *yaml.Node) {
		path := join(v.path, name.Value)
		label := key{kind: v.key.names}
		if _, _, bad := label.parse(scalar{text: name.Value, plain: true, tag: name.Tag}); bad != nil {
			at := &value{path: path, src: v.src, name: name, node: name}
			p := at.problem(bad.code, bad.message)
			p.Found, p.Allowed, p.Hint = short(name.Value), bad.allowed, bad.hint
			d.fail(v, p)
			return
		}
		v.kids = append(v.kids, d.decode(v.key.elem, v.src, name, n, path))
	})
	d.count(v, "names")
}

func (d *decoder) section(v *value) {
	d.pairs(v, func(name, n *yaml.Node) {
		if k := v.key.child(name.Value); k != nil {
			v.kids = append(v.kids, d.decode(k, v.src, name, n, join(v.path, name.Value)))
			return
		}
		d.unknown(v, name)
	})
	for _, k := range v.key.keys {
		if k.required && !hasKid(v, k.name) {
			d.missing(v, k)
		}
	}
}

func hasKid(v *value, name string) bool {
	for _, c := range v.kids {
		if c.label() == name {
			return true
		}
	}
	return false
}

func (d *decoder) missing(v *value, k *key) {
	p := v.problem(CodeMissing, "missing")
	p.Path, p.Allowed, p.Hint = join(v.path, k.name), k.allowed(), "add "+k.name+": "+k.doc
	d.out.add(p) // the section itself stays usable
}

func (d *decoder) unknown(v *value, name *yaml.Node) {
	if d.out.full {
		return
	}
	at := &value{path: join(v.path, short(name.Value)), src: v.src, name: name, node: name}
	p := at.problem(CodeUnknown, "unknown key")
	names := make([]string, 0, len(v.key.keys))
	for _, k := range v.key.keys {
		names = append(names, k.name)
	}
	p.Found, p.Allowed = short(name.Value), strings.Join(names, ", ")
	p.Hint = didYouMean(name.Value, names)
	if p.Hint == "" {
		if home := locate(d.root, name.Value, ""); home != "" {
			p.Hint = "it belongs in " + home
		}
	}
	d.out.add(p)
}

// locate returns the path of the first section that has a key called name.
func locate(k *key, name, path string) string {
	for _, c := range k.keys {
		if c.name == name {
			if path == "" {
				return "the top level"
			}
			return path
		}
		if home := locate(c, name, join(path, c.name)); home != "" {
			return home
		}
	}
	if k.elem != nil {
		return locate(k.elem, name, path)
	}
	return ""
}

// included reads a section that is written as "include: FILE".
func (d *decoder) included(v *value) bool {
	n := v.node
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 || n.Content[0].Value != "include" || d.open == nil {
		return false
	}
	k := &key{name: "include", kind: kindFile}
	at := d.decode(k, v.src, n.Content[0], n.Content[1], join(v.path, "include"))
	v.bad = true
	if at.bad {
		return true
	}
	src, text := d.open(at, at.text)
	if src == nil {
		return true
	}
	root := parse(src, text, d.out)
	if root == nil {
		return true
	}
	inner := *v.key
	inner.include = false
	w := d.decode(&inner, src, nil, root, v.path)
	name := v.name
	*v = *w
	v.name, v.key = name, &inner
	return true
}
