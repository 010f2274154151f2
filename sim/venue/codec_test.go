package venue

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/quickfixgo/quickfix"

	"quotient/internal/frame"
	"quotient/market"
	"quotient/sim"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

const stampOf = market.Time(1596418200123456789) // 2020-08-03 09:30:00.123456789 in Asia/Shanghai

func apple(symbol string) market.Instrument {
	y, _ := market.MakeSymbol(symbol)
	x, _ := market.MakeCode("CZCE")
	p, _ := market.MakeCode("AP")
	return market.Instrument{Symbol: y, Exchange: x, Product: p, TickUnits: 1, TickValue: 1000}
}

func universe() []market.Instrument {
	y, _ := market.MakeSymbol("IF2101")
	x, _ := market.MakeCode("CFFEX")
	p, _ := market.MakeCode("IF")
	return []market.Instrument{apple("AP010"), apple("AP101"),
		{Symbol: y, Exchange: x, Product: p, TickUnits: 2, Decimals: 1, TickValue: 6000}}
}

func codecParams() *Params { return &Params{Exchange: sim.Params{Instruments: universe()}} }

func pipes(s string) string { return strings.ReplaceAll(s, "\x01", "|") }
func sohs(s string) string  { return strings.ReplaceAll(s, "|", "\x01") }

func describe(in *market.Instruction) string {
	return fmt.Sprintf("%s id=%d target=%d contract=%d side=%s bid=%dx%d/%s ask=%dx%d/%s request=%q", in.Kind, in.ID, in.Target,
		int16(in.Contract), in.Side, in.Bid, in.BidQty, in.BidOffset, in.Ask, in.AskQty, in.AskOffset, in.Request)
}

func describeEvent(e *market.Event) string {
	s := fmt.Sprintf("%s id=%d contract=%d side=%s phase=%s code=%d flags=%d time=%d price=%d qty=%d leaves=%d offset=%s ref=%q",
		e.Kind, e.ID, int16(e.Contract), e.Side, e.Phase, e.Code, e.Flags, e.Time, e.Price, e.Qty, e.Leaves, e.Offset, e.Ref)
	if e.Trade != 0 {
		s += fmt.Sprintf(" trade=%d", e.Trade)
	}
	return s
}

func parse(t testing.TB, line string) *quickfix.Message {
	t.Helper()
	msg := quickfix.NewMessage()
	if err := quickfix.ParseMessage(msg, bytes.NewBufferString(sohs(line))); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return msg
}

// Every instruction that a maker may send, read back. The file is the maker's own.
func TestReadWhatTheMakerWrites(t *testing.T) {
	text, err := os.ReadFile("../../gateway/fix/testdata/instructions.txt")
	if err != nil {
		t.Fatal(err)
	}
	p, seen := codecParams(), map[market.InstructionKind]bool{}
	for block := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n\n") {
		want, lines, _ := strings.Cut(block, "\n")
		for line := range strings.SplitSeq(lines, "\n") {
			in, bad := p.read(parse(t, line))
			if bad != nil {
				t.Fatalf("%s: %v", line, bad)
			}
			if got := describe(&in); got != want {
				t.Errorf("%s\ngot  %s\nwant %s", line, got, want)
			}
			seen[in.Kind] = true
		}
	}
	if len(seen) != int(market.InstructCount)-1 {
		t.Errorf("examples of %d kinds of instructions, want %d", len(seen), market.InstructCount-1)
	}
}

func TestReadRefuses(t *testing.T) {
	const head = "49=Q|56=X|34=2|52=20200803-01:30:00|"
	const quote = "35=S|" + head + "55=AP101|117=5|132=7268|133=7272|134=10|135=10|1166=5|20001=O|20002=O|"
	for _, c := range []struct{ name, in, want string }{
		{"no contract", strings.Replace(quote, "55=AP101|", "", 1), "tag 55 is missing"},
		{"unknown contract", strings.Replace(quote, "AP101", "AP999", 1), "tag 55 names no contract of this exchange"},
		{"no id", strings.Replace(quote, "117=5|", "", 1), "tag 117 is missing"},
		{"id zero", strings.ReplaceAll(quote, "=5|", "=0|"), "tag 117 must be a decimal number above 0"},
		{"two ids", strings.Replace(quote, "1166=5", "1166=6", 1), "tag 1166 must be the same as QuoteID"},
		{"price", strings.Replace(quote, "7268", "72.68", 1), "tag 132 must be a price on the contract's tick"},
		{"size", strings.Replace(quote, "135=10", "135=ten", 1), "tag 135 must be a whole number of lots"},
		{"negative size", strings.Replace(quote, "135=10", "135=-1", 1), "tag 135 must be a whole number of lots"},
		{"effect", strings.Replace(quote, "20002=O", "20002=R", 1), "tag 20002 must be O, C or T"},
		{"long request", quote + "131=1234567890123456789012345|", "tag 131 is longer than any this exchange gives out"},
		{"cancel of what", "35=Z|" + head + "298=1|1166=5|", "tag 298 must be 4 (all) or 5 (one)"},
		{"cancel of which", "35=Z|" + head + "298=5|1166=5|", "tag 117 is missing"},
		{"market order", "35=D|" + head + "11=5|38=1|40=1|44=7268|54=1|55=AP101|77=O|", "tag 40 must be 2"},
		{"side", "35=D|" + head + "11=5|38=1|40=2|44=7268|54=5|55=AP101|77=O|", "tag 54 must be 1 or 2"},
		{"mass cancel of a contract", "35=q|" + head + "11=5|530=1|", "tag 530 must be 7"},
		{"other trades", "35=AD|" + head + "568=5|569=0|", "tag 569 must be 1"},
		{"other message", "35=i|" + head + "117=5|", "this exchange does not take message type i"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := sohs(c.in)
			line := fmt.Sprintf("8=FIXT.1.1\x019=%d\x01%s10=000\x01", len(body), body)
			in, bad := codecParams().read(parse(t, line))
			if bad == nil || bad.Error() != c.want {
				t.Errorf("read as %s, %v\nwant %s", describe(&in), bad, c.want)
			}
		})
	}
}

