package config

import (
	"os"
	"reflect"
	"testing"
	"unicode/utf8"
)

// FuzzParse feeds the decoder anything. It must answer either a Desk or problems
// that stand inside the text, the same ones each time, and print them.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"dev", "zce_futures", "zce_options_primary", "mifid_rts8"} {
		text, _ := Example(name)
		f.Add(text)
	}
	for _, file := range corpus(f) {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	czce, _ := calendars.ReadFile("calendars/czce.yaml")
	f.Add(czce)
	f.Add([]byte("desk: a\rb: c\u2028d: \"\u0085\n"))
	f.Add([]byte("schema: 1\nrisk: {include: self.yaml}\ncalendar: {exchange: CZCE, file: self.yaml}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<16 {
			return
		}
		files := map[string][]byte{"self.yaml": text}
		desk, problems := Parse("desk.yaml", text, files)
		if (desk == nil) != (len(problems) > 0) {
			t.Fatalf("desk %v with %d problems", desk != nil, len(problems))
		}
		lines := newSource("desk.yaml", text).lines
		for _, p := range problems {
			if p.File == "" || p.Code == "" || p.Message == "" || p.Line < 0 || p.Line > len(lines)+1 {
				t.Fatalf("%+v", p)
			}
			if p.Line > 0 && p.Column < 1 || !utf8.ValidString(p.Message) {
				t.Fatalf("%+v", p)
			}
		}
		if RenderText(problems, true) == "" && desk == nil || len(RenderJSON(problems)) == 0 {
			t.Fatal("nothing is said")
		}
		again, same := Parse("desk.yaml", text, files)
		if !reflect.DeepEqual(problems, same) || desk != nil && !sameParams(desk, again) {
			t.Fatal("the second time is different")
		}
	})
}
