package frame

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/quickfixgo/quickfix"
	"pgregory.net/rapid"
)

// build makes a whole frame of a body written with | for the delimiter.
func build(body string) string {
	body = strings.ReplaceAll(body, "|", "\x01")
	return seal(fmt.Sprintf("8=%s\x019=%d\x01%s", Protocol, len(body), body))
}

// seal appends the right trailer.
func seal(s string) string {
	var sum uint8
	for i := range len(s) {
		sum += s[i]
	}
	return fmt.Sprintf("%s10=%03d\x01", s, sum)
}

func pipes(s string) string { return strings.ReplaceAll(s, "\x01", "|") }
func sohs(s string) string  { return strings.ReplaceAll(s, "|", "\x01") }

// filter runs src through a Reader and lists what came out and what was dropped.
func filter(t testing.TB, src io.Reader) (out string, drops []string) {
	t.Helper()
	r := NewReader(src, func(d Drop) {
		if d.Length != len(d.Bytes) || d.Length == 0 {
			t.Errorf("drop of %d bytes shows %d", d.Length, len(d.Bytes))
		}
		drops = append(drops, fmt.Sprintf("%s %s", d.Reason, pipes(string(d.Bytes))))
	})
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(got), drops
}

var (
	beat  = build("35=0|49=V|56=Q|34=7|52=20260105-01:00:00|")
	quote = build("35=S|49=V|56=Q|34=8|52=20260105-01:00:00|117=1001|55=AP101|")
)

// bad are frames that must not pass: reason, then the bytes.
var bad = []struct {
	name   string
	reason Reason
	bytes  string
}{
	{"other version", BeginString, seal(sohs("8=FIX.4.4|9=5|35=0|"))},
	{"no length", BodyLength, seal(sohs("8=FIXT.1.1|9=|35=0|"))},
	{"length is no number", BodyLength, seal(sohs("8=FIXT.1.1|9=5x|35=0|"))},
	{"negative length", BodyLength, seal(sohs("8=FIXT.1.1|9=-5|35=0|"))},
	{"length tag missing", BodyLength, seal(sohs("8=FIXT.1.1|35=0|49=V|"))},
	{"length too short", BodyLength, seal(sohs("8=FIXT.1.1|9=4|35=0|"))},
	{"length too long", BodyLength, seal(sohs("8=FIXT.1.1|9=60|35=0|"))},
	{"length 99999", TooLong, seal(sohs("8=FIXT.1.1|9=99999|35=0|"))},
	{"length of seven digits", BodyLength, seal(sohs("8=FIXT.1.1|9=0000005|35=0|"))},
	{"wrong checksum", CheckSum, strings.Replace(build("35=0|49=V|34=1|"), "34=1", "34=2", 1)},
	{"checksum is no number", CheckSum, sohs("8=FIXT.1.1|9=5|35=0|10=1a1|")},
	{"checksum of two digits", BodyLength, sohs("8=FIXT.1.1|9=5|35=0|10=16|xx")},
	{"type is not third", MsgType, build("49=V|35=0|")},
	{"no body", MsgType, build("")},
	{"no equals sign", Field, build("35=0|58|")},
	{"no tag", Field, build("35=0|=x|")},
	{"tag with a zero before it", Field, build("35=0|058=x|")},
	{"tag that wraps round to 9", Field, build("35=0|18446744073709551625=5|")},
	{"negative tag", Field, build("35=0|-5=x|")},
	{"empty value", EmptyValue, build("35=0|34=|")},
	{"empty length again (kills a parser)", EmptyValue, build("35=0|9=|")},
	{"second length", Repeated, build("35=0|9=5|")},
	{"second begin string", Truncated, build("35=0|8=FIXT.1.1|")},
	{"second begin string, short", Repeated, build("35=0|8=X|")},
	{"second type", Repeated, build("35=0|35=8|")},
	{"second sequence number", Repeated, build("35=0|34=1|34=2|")},
	{"second sender", Repeated, build("35=0|49=A|49=B|")},
	{"xml data past the end (kills a parser)", Data, build("35=0|212=30|213=abc|")},
	{"xml data shorter than it says", Data, build("35=0|212=2|213=abc|")},
	{"xml length with another field behind", Data, build("35=0|212=3|58=abc|")},
	{"xml length last", Data, build("35=0|212=3|")},
	{"xml length negative", Data, build("35=0|212=-3|213=abc|")},
	{"raw data with a delimiter inside", Data, build("35=0|95=5|96=a|b=c|")},
	{"signature length without signature", Data, build("35=0|93=4|58=abcd|")},
	{"documentation length", Data, build("35=0|1525=9|1527=abcd|")},
	{"too long", TooLong, build("35=0|58=" + strings.Repeat("x", MaxLength) + "|")},
}

