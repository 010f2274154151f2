package obligation

import (
	"flag"
	"os"
	"testing"
)

// TestMain draws the same random worlds on every run, and with QUOTIENT_LONG others.
func TestMain(m *testing.M) {
	flag.Parse()
	if seed := flag.Lookup("rapid.seed"); os.Getenv("QUOTIENT_LONG") == "" && seed.Value.String() == "0" {
		if err := seed.Value.Set("20260105"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
