package agent

import (
	"encoding/json"
	"errors"
	"fmt"

	"quotient/journal"
	"quotient/market"
)

// CatOptions are the flags of `quotient journal cat`.
type CatOptions struct {
	Journal  string
	Record   bool
	Kinds    []string
	Contract string
}

// Cat prints every record of a journal, one JSON object a line.
func Cat(o CatOptions, s Streams) error {
	r, err := journal.OpenReader(o.Journal, journal.ReadOptions{RecordOnly: o.Record})
	if err != nil {
		return err
	}
	defer r.Close()
	c := journal.CatOptions{Kinds: o.Kinds, Contract: o.Contract}
	if err := c.Check(); err != nil {
		return fail(ExitUsage, err)
	}
	_, err = journal.Cat(r, s.Out, c)
	for _, n := range r.Notices() {
		fmt.Fprintln(s.Err, n)
	}
	return err
}

// VerifyOptions are the flags of `quotient journal verify`.
type VerifyOptions struct {
	Journal string
	JSON    bool
}

// Verify checks every checksum of a journal and the chain of its record.
func Verify(o VerifyOptions, s Streams) error {
	r, err := journal.Verify(o.Journal)
	if err != nil {
		return err
	}
	if o.JSON {
		b, err := json.Marshal(struct {
			Schema int  `json:"schema"`
			OK     bool `json:"ok"`
			journal.Report
		}{1, r.OK(), r})
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "%s\n", b)
	} else {
		printVerify(&r, s)
	}
	if !r.OK() {
		return fail(ExitCondition, fmt.Errorf("the journal in %s is not what was written: %d problems", o.Journal, len(r.Problems)))
	}
	return nil
}

func printVerify(r *journal.Report, s Streams) {
	for _, p := range r.Problems {
		fmt.Fprintf(s.Out, "%s at byte %d: %s\n", p.File, p.Offset, p.What)
	}
	for _, d := range r.Dropped {
		fmt.Fprintf(s.Out, "dropped  %s\n", d)
	}
	for _, n := range r.Notices {
		fmt.Fprintf(s.Out, "note     %s\n", n)
	}
	if r.OK() {
		fmt.Fprintf(s.Out, "ok: %d records in %d segments of %d epochs, head %s\n", r.Records, r.Segments, r.Epochs, r.Head)
	}
}

// parseMonth reads 2026-11; "" is 0, every month.
func parseMonth(text string) (market.Month, error) {
	if text == "" {
		return 0, nil
	}
	var y, m int
	if n, err := fmt.Sscanf(text, "%4d-%2d", &y, &m); n != 2 || err != nil || m < 1 || m > 12 || len(text) != 7 {
		return 0, fail(ExitUsage, errors.New("--month "+text+": want a month such as 2026-11"))
	}
	return market.Month(y*100 + m), nil
}
