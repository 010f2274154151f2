package journal

import "quotient/market"

// MinSync is the shortest time between two syncs of a running journal.
const MinSync = 50 * market.Millisecond

// Options are how a journal is written. The zero Options are right for trading.
type Options struct {
	SegmentSize int64       // bytes; 0 = DefaultSegment
	Preallocate bool        // take a segment's room on the disk when it is begun
	NoSync      bool        // never sync: the journal need not survive a power loss
	SyncEvery   market.Time // Run's group sync; 0 or less than MinSync = MinSync
	Ring        *Ring       // what Run drains and Open finds leftovers in; nil = none
	FirstID     uint64      // where GrantIDs starts when it has no file; 0 = 1
	Disk        Disk        // nil = the machine's file system
}

func (o *Options) fill() {
	if o.SegmentSize == 0 {
		o.SegmentSize = DefaultSegment
	}
	o.SegmentSize = max(o.SegmentSize, minSegment)
	o.SyncEvery = max(o.SyncEvery, MinSync)
	if o.Disk == nil {
		o.Disk = osDisk{}
	}
}
