package port

import "sync/atomic"

// Pages hands Snapshots from the loop to one reader: three pages, one atomic
// exchange. The writer never waits; the reader gets the newest whole page.
type Pages struct {
	page   [3]Snapshot
	middle atomic.Uint32 // index of the page between the two, plus fresh when unread
	write  uint32        // the writer's page
	_      [56]byte
	read   uint32 // the reader's page
}

const fresh = 4

// NewPages returns Pages that hold no snapshot yet.
func NewPages() *Pages {
	p := &Pages{write: 0, read: 2}
	p.middle.Store(1)
	return p
}

// Page returns the page to fill before Publish. Writer only.
func (p *Pages) Page() *Snapshot { return &p.page[p.write] }

// Publish hands the filled page over and takes another. Writer only.
func (p *Pages) Publish() {
	p.write = p.middle.Swap(p.write|fresh) &^ fresh
}

// Latest returns the newest published page, nil before the first, and whether
// it is newer than the last call's. It is valid until the next call. Reader only.
func (p *Pages) Latest() (s *Snapshot, newer bool) {
	if p.middle.Load()&fresh != 0 {
		p.read = p.middle.Swap(p.read) &^ fresh
		newer = true
	}
	s = &p.page[p.read]
	if s.Version == 0 {
		return nil, false
	}
	return s, newer
}