// events are everything the exchange may tell a maker, with the question before it.
func events() (asked []market.Instruction, told []market.Event) {
	quote := market.Instruction{Kind: market.InstructQuote, Contract: 1, ID: 1001, Bid: 7268, BidQty: 10, BidOffset: market.Open,
		Ask: 7272, AskQty: 10, AskOffset: market.Close}
	order := market.Instruction{Kind: market.InstructOrder, Side: market.Ask, Contract: 2, ID: 1002, Ask: 24009, AskQty: 5, AskOffset: market.CloseToday}
	asked = []market.Instruction{quote, order, {Kind: market.InstructQuoteEnd, ID: 1003, Target: 1001, Contract: 1},
		{Kind: market.InstructOrderEnd, ID: 1004, Target: 1002, Contract: 2}, {Kind: market.InstructMassQuotes, ID: 1005},
		{Kind: market.InstructMassOrders, ID: 1006}, {Kind: market.InstructPositions, ID: 1007}, {Kind: market.InstructTrades, ID: 1008}}
	on := func(c market.Contract, id uint64, e market.Event) market.Event {
		e.Contract, e.ID, e.Time = c, id, stampOf
		return e
	}
	const none = market.NoContract
	for code := market.EndCancelled; code <= market.EndMass; code++ {
		told = append(told, on(1, 1001, market.Event{Kind: market.EventQuoteEnded, Code: code}),
			on(2, 1002, market.Event{Kind: market.EventOrderEnded, Code: code, Flags: market.FlagOrder}))
	}
	for code := market.RejectOther; code <= market.RejectRate; code++ {
		told = append(told, on(1, 1001, market.Event{Kind: market.EventQuoteReject, Code: code}),
			on(2, 1002, market.Event{Kind: market.EventOrderReject, Code: code}),
			on(1, 1003, market.Event{Kind: market.EventCancelReject, Code: code}),
			on(none, 1004, market.Event{Kind: market.EventCancelReject, Code: code}),
			on(none, 1005, market.Event{Kind: market.EventMassReject, Code: code}),
			on(none, 1006, market.Event{Kind: market.EventMassReject, Code: code}),
			on(none, 1007, market.Event{Kind: market.EventQueryReject, Code: code}),
			on(none, 1008, market.Event{Kind: market.EventQueryReject, Code: code}))
	}
	for ph := market.PhaseUnknown; ph < market.PhaseCount; ph++ {
		told = append(told, on(1, 0, market.Event{Kind: market.EventPhase, Phase: ph}))
	}
	r, _ := market.MakeRef("Q123")
	ex, _ := market.MakeRef("E000000000007")
	told = append(told, on(none, 1001, market.Event{Kind: market.EventQuoteReject, Code: market.RejectUnknown}),
		on(1, 1001, market.Event{Kind: market.EventQuotePending}),
		on(1, 1001, market.Event{Kind: market.EventQuoteLive}),
		on(1, 1001, market.Event{Kind: market.EventLegState, Side: market.Bid, Price: 7268, Leaves: 10}),
		on(1, 1001, market.Event{Kind: market.EventLegState, Side: market.Ask, Price: 7272, Leaves: 10}),
		on(2, 1002, market.Event{Kind: market.EventOrderLive, Side: market.Ask, Price: 24009, Leaves: 5, Flags: market.FlagOrder}),
		on(1, 1001, market.Event{Kind: market.EventFill, Side: market.Ask, Price: 7272, Qty: 4, Leaves: 6, Ref: ex, Trade: 77, Offset: market.Close, Flags: market.FlagPassive}),
		on(1, 1001, market.Event{Kind: market.EventFill, Side: market.Bid, Price: 7268, Qty: 10, Ref: ex, Offset: market.Open}),
		on(2, 1002, market.Event{Kind: market.EventFill, Side: market.Ask, Price: 24009, Qty: 5, Ref: ex, Trade: 1<<63 - 1, Offset: market.CloseToday, Flags: market.FlagOrder}),
		on(none, 1005, market.Event{Kind: market.EventMassCancel}),
		on(none, 1006, market.Event{Kind: market.EventMassCancel, Flags: market.FlagOrder}),
		on(1, 0, market.Event{Kind: market.EventRequest, Ref: r}),
		// The answers to the two queries, in the order in which they are asked.
		on(1, 1001, market.Event{Kind: market.EventFill, Side: market.Bid, Price: 7268, Qty: 2, Ref: ex, Trade: 77, Offset: market.Open, Flags: market.FlagPassive | market.FlagRecovered}),
		on(2, 1002, market.Event{Kind: market.EventFill, Side: market.Ask, Price: 24009, Qty: 5, Ref: ex, Trade: 1<<63 - 1, Offset: market.CloseToday, Flags: market.FlagOrder | market.FlagRecovered}))
	for c := range market.Contract(3) {
		told = append(told, on(c, 1007, market.Event{Kind: market.EventPosition, Side: market.Bid, Qty: 7, Leaves: 3}),
			on(c, 1007, market.Event{Kind: market.EventPosition, Side: market.Ask, Qty: 2, Leaves: market.Qty(c)}))
	}
	return asked, append(told, on(none, 0, market.Event{Kind: market.EventSynced}))
}

