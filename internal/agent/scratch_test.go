package agent

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"quotient/quoter/port"
)

var peek func(*port.Record)

func TestOne(t *testing.T) {
	day, _ := strconv.Atoi(os.Getenv("DAY"))
	sym := os.Getenv("SYM")
	from, _ := strconv.ParseInt(os.Getenv("FROM"), 10, 64)
	to, _ := strconv.ParseInt(os.Getenv("TO"), 10, 64)
	d, orders := troubled(t, uint64(day))
	peek = func(r *port.Record) {
		if int64(r.Now) < from || int64(r.Now) > to {
			return
		}
		name := func(c uint16) string {
			if int(c) < len(d.Instruments) {
				return d.Instruments[c].Symbol.String()
			}
			return "all"
		}
		switch r.Kind {
		case port.RecordEvent:
			e := r.Event()
			if sym == "" || strings.Contains(sym, name(uint16(e.Contract))) || name(uint16(e.Contract)) == "all" {
				fmt.Printf("%d event %v %s stamp %d id %d side %d price %d qty %d leaves %d | bid %d %d ask %d %d last %d ref %s phase %v\n", r.Now, e.Kind, name(uint16(e.Contract)), e.Time, e.ID, e.Side, e.Price, e.Qty, e.Leaves, e.Bid, e.BidQty, e.Ask, e.AskQty, e.Last, e.Ref, e.Phase)
			}
		case port.RecordDecision:
			in := &r.Decision().Instruction
			if sym == "" || strings.Contains(sym, name(uint16(in.Contract))) {
				fmt.Printf("%d send %v id %d target %d %d %d / %d %d req %s rule %d\n", r.Now, in.Kind, in.ID, in.Target, in.Bid, in.BidQty, in.Ask, in.AskQty, in.Request, r.Decision().Rule)
			}
		case port.RecordMember:
			fmt.Printf("%d member %+v\n", r.Now, *r.Member())
		case port.RecordCommand:
			fmt.Printf("%d command %+v\n", r.Now, r.Command().Kind)
		}
	}
	r := newBench().try(t, d, 1, orders)
	r.agree(t, os.Getenv("EXACT") != "")
}

func TestDump(t *testing.T) {
	day, _ := strconv.Atoi(os.Getenv("DAY"))
	d, orders := troubled(t, uint64(day))
	fmt.Println(string(d.Text))
	fmt.Println(string(d.Files["random"]))
	for _, o := range orders {
		fmt.Println(o.at, o.c.Kind, o.c.Contract, o.c.Value, o.c.Mode)
	}
}
