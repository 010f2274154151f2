package config

import (
	"strings"
	"testing"
)

// each calls f for every row of a table.
func each(k *key, path string, f func(k *key, path string)) {
	for _, c := range k.keys {
		f(c, join(path, c.name))
		each(c, join(path, c.name), f)
	}
	if k.elem != nil {
		f(k.elem, path+"[]")
		each(k.elem, path+"[]", f)
	}
}

// TestTables checks the tables themselves: everything is explained, defaults are
// values that the decoder takes, and nothing is both required and defaulted.
func TestTables(t *testing.T) {
	for _, table := range []*key{deskTable(), calendarTable()} {
		n := 0
		each(table, "", func(k *key, path string) {
			n++
			named := k.name != ""
			if named && !strings.HasSuffix(k.doc, ".") {
				t.Errorf("%s: no sentence says what it is: %q", path, k.doc)
			}
			if k.def != "" && (k.required || k.must) {
				t.Errorf("%s: a default of what must be written", path)
			}
			if named && k.def != "" && k.kind != kindList {
				if _, _, bad := k.parse(scalar{text: k.def, plain: true, tag: tagFor(k)}); bad != nil {
					t.Errorf("%s: default %s: %+v", path, k.def, bad)
				}
			}
			if named && strings.ToLower(k.name) != k.name {
				t.Errorf("%s: not lower case", path)
			}
			if k.low > k.high || k.kind == kindName && len(k.words) < 2 {
				t.Errorf("%s: bounds %d to %d, words %v", path, k.low, k.high, k.words)
			}
			for i, c := range k.keys {
				for _, d := range k.keys[:i] {
					if c.name == d.name {
						t.Errorf("%s: %s twice", path, c.name)
					}
				}
			}
		})
		if n < 15 {
			t.Errorf("only %d rows", n)
		}
	}
}

func tagFor(k *key) string {
	if k.kind == kindInt {
		return "!!int"
	}
	return "!!str"
}

// TestReferenceHasEverything checks that no key is left out of page or schema.
func TestReferenceHasEverything(t *testing.T) {
	page, schema := Reference(), string(Schema())
	each(deskTable(), "", func(k *key, path string) {
		if k.name == "" {
			return
		}
		if !strings.Contains(page, "| `"+k.name+"` |") {
			t.Errorf("%s is not on the page", path)
		}
		if !strings.Contains(schema, `"`+k.name+`": {`) {
			t.Errorf("%s is not in the schema", path)
		}
	})
}