// Every reason has an example; the frames before and behind it still pass.
func TestBadFramesAreDropped(t *testing.T) {
	seen := map[Reason]bool{OK: true, Garbage: true}
	for _, c := range bad {
		t.Run(c.name, func(t *testing.T) {
			out, drops := filter(t, strings.NewReader(beat+c.bytes+quote))
			if out != beat+quote {
				t.Errorf("passed %q\nwant the frames before and behind", pipes(out))
			}
			if len(drops) == 0 || !strings.HasPrefix(drops[0], c.reason.String()+" ") {
				t.Errorf("dropped %.200q, want reason %s first", drops, c.reason)
			}
			if c.reason != Truncated && strings.HasPrefix(c.bytes, "8=") {
				want := c.reason
				if got := Check([]byte(c.bytes)); got == OK {
					t.Errorf("Check says ok, want %s", want)
				}
			}
		})
		seen[c.reason] = true
	}
	for r := range ReasonCount {
		if !seen[r] {
			t.Errorf("reason %s has no example", r)
		}
		if r.String() == "" || r.String() == "invalid" {
			t.Errorf("reason %d has no name", r)
		}
	}
}

func TestValidFramesPass(t *testing.T) {
	for _, body := range []string{
		"35=0|",
		"35=0|58=8=FIX inside a text|",
		"35=A|95=3|96=abc|58=x|",
		"35=8|212=3|213=a=c|",
		"35=AE|552=2|54=1|11=5|54=2|11=6|",
		"35=0|58=" + strings.Repeat("x", 60000) + "|",
	} {
		f := build(body)
		if r := Check([]byte(f)); r != OK {
			t.Errorf("%.60s: %s", body, r)
		}
		if out, drops := filter(t, strings.NewReader(f)); out != f || len(drops) != 0 {
			t.Errorf("%.60s: passed %d of %d bytes, dropped %q", body, len(out), len(f), drops)
		}
	}
}

// The fence is needed: behind a parser of quickfixgo v0.9.11 these end the process.
func TestKillersAreReal(t *testing.T) {
	for _, killer := range []string{
		build("35=0|34=1|212=30|213=abc|"),
		build("35=0|34=1|9=|"),
		build("35=0|34=|"), // its session asks for the number before it validates
	} {
		if Check([]byte(killer)) == OK {
			t.Errorf("%q passes", pipes(killer))
		}
		if !panics(func() {
			msg := quickfix.NewMessage()
			if quickfix.ParseMessage(msg, bytes.NewBufferString(killer)) == nil {
				msg.Header.GetInt(34)
			}
		}) {
			t.Errorf("%q does no harm: is the fence still needed?", pipes(killer))
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// A story told by one stream: what is dropped, byte for byte.
func TestResynchronises(t *testing.T) {
	for _, c := range []struct{ in, drops string }{
		{"HTTP/1.1 400 Bad Request\r\n" + beat, "garbage HTTP/1.1 400 Bad Request\r\n"},
		{beat + "\x01\x01" + beat, "garbage ||"},
		{beat + "8=FIXT.1.1\x019=80\x0135=8\x0149=V" + beat, "body_length 8=FIXT.1.1|9=80|35=8|49=V"},
		{beat + "8=FIXT.1.1\x019=80\x0135=8\x01" + beat, "truncated 8=FIXT.1.1|9=80|35=8|"},
		{beat + "8=FI" + beat, "garbage 8=FI"},
		{beat + "8=FIX" + beat, "begin_string 8=FIX"},
		{beat + "8=FIXT.1.1\x019=6" + beat, "body_length 8=FIXT.1.1|9=; garbage 6"},
	} {
		out, drops := filter(t, strings.NewReader(c.in))
		if got := strings.Join(drops, "; "); got != c.drops {
			t.Errorf("%q\ndropped %q\nwant    %q", pipes(c.in), got, c.drops)
		}
		if n := strings.Count(c.in, beat); out != strings.Repeat(beat, n) {
			t.Errorf("%q\npassed %q", pipes(c.in), pipes(out))
		}
	}
}

func TestEndInsideFrame(t *testing.T) {
	out, drops := filter(t, strings.NewReader(beat+quote[:len(quote)-1]))
	if out != beat || len(drops) != 1 || !strings.HasPrefix(drops[0], "truncated ") {
		t.Errorf("passed %q, dropped %q", pipes(out), drops)
	}
}

func TestSourceError(t *testing.T) {
	broken := errors.New("cable pulled")
	r := NewReader(io.MultiReader(strings.NewReader(beat), iotest.ErrReader(broken)), nil)
	if f, err := r.Next(); err != nil || string(f) != beat {
		t.Fatalf("got %q, %v", f, err)
	}
	for range 2 {
		if _, err := r.Next(); !errors.Is(err, broken) {
			t.Fatalf("error %v, want %v", err, broken)
		}
	}
	if _, err := NewReader(idle{}, nil).Next(); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("a source that gives nothing: %v", err)
	}
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

// However the bytes are cut into reads, the same passes and the same memory does.
func TestCutAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in, want strings.Builder
		for range rapid.IntRange(0, 12).Draw(t, "pieces") {
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				in.WriteString(bad[rapid.IntRange(0, len(bad)-1).Draw(t, "bad")].bytes)
			case 1:
				in.WriteString(rapid.StringMatching("[8=FIXT.19\x01]{0,20}").Draw(t, "noise"))
			default:
				f := build(fmt.Sprintf("35=8|34=%d|58=%s|", in.Len()+1, rapid.StringMatching("[ -{}~]{1,40}").Draw(t, "text")))
				in.WriteString(f)
				want.WriteString(f)
			}
		}
		seed := rapid.Uint64Range(1, 1<<60).Draw(t, "cuts")
		r := NewReader(&chopper{src: in.String(), seed: seed}, nil)
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want.String() {
			t.Fatalf("in   %q\npassed %q\nwant %q", pipes(in.String()), pipes(string(got)), pipes(want.String()))
		}
		if len(r.buf) > 2*MaxLength {
			t.Fatalf("buffer grew to %d bytes", len(r.buf))
		}
	})
}

