package journal

import (
	"time"

	"quotient/internal/ring"
	"quotient/quoter/port"
)

const (
	// batch is how many records are written together at most.
	batch = 4096
	// idle is how long Run sleeps when the ring is empty. Nobody wakes it.
	idle = 200 * time.Microsecond
)

// Run writes what the loop pushes into r until stop is closed and r is empty,
// and syncs in groups unless the options say NoSync. Each written record goes to
// each as well, when that is not nil. It returns nil then, or the error that
// ended the journal; what is in the ring at that point stays there.
func (w *Writer) Run(r *ring.SPSC[port.Record], each func(*port.Record), stop <-chan struct{}) error {
	synced := time.Now()
	for stopping := false; ; {
		n, err := w.drain(r, each)
		if err != nil {
			return err
		}
		if now := time.Now(); !w.opt.NoSync && now.Sub(synced) >= time.Duration(w.opt.SyncEvery) {
			if err := w.Sync(); err != nil {
				return err
			}
			synced = now
		}
		if n > 0 {
			continue
		}
		if stopping {
			return w.Sync()
		}
		select {
		case <-stop:
			stopping = true
		default:
			time.Sleep(idle)
		}
	}
}

// drain writes a batch and only then gives its slots back: what a crash keeps
// from the file stays in the ring.
func (w *Writer) drain(r *ring.SPSC[port.Record], each func(*port.Record)) (n int, err error) {
	for ; n < batch; n++ {
		rec := r.Ahead(uint64(n))
		if rec == nil {
			break
		}
		if err := w.Append(rec); err != nil {
			return 0, err
		}
	}
	if n == 0 {
		return 0, nil
	}
	if r == w.Ring() { // a mapped ring keeps what is not yet in the file
		if err := w.Flush(); err != nil {
			return 0, err
		}
	}
	for range n {
		if each != nil {
			each(r.Peek())
		}
		r.Drop()
	}
	return n, nil
}
