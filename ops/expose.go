package ops

import (
	"bytes"
	"strings"
)

// An exposition is a text in Prometheus' format, version 0.0.4: for each family
// a HELP and a TYPE line, then its samples.
type exposition struct{ b bytes.Buffer }

// family begins a metric. A counter's name ends in _total, every name carries
// its unit.
func (e *exposition) family(name, kind, help string) *family {
	e.b.WriteString("# HELP " + name + " " + helpEscapes.Replace(help) + "\n# TYPE " + name + " " + kind + "\n")
	return &family{e: e, name: name}
}

// A family writes the samples of one metric.
type family struct {
	e    *exposition
	name string
}

// add writes a sample: pairs of label and value, then the number as text.
func (f *family) add(value string, labels ...string) {
	f.e.b.WriteString(f.name)
	for i := 0; i+1 < len(labels); i += 2 {
		if i == 0 {
			f.e.b.WriteByte('{')
		} else {
			f.e.b.WriteByte(',')
		}
		f.e.b.WriteString(labels[i] + `="` + labelEscapes.Replace(labels[i+1]) + `"`)
	}
	if len(labels) > 0 {
		f.e.b.WriteByte('}')
	}
	f.e.b.WriteString(" " + value + "\n")
}

var (
	helpEscapes  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	labelEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

// truth is 1 or 0.
func truth(v bool) string {
	if v {
		return "1"
	}
	return "0"
}
