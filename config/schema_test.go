package config

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

const schemaFile, referenceFile = "../docs/desk.schema.json", "../docs/configuration.md"

func compile(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("desk.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("desk.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if s.DraftVersion != 7 {
		t.Fatalf("draft %d", s.DraftVersion)
	}
	return s
}

// instance makes of YAML what an editor's validator sees.
func instance(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return instance(n.Content[0])
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = instance(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, instance(c))
		}
		return list
	}
	switch n.Tag {
	case "!!int", "!!float":
		if v, err := strconv.ParseFloat(strings.ReplaceAll(n.Value, "_", ""), 64); err == nil {
			return v
		}
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

func validate(t testing.TB, s *jsonschema.Schema, text []byte) error {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Load(text, &doc); err != nil {
		t.Fatal(err)
	}
	return s.Validate(instance(&doc))
}

func TestSchemaTakesExamples(t *testing.T) {
	s := compile(t)
	for _, name := range Examples() {
		text, _ := Example(name)
		if err := validate(t, s, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		included := []byte(strings.Replace(string(text), "\nfees:\n  defaults: {", "\nfees: {include: fees.yaml}\nx-fees:\n  defaults: {", 1))
		included = included[:bytes.Index(included, []byte("x-fees:"))]
		included = append(included, text[bytes.Index(text, []byte("quoter:")):]...)
		if err := validate(t, s, included); err != nil {
			t.Errorf("%s with an included section: %v", name, err)
		}
	}
}

// TestSchemaAndCorpus checks that the schema refuses every file of the corpus
// with a fault of structure, and takes every file whose faults only Load can see.
func TestSchemaAndCorpus(t *testing.T) {
	s, refused, taken := compile(t), 0, 0
	for _, file := range corpus(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		structural, beyond := false, true
		for _, w := range wants(text) {
			switch w.code {
			case CodeUnknown, CodeChoice:
				structural = true
			case CodeContradiction, CodeReference, CodeOverlap, CodeCoverage:
			case CodeMissing:
				// What defaults may say, the schema cannot ask of each contract.
				if !strings.Contains(w.path, "defaults") && !strings.Contains(w.path, "contracts.") && !strings.Contains(w.path, "products.") &&
					!depends(w.path) {
					structural = true
				}
				beyond = false
			default:
				beyond = false
			}
			if w.code == CodeSyntax || w.code == CodeAnchor || w.code == CodeDuplicate || w.code == CodeEncoding {
				structural, beyond = false, false
				break
			}
		}
		if !structural && !beyond {
			continue
		}
		err = validate(t, s, text)
		if structural {
			refused++
		} else {
			taken++
		}
		if structural && err == nil {
			t.Errorf("%s: the schema takes it", file)
		}
		if !structural && beyond && err != nil {
			t.Errorf("%s: the schema refuses what it cannot know: %v", file, err)
		}
	}
	if refused < 7 || taken < 20 {
		t.Errorf("only %d refused, %d taken", refused, taken)
	}
}

// depends reports whether a key must be written only for what other keys, or a
// symbol, do not say.
func depends(path string) bool {
	for _, part := range []string{"].strike", "].underlying", "].spread", ".max_spread_ticks", "opening.until", "maps.b"} {
		if strings.HasSuffix(path, part) {
			return true
		}
	}
	return false
}

// TestSchemaRefuses gives one wrong value of each kind.
func TestSchemaRefuses(t *testing.T) {
	s := compile(t)
	text, _ := Example("dev")
	for _, c := range [][2]string{
		{"schema: 1", "schema: 2"},
		{"clock: venue", "clock: wal"},
		{"tick: 1", "tick: one"},
		{"multiplier: 10", "multiplier: 10.5"},
		{"target: 80%", "target: 80"},
		{"target: 80%", "target: 80 percent"},
		{"from: 2026-11-01", "from: 2026-11"},
		{"2026-12: [", "2026-14: ["},
		{"window: 1s", "window: 1"},
		{"max_order_lots: 24", "max_order_lots: 0"},
		{"{quote: false}", "{quote: maybe}"},
		{"address: 127.0.0.1:9880", "address: 127.0.0.1"},
		{"start: 2026-11-23 09:00", "start: tomorrow"},
		{"fees:\n", "fees: {include: fees.yaml, defaults: {}}\nfees2:\n"},
	} {
		bad := strings.Replace(string(text), c[0], c[1], 1)
		if bad == string(text) {
			t.Fatalf("%q is not in the example", c[0])
		}
		if err := validate(t, s, []byte(bad)); err == nil {
			t.Errorf("%q is taken", c[1])
		}
		if d, _ := Parse("desk.yaml", []byte(bad), nil); d != nil {
			t.Errorf("%q is loaded", c[1])
		}
	}
}

func TestPagesAreFresh(t *testing.T) {
	golden(t, schemaFile, string(Schema()))
	golden(t, referenceFile, Reference())
}
