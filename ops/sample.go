package ops

import (
	"bytes"
	"encoding/json"
	"sync"
	"time"
)

// sampleEvery is how often the sampler looks for a new page.
const sampleEvery = 250 * time.Millisecond

// A sample is one page as it is shown. It never changes; its encodings are made
// when somebody first needs them.
type sample struct {
	n    uint64    // 1, 2, 3, …
	at   time.Time // when the page was taken
	view *view

	encode sync.Once
	status []byte
	rows   [][]byte // by contract: whole, or a line each when there are many
	strips [][]byte // none when there are many
	parts  [partCount][]byte

	joinOnce sync.Once
	joined   []byte
}

// encoded makes the parts of which every document consists.
func (s *sample) encoded() *sample {
	s.encode.Do(func() {
		s.status = mustJSON(&s.view.status)
		s.parts = [partCount][]byte{mustJSON(s.view.units), mustJSON(s.view.requests), mustJSON(s.view.terms), mustJSON(&s.view.controls)}
		if s.view.lines != nil {
			s.rows = encodeEach(s.view.lines)
			return
		}
		s.rows, s.strips = encodeEach(s.view.contracts), encodeEach(s.view.strips)
	})
	return s
}

// encodeEach encodes the elements one by one.
func encodeEach[T any](list []T) [][]byte {
	out := make([][]byte, len(list))
	for i := range list {
		out[i] = mustJSON(&list[i])
	}
	return out
}

// The parts of a sample that are sent whole, and only when they changed.
const partCount = 4

var partNames = [partCount]string{"units", "requests", "seasons", "controls"}

// full is the whole sample as a JSON object without its opening brace, so that a
// first member can be put before it.
func (s *sample) full() []byte {
	s.joinOnce.Do(func() { s.joined = s.join(always, always, always) })
	return s.joined
}

func always(int) bool { return true }

// since is what changed after prev, in the same form. The contracts must be the
// same.
func (s *sample) since(prev *sample) []byte {
	s.encoded()
	prev.encoded()
	return s.join(
		func(i int) bool { return !bytes.Equal(s.rows[i], prev.rows[i]) },
		func(i int) bool { return !bytes.Equal(s.strips[i], prev.strips[i]) },
		func(i int) bool { return !bytes.Equal(s.parts[i], prev.parts[i]) })
}

func (s *sample) sameContracts(prev *sample) bool {
	a, b := s.view.contracts, prev.view.contracts
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Symbol != b[i].Symbol {
			return false
		}
	}
	return true
}

// join writes the status, and the rows, strips and parts that are wanted.
func (s *sample) join(row, strip, part func(int) bool) []byte {
	s.encoded()
	var b bytes.Buffer
	b.WriteString(`"schema":1,"status":`)
	b.Write(s.status)
	for i, name := range partNames {
		if part(i) {
			b.WriteString(`,"` + name + `":`)
			b.Write(s.parts[i])
		}
	}
	rows := `,"contracts":[`
	if s.view.lines != nil {
		rows = `,"contracts":[],"lines":[`
	}
	b.WriteString(rows)
	first := true
	for i := range s.rows {
		if row(i) {
			separate(&b, &first)
			b.Write(s.rows[i])
		}
	}
	b.WriteString(`],"strips":{`)
	first = true
	for i := range s.strips {
		if strip(i) {
			separate(&b, &first)
			b.Write(mustJSON(s.view.contracts[i].Symbol))
			b.WriteByte(':')
			b.Write(s.strips[i])
		}
	}
	b.WriteString("}}")
	return b.Bytes()
}

// separate writes a comma before every element but the first.
func separate(b *bytes.Buffer, first *bool) {
	if !*first {
		b.WriteByte(',')
	}
	*first = false
}

// mustJSON encodes one of our own plain structs, which cannot fail.
func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("ops: " + err.Error())
	}
	return b
}