// Every event as bytes. The maker's decoder is tested against the same file.
func TestWrite(t *testing.T) {
	s := &scribe{p: codecParams()}
	asked, told := events()
	for i := range asked {
		s.heard(&asked[i])
	}
	var out strings.Builder
	var wrote bool
	for i := range told {
		fmt.Fprintln(&out, describeEvent(&told[i]))
		for _, msg := range s.write(&told[i]) {
			for tag, v := range map[quickfix.Tag]string{8: beginString, 49: "EXCHANGE", 56: "QUOTIENT", 34: "7", 52: "20200803-01:30:00.123456"} {
				msg.Header.SetString(tag, v)
			}
			line := msg.String()
			if r := frame.Check([]byte(line)); r != frame.OK {
				t.Errorf("%s: %s", pipes(line), r)
			}
			fmt.Fprintln(&out, pipes(line))
			wrote = true
		}
		if half := told[i].Kind == market.EventPosition && told[i].Side == market.Bid; !half {
			out.WriteByte('\n')
		}
	}
	if !wrote {
		t.Error("nothing was written")
	}
	golden(t, "testdata/events.txt", out.String())
}

func TestWriteNothing(t *testing.T) {
	s := &scribe{p: codecParams()}
	for _, k := range []market.EventKind{market.EventNone, market.EventDepth, market.EventUp, market.EventAlive, market.EventNotSent, market.EventSettlement} {
		if m := s.write(&market.Event{Kind: k}); m != nil {
			t.Errorf("%s is written", k)
		}
	}
}

func golden(t *testing.T, name, text string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(text, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("differs from %s in line %d (rewrite it with -rewrite once you know why)\ngot  %s", name, i+1, append(g, make([]string, len(w))...)[i])
		}
	}
}

// The store keeps the newest messages and no more.
func TestStoreIsBounded(t *testing.T) {
	s := &store{}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	for seq := 1; seq <= kept+100; seq++ {
		if err := s.SaveMessageAndIncrNextSenderMsgSeqNum(seq, fmt.Appendf(nil, "m%d", seq)); err != nil {
			t.Fatal(err)
		}
	}
	all, _ := s.GetMessages(-1<<60, 1<<60)
	if len(all) != 0 { // an end beyond every message asks for nothing that is kept
		t.Errorf("%d messages for an absurd range", len(all))
	}
	all, _ = s.GetMessages(1, kept+100)
	if len(all) != kept || string(all[0]) != "m101" || string(all[kept-1]) != fmt.Sprintf("m%d", kept+100) {
		t.Errorf("%d messages from %s on", len(all), all[0])
	}
	if n := s.NextSenderMsgSeqNum(); n != kept+101 {
		t.Errorf("next is %d", n)
	}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	if all, _ = s.GetMessages(1, kept); len(all) != 0 || s.NextSenderMsgSeqNum() != 1 {
		t.Errorf("%d messages after a reset", len(all))
	}
}

func TestSeenForgetsTheOldest(t *testing.T) {
	l := seenList{limit: 3}
	for id := uint64(1); id <= 5; id++ {
		l.add(Seen{ID: id})
	}
	all, forgotten := l.all()
	if forgotten != 2 || len(all) != 3 || all[0].ID != 3 || all[2].ID != 5 {
		t.Errorf("%v, %d forgotten", all, forgotten)
	}
}
