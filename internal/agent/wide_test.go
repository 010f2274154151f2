package agent

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quotient/config"
	"quotient/market"
	"quotient/risk"
)

// wide is how many contracts the wide desk quotes, and most how many of them are
// quoted at once when it is killed: a quiet book may have no price for the rest.
const (
	wide = 500
	most = wide * 24 / 25
)

// wideDesk is the dev desk with so many contracts, all quoted, and room for all to
// be quoted at once. What guards beside the gate is not in force.
func wideDesk(t testing.TB) *config.Desk {
	t.Helper()
	example, _ := config.Example("dev")
	text := string(example)
	cut := func(from, to, with string) {
		i, j := strings.Index(text, from), strings.Index(text, to)
		if i < 0 || j < i {
			t.Fatalf("dev.yaml has no %q before %q", from, to)
		}
		text = text[:i] + with + text[j:]
	}
	var instruments, markets, products strings.Builder
	n := 0
	for _, p := range strings.Fields("AP CF SR TA MA RM OI FG SF SM CY CJ UR SA") {
		fmt.Fprintf(&products, "    %s: {max_net_lots: 100000}\n", p)
		for m := 0; m < 36 && n < wide; m++ {
			symbol := fmt.Sprintf("%s%d%02d", p, 7+m/12, 1+m%12)
			fmt.Fprintf(&instruments, "  - {symbol: %s, tick: 1, multiplier: 10}\n", symbol)
			fmt.Fprintf(&markets, "    %s: {like: second_month, start_price: 7265}\n", symbol)
			n++
		}
	}

	cut("instruments:\n", "terms:\n", "instruments:\n"+instruments.String()+"\n")
	cut("  window: 1s\n", "  defaults:\n    max_order_lots", "  window: 1s\n  max_messages: 2000\n  reserved_for_cancels: 600\n  max_messages_per_day: 1000000\n  max_lots: 100000\n  exchange_headroom: 95%\n  repeats: 1000\n  refreshes: 1000\n")
	cut("  products:\n    AP: {max", "protection:\n", "  products:\n"+products.String()+"\n")
	cut("protection:\n", "fees:\n", "")
	cut("  contracts:\n    AP701: {quote", "venue:\n", "\n")
	i := strings.LastIndex(text, "  holes:\n")
	text = text[:i] + "  contracts:\n" + markets.String()
	d, problems := config.Parse("wide.yaml", []byte(text), nil)
	if len(problems) > 0 {
		t.Fatal(config.RenderText(problems[:min(len(problems), 8)], false))
	}
	return d
}

// A whole loop with five hundred contracts quoting at once: the kill's mass cancel, and
// that no quote is handed to the kernel any more; then a kill of every product, which
// goes by single cancels: all leave, and the exchange confirms that nothing is left.
func TestKillOfFiveHundred(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	k := &killing{t: t, desk: wideDesk, bend: func(*config.Desk) {}, speed: 1}
	k.build()
	for range times(1, 200) {
		k.allQuoted()
		k.kill(nil)
		k.begun = time.Now()
	}
	k.report("of 500 quoting contracts")
	var last []time.Duration
	fewest := wide
	for range times(1, 20) {
		k.allQuoted()
		at, cancelled := k.killEach() // a busy machine's feed is late: some are out already
		last, fewest = append(last, at), min(fewest, cancelled)
		k.begun = time.Now()
	}
	slices.Sort(last)
	t.Logf("%d kills of every product: at least %d single cancels handed over, the last p50 %v, max %v after the latch; each time nothing was left",
		len(last), fewest, last[len(last)/2], last[len(last)-1])
	k.end()
}

// killEach kills every product and returns when the last of the single cancels was
// handed over, and how many contracts had one.
func (k *killing) killEach() (last time.Duration, cancelled int) {
	k.t.Helper()
	products := map[market.Symbol]bool{}
	for i := range k.a.stops.instruments {
		products[symbolOf(k.a.stops.instruments[i].Product)] = true
	}
	at := time.Now()
	var wg sync.WaitGroup
	for p := range products {
		wg.Go(func() {
			if err := k.a.stops.stop(stopKey{risk.ScopeProduct, p}, risk.Killed, ref("zhang"), ref("drill")); err != nil {
				k.t.Error(err)
			}
		})
	}
	k.await("something is still live", func() bool { return !k.a.owed.Load() })
	if cancelled = k.wire.symbols(&k.wire.left, at, "Z"); cancelled == 0 {
		k.t.Error("no contract was cancelled")
	}
	wg.Wait()
	n := k.wire.handed(at, "Z")
	for p := range products {
		key := stopKey{risk.ScopeProduct, p}
		if err := k.a.stops.undo(key, k.a.stops.set[key], ref("li"), ref("drill")); err != nil {
			k.t.Fatal(err)
		}
	}
	return n[len(n)-1], cancelled
}

// allQuoted waits until most contracts have been quoted since begun.
func (k *killing) allQuoted() {
	k.t.Helper()
	k.await("too few contracts are quoted", func() bool { return k.wire.symbols(&k.wire.at, k.begun, "S") >= most })
}

func (k *killing) await(what string, ok func() bool) {
	k.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			k.t.Fatal(what)
		}
	}
}

// symbols counts the contracts that messages of the type were about since at.
func (x *tap) symbols(list *[]arrival, at time.Time, msgType string) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	found := map[string]bool{}
	for i := len(*list) - 1; i >= 0 && (*list)[i].at.After(at); i-- {
		if (*list)[i].msgType == msgType {
			found[(*list)[i].symbol] = true
		}
	}
	return len(found)
}
