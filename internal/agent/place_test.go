package agent

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"quotient/config"
)

// deskFile writes the dev desk with its page and its journal elsewhere.
func deskFile(t *testing.T, page, dir string) string {
	t.Helper()
	text, _ := config.Example("dev")
	return write(t, "desk.yaml", strings.NewReplacer("listen: 127.0.0.1:8080", "listen: "+page, "dir: journal\n", "dir: "+dir+"\n").Replace(string(text)))
}

// With a desk file, status and ctl find page and socket where it says; a flag goes
// before it.
func TestPlaceByDeskFile(t *testing.T) {
	gone := t.TempDir()
	dir := filepath.Join(t.TempDir(), "journal")
	for _, c := range []struct{ file, page, at, dir, err string }{
		{"", "", "127.0.0.1:8080", "journal", ""},
		{"", "127.0.0.1:9", "127.0.0.1:9", "journal", ""},
		{deskFile(t, "127.0.0.1:8123", dir), "", "127.0.0.1:8123", dir, ""},
		{deskFile(t, "127.0.0.1:8123", dir), "127.0.0.1:9", "127.0.0.1:9", dir, ""},
		{"", "nowhere", "", "", "--page nowhere: want host:port"},
		{write(t, "bad.yaml", "desk: 7\n"), "", "", "", "nobody was asked"},
		{gone + "/none.yaml", "", "", "", "nobody was asked"},
	} {
		var out bytes.Buffer
		at, dir, err := place(c.file, c.page, Streams{&out, &out})
		if at != c.at || dir != c.dir || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%+v: %s %s %v", c, at, dir, err)
		}
	}
}

// An order reaches the socket in the folder that the desk file names, where the page
// does not answer.
func TestCtlByDeskFile(t *testing.T) {
	dir := t.TempDir()
	heard := ""
	s, err := openCtl(dir, func(o ctlOrder) (ctlAnswer, error) {
		heard += o.Act + " "
		return ctlAnswer{Scope: "account"}, nil
	}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	file := deskFile(t, "127.0.0.1:1", dir)
	for _, act := range []string{"kill", "funds"} { // one that the page takes, one that it does not
		var out bytes.Buffer
		if err := Ctl(context.Background(), CtlOptions{Act: act, Config: file, Reason: "drill"}, Streams{&out, &out}); err != nil {
			t.Errorf("%s: %v %s", act, err, out.String())
		}
	}
	if heard != "kill funds " {
		t.Errorf("heard %q", heard)
	}
}

func TestStatusByDeskFile(t *testing.T) {
	t.Parallel()
	page := statusDesk(t, fillStatus(1)).Addr()
	var out bytes.Buffer
	if err := Status(StatusOptions{Config: deskFile(t, page, t.TempDir())}, Streams{Out: &out, Err: &out}); err != nil || !strings.HasPrefix(out.String(), "sugar, account SIM") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
