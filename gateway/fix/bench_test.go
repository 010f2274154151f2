package fix

import (
	"os"
	"strings"
	"testing"

	"quotient/market"
)

func BenchmarkEncodeQuote(b *testing.B) {
	p := testParams()
	e, in, buf := NewEncoder(&p), instructions()[0], make([]byte, 0, 512)
	b.ReportAllocs()
	for b.Loop() {
		_, buf, _ = e.Encode(buf[:0], &in, stampOf)
	}
}

func BenchmarkDecode(b *testing.B) {
	text, err := os.ReadFile("../../sim/venue/testdata/events.txt")
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range []string{"quote_live", "fill", "leg_state"} {
		_, rest, _ := strings.Cut(string(text), "\n"+kind+" ")
		_, rest, _ = strings.Cut(rest, "\n")
		line, _, _ := strings.Cut(rest, "\n")
		frame := []byte(sohs(line))
		b.Run(kind, func(b *testing.B) {
			d, n := NewDecoder(universe()), 0
			b.ReportAllocs()
			for b.Loop() {
				d.Decode(frame, 0, func(*market.Event) { n++ })
			}
			if n == 0 {
				b.Error("nothing decoded")
			}
		})
	}
}