// chopper hands its text out in pieces of uneven length.
type chopper struct {
	src  string
	seed uint64
}

func (c *chopper) Read(p []byte) (int, error) {
	if c.src == "" {
		return 0, io.EOF
	}
	c.seed ^= c.seed << 13
	c.seed ^= c.seed >> 7
	c.seed ^= c.seed << 17
	n := min(len(p), len(c.src), 1+int(c.seed%97)*int(c.seed>>8%50))
	n = max(n, 1)
	copy(p, c.src[:n])
	c.src = c.src[n:]
	return n, nil
}

func TestMemoryIsBounded(t *testing.T) {
	for name, src := range map[string]string{
		"noise":       strings.Repeat("no frame here ", 100000),
		"endless":     head + "500\x01" + strings.Repeat("35=8\x01", 400000),
		"every start": strings.Repeat("8=FIXT.1.1\x019=99\x01", 50000),
	} {
		r := NewReader(strings.NewReader(src+"\x01"+beat), nil)
		f, err := r.Next()
		if err != nil || string(f) != beat {
			t.Fatalf("%s: got %q, %v", name, f, err)
		}
		if len(r.buf) > 2*MaxLength {
			t.Errorf("%s: buffer grew to %d bytes", name, len(r.buf))
		}
	}
}

func TestTag(t *testing.T) {
	if got := string(Tag([]byte(quote), 117)); got != "1001" {
		t.Errorf("117 is %q", got)
	}
	if got := Tag([]byte(quote), 118); got != nil {
		t.Errorf("118 is %q", got)
	}
	if got := Tag([]byte("no frame"), 8); got != nil {
		t.Errorf("8 is %q", got)
	}
}

func TestNoAllocsPerFrame(t *testing.T) {
	stream := strings.Repeat(beat+quote, 300)
	src := strings.NewReader(stream)
	r := NewReader(src, nil)
	if n := testing.AllocsPerRun(500, func() {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations per frame", n)
	}
}

// FuzzReader: whatever comes, the parser behind takes every frame let through,
// and a valid frame behind the noise is never lost.
func FuzzReader(f *testing.F) {
	for _, c := range bad {
		if len(c.bytes) < 1000 {
			f.Add([]byte(c.bytes))
			f.Add([]byte(beat + c.bytes + quote[:len(quote)/2]))
		}
	}
	lines, err := os.ReadFile("testdata/frames.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(lines)) {
		f.Add([]byte(sohs(strings.TrimSpace(line))))
	}
	f.Fuzz(func(t *testing.T, noise []byte) {
		in := append(bytes.Clone(noise), quote...)
		var out [][]byte
		dropped := 0
		r := NewReader(bytes.NewReader(in), func(d Drop) { dropped += d.Length })
		for {
			b, err := r.Next()
			if err != nil {
				break
			}
			out = append(out, bytes.Clone(b))
		}
		if len(out) == 0 || string(out[len(out)-1]) != quote {
			t.Fatalf("the valid frame behind %q is lost", noise)
		}
		passed := 0
		for _, b := range out {
			passed += len(b)
			msg := quickfix.NewMessage()
			if err := quickfix.ParseMessage(msg, bytes.NewBuffer(b)); err != nil {
				t.Fatalf("%q passed: %v", pipes(string(b)), err)
			}
		}
		if passed+dropped != len(in) {
			t.Fatalf("%d passed and %d dropped of %d bytes", passed, dropped, len(in))
		}
	})
}

func BenchmarkNext(b *testing.B) {
	stream := []byte(strings.Repeat(beat+quote, 50))
	b.SetBytes(int64(len(beat) + len(quote)))
	r := NewReader(bytes.NewReader(stream), nil)
	for b.Loop() {
		for range 2 {
			if _, err := r.Next(); err != nil {
				r = NewReader(bytes.NewReader(stream), nil)
			}
		}
	}
}
