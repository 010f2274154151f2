package agent

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"

	"quotient/config"
	"quotient/journal"
	"quotient/market"
)

// What Header.Clock says of where an epoch's time and books came from.
const (
	clockWall    = "wall"    // sockets and the machine's clock
	clockVirtual = "virtual" // the simulated exchange in virtual time
	clockTape    = "tape"    // recorded ticks: the books do not contain our own quotes
)

// header says what the records of an epoch mean.
func header(d *config.Desk, started market.Time, clock string, speed float64) journal.Header {
	info := Info()
	h := journal.Header{Build: info.Build, Go: info.Go, Started: started, Clock: clock, Speed: speed, Seed: d.Sim.Seed, Desk: d.Name,
		Account: d.Account, ConfigName: d.File, ConfigText: string(d.Text), Files: map[string]string{}, Instruments: d.Instruments}
	for name, text := range d.Files {
		h.Files[name] = string(text)
	}
	return h
}

// deskOf is the desk that an epoch ran with, from its header.
func deskOf(h *journal.Header) (*config.Desk, error) {
	files := map[string][]byte{}
	for name, text := range h.Files {
		files[name] = []byte(text)
	}
	d, problems := config.Recorded(h.ConfigName, []byte(h.ConfigText), files)
	if len(problems) > 0 {
		return nil, fmt.Errorf("the journal's desk file is not one for this build: %s", config.RenderText(problems, false))
	}
	hasten(d, h.Speed)
	return d, nil
}

// defaultAnswer is how long the exchange may take over a mass cancel or a query.
const defaultAnswer = 5 * market.Second

// hasten stretches what a desk allows for real wires and threads, whose time does
// not run faster with a simulated clock that does.
func hasten(d *config.Desk, speed float64) {
	if speed <= 1 {
		return
	}
	stretch := func(t *market.Time) { *t = market.Time(float64(*t) * speed) }
	for i := range d.Quoter.Contracts {
		stretch(&d.Quoter.Contracts[i].AckTimeout)
	}
	if b := d.Breaker; b != nil {
		for _, t := range []*market.Time{&b.UnackedWarn, &b.Unacked, &b.Late} {
			stretch(t)
		}
	}
	d.Quoter.AnswerWithin = defaultAnswer
	stretch(&d.Quoter.AnswerWithin)
	stretch(&d.Venue.FIX.MaxAge)
}

// journalOptions are how the desk's journal is written.
func journalOptions(d *config.Desk) journal.Options {
	return journal.Options{SegmentSize: d.Journal.Segment}
}

// journalDir is where a run keeps its journal: as told, else a temporary folder.
func journalDir(dir string) (string, error) {
	if dir != "" {
		return dir, nil
	}
	return os.MkdirTemp("", "quotient-journal-")
}

// openRing maps the ring between loop and journal and says where it lies.
func openRing(dir string, slots int) (*journal.Ring, string, error) {
	path, err := ringPath(dir)
	if err != nil {
		return nil, "", err
	}
	ring, err := journal.MapRing(path, slots)
	if err != nil {
		return nil, "", fmt.Errorf("the journal in %s cannot be written: %w; stop the other agent, or choose another folder with --journal", dir, err)
	}
	return ring, path, nil
}

// ringPath is where a journal's ring lies, on tmpfs where there is one: no
// write-back there holds the loop up, and it outlives a crash of the process.
func ringPath(dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("the journal's folder cannot be made: %w; set journal.dir to one that this user may write", err)
	}
	path := filepath.Join(dir, "ring")
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		full, err := filepath.Abs(dir)
		if err != nil {
			return "", err
		}
		h := fnv.New64a()
		h.Write([]byte(full))
		path = filepath.Join("/dev/shm", "quotient-"+hex.EncodeToString(h.Sum(nil)))
	}
	return path, nil
}
