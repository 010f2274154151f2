package journal

import (
	"testing"

	"quotient/quoter/port"
)

func benchmarkAppend(b *testing.B, make func(r *port.Record, seq uint64)) {
	w := open(b, b.TempDir(), Options{NoSync: true})
	defer w.Close()
	var r port.Record
	seq := uint64(0)
	for b.Loop() {
		seq++
		make(&r, seq)
		if err := w.Append(&r); err != nil {
			b.Fatal(err)
		}
	}
}

// A depth on the tape: encoded, checksummed, hashed and written.
func BenchmarkTapeDepth(b *testing.B) { benchmarkAppend(b, depth) }

// The poll that closes every depth.
func BenchmarkTapePoll(b *testing.B) {
	benchmarkAppend(b, func(r *port.Record, seq uint64) {
		r.Clear(port.RecordPoll)
		r.Seq, r.Now = seq, start
		p := r.NewPoll()
		p.Drained[2], p.Work, p.Next, p.Digest = 1, 1, start, seq*0x9e3779b97f4a7c15
	})
}

// A decision in the record: the same, and chained.
func BenchmarkChainedDecision(b *testing.B) {
	benchmarkAppend(b, func(r *port.Record, seq uint64) {
		r.Clear(port.RecordDecision)
		r.Seq, r.Now = seq, start
		d := r.NewDecision()
		d.Instruction.ID, d.Instruction.Bid, d.Instruction.Ask, d.Instruction.BidQty, d.Instruction.AskQty = seq, 7268, 7270, 10, 10
		d.BookBid, d.BookAsk, d.BookBidQty, d.BookAskQty, d.Upper, d.Lower = 7268, 7270, 10, 8, 7799, 6915
	})
}

func BenchmarkEncodeDepth(b *testing.B) {
	var r port.Record
	depth(&r, 123456)
	buf := make([]byte, 0, 4096)
	for b.Loop() {
		buf = appendRecord(buf[:0], &r)
	}
}

func BenchmarkReadDepth(b *testing.B) {
	dir := b.TempDir()
	w := open(b, dir, Options{NoSync: true})
	const n = 200000
	var r port.Record
	for seq := uint64(1); seq <= n; seq++ {
		depth(&r, seq)
		must(b, w.Append(&r))
	}
	must(b, w.Close())
	for b.Loop() {
		b.StopTimer()
		rd, err := OpenReader(dir, ReadOptions{})
		must(b, err)
		b.StartTimer()
		for rd.Next(&r) {
		}
		must(b, rd.Err())
		rd.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/record")
}
