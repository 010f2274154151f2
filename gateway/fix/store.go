package fix

import (
	"sync"
	"time"

	"github.com/quickfixgo/quickfix"
)

// A store is quickfixgo's MessageStore without messages: two sequence numbers.
// Nothing we sent can be replayed from it; a resend request is answered by a gap fill.
type store struct {
	mu      sync.Mutex
	sender  int
	target  int
	created time.Time
}

type storeFactory struct{}

// Create implements quickfix.MessageStoreFactory.
func (storeFactory) Create(quickfix.SessionID) (quickfix.MessageStore, error) {
	s := &store{}
	return s, s.Reset()
}

func (s *store) NextSenderMsgSeqNum() int { return s.get(&s.sender) }
func (s *store) NextTargetMsgSeqNum() int { return s.get(&s.target) }

func (s *store) get(n *int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *n
}

func (s *store) set(n *int, v int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	*n = v
	return nil
}

func (s *store) incr(n *int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	*n++
	return nil
}

func (s *store) IncrNextSenderMsgSeqNum() error     { return s.incr(&s.sender) }
func (s *store) IncrNextTargetMsgSeqNum() error     { return s.incr(&s.target) }
func (s *store) SetNextSenderMsgSeqNum(n int) error { return s.set(&s.sender, n) }
func (s *store) SetNextTargetMsgSeqNum(n int) error { return s.set(&s.target, n) }

func (s *store) CreationTime() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.created
}

func (s *store) SetCreationTime(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.created = t
}

func (s *store) SaveMessage(int, []byte) error { return nil }

func (s *store) SaveMessageAndIncrNextSenderMsgSeqNum(int, []byte) error {
	return s.IncrNextSenderMsgSeqNum()
}

func (s *store) GetMessages(int, int) ([][]byte, error)             { return nil, nil }
func (s *store) IterateMessages(int, int, func([]byte) error) error { return nil }

func (s *store) Refresh() error { return nil }

func (s *store) Reset() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sender, s.target, s.created = 1, 1, time.Now()
	return nil
}

func (s *store) Close() error { return nil }
