package fix

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/quickfixgo/quickfix"
	"github.com/quickfixgo/quickfix/datadictionary"
	"pgregory.net/rapid"

	"quotient/gateway/fix/dialect"
	"quotient/internal/frame"
	"quotient/market"
)

// instructions has one of every kind and of every variant.
func instructions() []market.Instruction {
	quote := market.Instruction{Kind: market.InstructQuote, Purpose: market.PurposeQuote, Contract: 1, ID: 1001,
		Bid: 7268, BidQty: 10, BidOffset: market.Open, Ask: 7272, AskQty: 10, AskOffset: market.Close}
	reply := quote
	reply.ID, reply.Target, reply.Purpose, reply.Request, reply.AskOffset = 1002, 1001, market.PurposeResponse, ref("Q123"), market.CloseToday
	index := quote
	index.ID, index.Contract, index.Bid, index.Ask = 18446744073709551615, 2, 24000, 24007
	buy := market.Instruction{Kind: market.InstructOrder, Purpose: market.PurposeHedge, Side: market.Bid, Contract: 0, ID: 1003,
		Bid: 7100, BidQty: 3, BidOffset: market.Open}
	sell := market.Instruction{Kind: market.InstructOrder, Purpose: market.PurposeCloseOut, Side: market.Ask, Contract: 2, ID: 1004,
		Ask: 24009, AskQty: 5, AskOffset: market.Close}
	return []market.Instruction{quote, reply, index, buy, sell,
		{Kind: market.InstructQuoteEnd, Contract: 1, ID: 1005, Target: 1002},
		{Kind: market.InstructQuoteEnd, Contract: market.NoContract, ID: 1006, Target: 1002},
		{Kind: market.InstructOrderEnd, Contract: 0, ID: 1007, Target: 1003},
		{Kind: market.InstructMassQuotes, Contract: market.NoContract, ID: 1008},
		{Kind: market.InstructMassOrders, Contract: market.NoContract, ID: 1009},
		{Kind: market.InstructPositions, Contract: market.NoContract, ID: 1010},
		{Kind: market.InstructTrades, Contract: market.NoContract, ID: 1011},
	}
}

// frameOf encodes and lets quickfixgo put the frame together, with fixed times.
func frameOf(t testing.TB, e *Encoder, in *market.Instruction) []byte {
	msgType, body, ok := e.Encode(nil, in, stampOf)
	if !ok {
		t.Fatalf("%s cannot be encoded", in.Kind)
	}
	msg := toQuickfix(msgType, body)
	for tag, v := range map[quickfix.Tag]string{8: dialect.BeginString, 49: "QUOTIENT", 56: "EXCHANGE", 34: "7", 52: "20200803-01:30:00.123456"} {
		msg.Header.SetString(tag, v)
	}
	f := []byte(msg.String())
	if !bytes.Contains(f, body) {
		t.Errorf("quickfixgo writes %q\nthe codec        %q", pipes(string(f)), pipes(string(body)))
	}
	return f
}

// A trade's number stands for itself; any other text is told apart from every number.
func TestTradeNumbers(t *testing.T) {
	for text, want := range map[string]uint64{"": 0, "1": 1, "20260803000077": 20260803000077, "9223372036854775807": 1<<63 - 1} {
		if got := number([]byte(text)); got != want {
			t.Errorf("%s: %d", text, got)
		}
	}
	seen := map[uint64]string{}
	for _, text := range []string{"0", "07", "+7", "7 ", "T7", "t7", "9223372036854775808", "18446744073709551615", "1e3", "0x7", "1_0", "成交7"} {
		got := number([]byte(text))
		if got < 1<<63 || seen[got] != "" || got != number([]byte(text)) {
			t.Errorf("%q: %d as %q", text, got, seen[got])
		}
		seen[got] = text
	}
}

