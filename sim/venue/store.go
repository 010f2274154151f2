package venue

import (
	"sync"
	"time"

	"github.com/quickfixgo/quickfix"
)

// kept is how many sent messages a session can send again.
const kept = 4096

// A store is a MessageStore of bounded memory: the newest messages in a ring.
type store struct {
	mu      sync.Mutex
	sender  int
	target  int
	created time.Time
	ring    [kept]stored
}

type stored struct {
	seq int
	msg []byte
}

type storeFactory struct{}

// Create implements quickfix.MessageStoreFactory.
func (storeFactory) Create(quickfix.SessionID) (quickfix.MessageStore, error) {
	s := &store{}
	return s, s.Reset()
}

func (s *store) locked(f func()) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
	return nil
}

func (s *store) NextSenderMsgSeqNum() (n int) { s.locked(func() { n = s.sender }); return }
func (s *store) NextTargetMsgSeqNum() (n int) { s.locked(func() { n = s.target }); return }

func (s *store) IncrNextSenderMsgSeqNum() error     { return s.locked(func() { s.sender++ }) }
func (s *store) IncrNextTargetMsgSeqNum() error     { return s.locked(func() { s.target++ }) }
func (s *store) SetNextSenderMsgSeqNum(n int) error { return s.locked(func() { s.sender = n }) }
func (s *store) SetNextTargetMsgSeqNum(n int) error { return s.locked(func() { s.target = n }) }

func (s *store) CreationTime() (t time.Time)       { s.locked(func() { t = s.created }); return }
func (s *store) SetCreationTime(t time.Time)       { s.locked(func() { s.created = t }) }
func (s *store) Refresh() error                    { return nil }
func (s *store) Close() error                      { return nil }
func (s *store) save(seq int, msg []byte)          { s.ring[uint(seq)%kept] = stored{seq, msg} }
func (s *store) SaveMessage(n int, b []byte) error { return s.locked(func() { s.save(n, b) }) }

func (s *store) SaveMessageAndIncrNextSenderMsgSeqNum(n int, b []byte) error {
	return s.locked(func() {
		s.save(n, b)
		s.sender++
	})
}

func (s *store) GetMessages(begin, end int) (list [][]byte, err error) {
	err = s.locked(func() {
		begin = max(begin, end-kept+1, 1)
		for seq := begin; seq <= end && seq < s.sender; seq++ {
			if m := s.ring[seq%kept]; m.seq == seq {
				list = append(list, m.msg)
			}
		}
	})
	return list, err
}

func (s *store) IterateMessages(begin, end int, f func([]byte) error) error {
	list, _ := s.GetMessages(begin, end)
	for _, b := range list {
		if err := f(b); err != nil {
			return err
		}
	}
	return nil
}

// Reset implements quickfix.MessageStore: a new logon begins at 1.
func (s *store) Reset() error {
	return s.locked(func() { s.sender, s.target, s.created, s.ring = 1, 1, time.Now(), [kept]stored{} })
}
