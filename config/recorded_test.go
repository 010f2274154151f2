package config

import (
	"bytes"
	"testing"
)

// A desk out of a journal is what it was, also where a rule of today would refuse
// it; what cannot be read is refused all the same.
func TestRecorded(t *testing.T) {
	text, _ := Example("options_dev")
	then := bytes.Replace(text, []byte("max_messages_per_day: 500000"), []byte("max_messages_per_day: 1"), 1)
	if _, problems := Parse("desk.yaml", then, nil); len(problems) == 0 {
		t.Fatal("a desk that may send one message a day is accepted")
	}
	d, problems := Recorded("desk.yaml", then, nil)
	if len(problems) > 0 || d.Risk.MaxDay != 1 {
		t.Errorf("not as it was: %s", RenderText(problems, false))
	}
	broken := bytes.Replace(text, []byte("max_messages_per_day: 500000"), []byte("max_messages_per_day: many"), 1)
	if _, problems := Recorded("desk.yaml", broken, nil); len(problems) != 1 {
		t.Errorf("%d problems in a file that cannot be read", len(problems))
	}
}