// Every instruction as bytes. The exchange's reader is tested against the same file.
func TestEncode(t *testing.T) {
	var out strings.Builder
	p := testParams()
	plain := NewEncoder(&p)
	p.Party, p.PartyRole = "00012345", 3
	withParty := NewEncoder(&p)
	p.Account, p.Party = "", ""
	bare := NewEncoder(&p)
	for i, in := range instructions() {
		fmt.Fprintf(&out, "%s\n", describe(&in))
		for _, e := range []*Encoder{plain, withParty, bare} {
			if i > 0 && e == bare {
				continue
			}
			f := frameOf(t, e, &in)
			if r := frame.Check(f); r != frame.OK {
				t.Errorf("%s: %s", pipes(string(f)), r)
			}
			fmt.Fprintf(&out, "%s\n", pipes(string(f)))
		}
		out.WriteByte('\n')
	}
	golden(t, "testdata/instructions.txt", out.String())
}

func TestEncodeRefusesWhatCannotBeSaid(t *testing.T) {
	p := testParams()
	e := NewEncoder(&p)
	for i, spoil := range []func(*market.Instruction){
		func(in *market.Instruction) { in.Kind = market.InstructNone },
		func(in *market.Instruction) { in.Kind = market.InstructCount },
		func(in *market.Instruction) { in.ID = 0 },
		func(in *market.Instruction) { in.Contract = 3 },
		func(in *market.Instruction) { in.Contract = market.NoContract },
		func(in *market.Instruction) { in.BidOffset = market.NoOffset },
		func(in *market.Instruction) { in.AskOffset = market.NoOffset },
		func(in *market.Instruction) { in.BidQty = -1 },
		func(in *market.Instruction) { in.Kind = market.InstructOrder; in.Side = market.NoSide },
		func(in *market.Instruction) {
			in.Kind, in.Side, in.AskOffset = market.InstructOrder, market.Ask, market.NoOffset
		},
		func(in *market.Instruction) { in.Kind = market.InstructQuoteEnd },
		func(in *market.Instruction) { in.Kind = market.InstructOrderEnd },
	} {
		in := instructions()[0]
		spoil(&in)
		if _, _, ok := e.Encode(nil, &in, stampOf); ok {
			t.Errorf("case %d is encoded", i)
		}
	}
}

