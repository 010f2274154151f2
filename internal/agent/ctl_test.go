package agent

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"
)

// The socket takes orders from this user alone, says who the system says it is, and
// works however deep the journal lies.
func TestCtlSocket(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), strings.Repeat("deep/", 30))} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		var got []ctlOrder
		do := func(o ctlOrder) (ctlAnswer, error) {
			got = append(got, o)
			if o.Act == "fly" {
				return ctlAnswer{}, errors.New("no such act")
			}
			return ctlAnswer{Scope: "account", Waiting: o.Act == "clear"}, nil
		}
		s, err := openCtl(dir, do, zerolog.Nop())
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(dir, ctlName))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		for act, want := range map[string]string{"kill": `"scope":"account"`, "clear": `"waiting_for_second_person":true`} {
			var out bytes.Buffer
			o := CtlOptions{Act: act, Page: "127.0.0.1:1", Socket: dir, Reason: "drill"}
			if err := Ctl(context.Background(), o, Streams{&out, &out}); err != nil || !strings.Contains(out.String(), want) {
				t.Errorf("%s: %v %s", act, err, out.String())
			}
		}
		o := CtlOptions{Act: "fly", Page: "127.0.0.1:1", Socket: dir}
		if err := Ctl(context.Background(), o, Streams{}); err == nil || !strings.Contains(err.Error(), "no such act") {
			t.Errorf("%v", err)
		}
		if len(got) != 3 || got[0].Actor == "" || got[0].Reason != "drill" {
			t.Errorf("heard %+v", got)
		}
		s.close()
		if err := Ctl(context.Background(), o, Streams{}); ExitCode(err) != ExitNotReady {
			t.Errorf("nobody listens: %v", err)
		}
	}
}