func TestEncodeAllocatesNothing(t *testing.T) {
	p := testParams()
	e, in, buf := NewEncoder(&p), instructions()[1], make([]byte, 0, 512)
	if n := testing.AllocsPerRun(100, func() { e.Encode(buf, &in, stampOf) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Every event that the exchange writes, read back. The file is the exchange's own.
func TestDecodeWhatTheExchangeWrites(t *testing.T) {
	text, err := os.ReadFile("../../sim/venue/testdata/events.txt")
	if err != nil {
		t.Fatal(err)
	}
	d, seen := NewDecoder(universe()), map[market.EventKind]bool{}
	for block := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n\n") {
		var want, got []string
		for line := range strings.SplitSeq(block, "\n") {
			if !strings.HasPrefix(line, "8=") {
				want = append(want, line)
				continue
			}
			bad := d.Decode([]byte(sohs(line)), stampOf, func(e *market.Event) {
				if e.Kind == market.EventSynced { // the decoder says which question it was
					if e.ID == 0 {
						t.Error("synced without the id of the position query")
					}
					e.ID = 0
				}
				got = append(got, describeEvent(e))
				seen[e.Kind] = true
				if e.Edge != stampOf {
					t.Errorf("%s: edge stamp %d", e.Kind, e.Edge)
				}
			})
			if bad != (Problem{}) {
				t.Errorf("%s: tag %d %s", line, bad.Tag, bad.What)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for k := market.EventUp; k < market.EventCount; k++ {
		switch k {
		case market.EventUp, market.EventDown, market.EventAlive, market.EventNotSent, market.EventSettlement, market.EventGap:
			continue // the session's own, and the feed's
		}
		if !seen[k] {
			t.Errorf("no example of %s", k)
		}
	}
}

// The golden files and every frame of docs/fix.md satisfy the dictionaries.
func TestDictionaries(t *testing.T) {
	session, err := datadictionary.ParseSrc(bytes.NewReader(dialect.Session))
	if err != nil {
		t.Fatal(err)
	}
	app, err := datadictionary.ParseSrc(bytes.NewReader(dialect.Application))
	if err != nil {
		t.Fatal(err)
	}
	settings := quickfix.ValidatorSettings{CheckFieldsOutOfOrder: true, CheckFieldsHaveValues: true, RejectInvalidMessage: true, CheckUserDefinedFields: true}
	v := quickfix.NewValidator(settings, app, session)
	types := map[string]bool{}
	for _, name := range []string{"testdata/instructions.txt", "testdata/others.txt", "../../sim/venue/testdata/events.txt", "../../docs/fix.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "8=") {
				continue
			}
			if r := frame.Check([]byte(sohs(strings.TrimSpace(line)))); r != frame.OK {
				t.Errorf("%s: %s\n%s", name, line, r)
			}
			msg := quickfix.NewMessage()
			if err := quickfix.ParseMessageWithDataDictionary(msg, bytes.NewBufferString(sohs(strings.TrimSpace(line))), session, app); err != nil {
				t.Fatalf("%s\n%v", line, err)
			}
			if err := v.Validate(msg); err != nil {
				t.Errorf("%s: %s\n%v tag %v", name, line, err, err.RefTagID())
			}
			name, _ := msg.MsgType()
			types[name] = true
		}
	}
	for name := range app.Messages {
		if !types[name] {
			t.Errorf("no example of message type %s", name)
		}
	}
	for name := range session.Messages {
		if len(name) != 1 {
			t.Errorf("session message type %q", name)
		}
	}
}

// What other exchanges may say, or say badly.
func TestDecodeVariants(t *testing.T) {
	const head = "49=EXCHANGE|56=QUOTIENT|34=2|52=20200803-01:30:00|"
	for _, c := range []struct{ name, in, want string }{
		{"cancelled without a reason", "35=AI|" + head + "55=AP101|60=20200803-01:30:00|117=5|297=17|", "quote_ended code=1"},
		{"expired without a reason", "35=AI|" + head + "55=AP101|117=5|297=7|", "quote_ended code=4"},
		{"filled said by status", "35=8|" + head + "11=5|17=S1|39=2|40=2|54=1|55=AP101|150=I|151=0|", "order_ended code=3"},
		{"reject in standard words", "35=AI|" + head + "55=AP101|117=5|1166=5|297=5|300=10|", "quote_reject code=4"},
		{"reject in unknown words", "35=AI|" + head + "55=AP101|117=5|1166=5|297=5|300=1234|", "quote_reject code=1"},
		{"a leg's reject says nothing more", "35=8|" + head + "11=5|39=8|40=D|54=1|55=AP101|150=8|151=0|", ""},
		{"phase of a product", "35=h|" + head + "336=1|340=2|625=3|1300=AP|", "phase code=0; phase code=0"},
		{"long execution id", "35=8|" + head + "11=5|17=" + strings.Repeat("E", 60) + "|31=7268|32=1|40=D|54=1|55=AP101|150=F|151=0|", "fill code=0"},
		{"unknown instrument", "35=AI|" + head + "55=XX999|117=5|297=16|", "tag 55 is not an instrument of today's universe"},
		{"no instrument", "35=AI|" + head + "117=5|297=16|", "tag 55 is missing"},
		{"no id", "35=AI|" + head + "55=AP101|297=16|", "tag 117 is not one of our ids"},
		{"id too large", "35=AI|" + head + "55=AP101|117=18446744073709551616|297=16|", "tag 117 is not one of our ids"},
		{"id with a letter", "35=AI|" + head + "55=AP101|117=5a|297=16|", "tag 117 is not one of our ids"},
		{"unknown status", "35=AI|" + head + "55=AP101|117=5|297=99|", "tag 297 is a quote status that this session does not take"},
		{"cancelled all without being asked", "35=AI|" + head + "55=AP101|117=5|1166=5|297=4|298=5|", "tag 298 does not go with this quote status"},
		{"bad end reason", "35=AI|" + head + "55=AP101|117=5|297=17|20004=9|", "tag 20004 is not 1 to 5"},
		{"off tick", "35=8|" + head + "11=5|17=E1|31=7268.5|32=1|40=D|54=1|55=AP101|150=F|151=0|", "tag 31 is not a price on the instrument's tick"},
		{"negative quantity", "35=8|" + head + "11=5|17=E1|31=7268|32=-1|40=D|54=1|55=AP101|150=F|151=0|", "tag 32 is not a number of lots"},
		{"no side", "35=8|" + head + "11=5|17=E1|31=7268|32=1|40=D|54=5|55=AP101|150=F|151=0|", "tag 54 is not 1 or 2"},
		{"no execution id", "35=8|" + head + "11=5|31=7268|32=1|40=D|54=1|55=AP101|150=F|151=0|", "tag 17 is missing"},
		{"busted trade", "35=8|" + head + "11=5|17=E1|39=0|40=2|54=1|55=AP101|150=H|151=0|", "tag 150 is an execution type that this session does not take: reconcile by hand"},
		{"bad time", "35=AI|" + head + "55=AP101|60=20200803-25:00:00|117=5|297=16|", "tag 60 is not a UTC timestamp"},
		{"unknown product", "35=h|" + head + "336=1|340=2|1300=ZZ|", "tag 1300 is not a product of today's universe"},
		{"unknown type", "35=W|" + head + "55=AP101|", "tag 35 is a message type that this session does not take"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			bad := NewDecoder(universe()).Decode([]byte(whole(c.in)), 0, func(e *market.Event) {
				got = append(got, fmt.Sprintf("%s code=%d", e.Kind, e.Code))
			})
			if bad != (Problem{}) {
				got = append(got, fmt.Sprintf("tag %d %s", bad.Tag, bad.What))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}

// Which exchange reason becomes which code of ours.
func TestRejectCodes(t *testing.T) {
	d := NewDecoder(universe())
	for _, c := range []struct {
		tag, detail int
		codes       map[int64]uint8
		want        map[int]uint8
	}{
		{300, 0, quoteCodes, map[int]uint8{1: market.RejectUnknown, 2: market.RejectClosed, 3: market.RejectSize, 4: market.RejectClosed,
			5: market.RejectUnknown, 6: market.RejectDuplicate, 7: market.RejectSpread, 8: market.RejectPrice, 10: market.RejectPrice, 99: market.RejectOther}},
		{103, 0, orderCodes, map[int]uint8{0: market.RejectOther, 1: market.RejectUnknown, 2: market.RejectClosed, 3: market.RejectSize, 4: market.RejectClosed,
			5: market.RejectUnknown, 6: market.RejectDuplicate, 13: market.RejectSize, 16: market.RejectPrice, 18: market.RejectPrice}},
		{102, 0, cxlCodes, map[int]uint8{0: market.RejectClosed, 1: market.RejectUnknown, 6: market.RejectDuplicate, 2: market.RejectOther}},
		{300, 8, quoteCodes, map[int]uint8{1: market.RejectFunds}},
		{300, 9, quoteCodes, map[int]uint8{99: market.RejectRate}},
		{300, 10, quoteCodes, map[int]uint8{7: market.RejectSpread}},
	} {
		for value, want := range c.want {
			text := fmt.Sprintf("%d=%d|", c.tag, value)
			if c.detail != 0 {
				text += fmt.Sprintf("20005=%d|", c.detail)
			}
			d.m.parse([]byte(sohs(text)))
			if got := d.code(c.tag, c.codes); got != want {
				t.Errorf("%s is code %d, want %d", text, got, want)
			}
		}
	}
}

// The two queries are answered in any order, with the count before, behind or missing.
func TestSynced(t *testing.T) {
	const (
		ae       = "35=AE|17=E%d|31=7268|32=1|55=AP101|552=1|54=1|11=5|40=D|77=O|568=%d|"
		ap       = "35=AP|55=AP101|702=1|703=TOT|704=1|705=0|710=%d|728=0|"
		aqCount  = "35=AQ|568=%d|748=%d|749=0|750=1|"
		aqBefore = "35=AQ|568=%d|748=%d|749=0|750=0|"
		aq       = "35=AQ|568=%d|749=0|750=1|"
		ao       = "35=AO|710=%d|727=%d|728=0|729=0|"
	)
	type s = []string
	say := func(format string, args ...any) string { return fmt.Sprintf(format, args...) }
	for _, c := range []struct {
		name string
		in   s
		want string // letter for each message: f fill, p position, S synced, q query reject
	}{
		{"nothing to tell", s{say(aqCount, 7, 0), say(ao, 8, 0)}, "S"},
		{"counts behind", s{say(ae, 1, 7), say(aqCount, 7, 1), say(ap, 8), say(ao, 8, 1)}, "fppS"},
		{"counts before", s{say(ao, 8, 1), say(ap, 8), say(aqBefore, 7, 2), say(ae, 1, 7), say(ae, 2, 7)}, "ppffS"},
		{"a report is missing", s{say(ao, 8, 0), say(ae, 1, 7), say(aqCount, 7, 2)}, "f"},
		{"and comes again", s{say(ao, 8, 0), say(aqCount, 7, 2), say(ae, 1, 7), say(ae, 2, 7)}, "ffS"},
		{"no count", s{say(ao, 8, 0), say(ae, 1, 7), say(aq, 7)}, "fS"},
		{"accepted is not completed", s{say(ao, 8, 0), "35=AQ|568=7|749=0|750=0|"}, ""},
		{"fills refused", s{say(ao, 8, 0), "35=AQ|568=7|749=99|750=2|20005=9|"}, "q"},
		{"positions refused", s{say(aqCount, 7, 0), "35=AO|710=8|728=99|729=2|"}, "q"},
		{"asked again", s{say(aqBefore, 7, 5), say(ae, 1, 7), say(ao, 8, 0), say(ae, 1, 9), say(aqCount, 9, 1)}, "ffS"},
		{"once only", s{say(aqCount, 7, 0), say(ao, 8, 0), say(ao, 8, 0)}, "S"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, got := NewDecoder(universe()), ""
			for _, m := range c.in {
				if bad := d.Decode([]byte(sohs(m)), 0, func(e *market.Event) {
					got += map[market.EventKind]string{market.EventFill: "f", market.EventPosition: "p", market.EventSynced: "S", market.EventQueryReject: "q"}[e.Kind]
				}); bad != (Problem{}) {
					t.Errorf("%s: %v", m, bad)
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestStamp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := market.Time(rapid.Int64Range(0, 4102444800e9-1).Draw(t, "time")) // up to 2100
		b := appendStamp(nil, v)
		if got, ok := parseStamp(b); !ok || got != v {
			t.Fatalf("%d is written %s and read as %d, %v", v, b, got, ok)
		}
	})
	if got := string(appendStamp(nil, stampOf)); got != "20200803-01:30:00.123456789" {
		t.Errorf("stamp is %s", got)
	}
	for text, want := range map[string]market.Time{
		"20200803-01:30:00":           stampOf - 123456789,
		"20200803-01:30:00.1":         stampOf - 23456789,
		"20200803-01:30:00.123":       stampOf - 456789,
		"20161231-23:59:60":           1483228800e9 - 1,
		"19700101-00:00:00.000000001": 1,
	} {
		if got, ok := parseStamp([]byte(text)); !ok || got != want {
			t.Errorf("%s is %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "20200803", "20200803 01:30:00", "20200803-01:30:0", "20200230-01:30:00", "20200803-24:00:00",
		"20200803-01:60:00", "20200803-01:30:61", "20200803-01:30:00.", "20200803-01:30:00,1", "20200803-01:30:00.1234567890", "2020080a-01:30:00"} {
		if got, ok := parseStamp([]byte(text)); ok {
			t.Errorf("%q is taken as %d", text, got)
		}
	}
}

// FuzzDecode: no frame makes the decoder fail, and what it emits is in bounds.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"../../sim/venue/testdata/events.txt", "testdata/instructions.txt", "testdata/others.txt"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "8=") {
				f.Add([]byte(sohs(strings.TrimSpace(line))))
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d := NewDecoder(universe())
		d.Decode(b, 0, func(e *market.Event) {
			if e.Kind == market.EventNone || e.Kind >= market.EventCount || e.Side > market.Ask || e.Offset > market.CloseToday ||
				e.Phase >= market.PhaseCount || e.Contract != market.NoContract && int(e.Contract) >= len(universe()) || e.Qty < 0 || e.Leaves < 0 {
				t.Errorf("%q yields %s", b, describeEvent(e))
			}
		})
		show(b)
	})
}
