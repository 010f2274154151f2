package agent

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/rs/zerolog"

	"quotient/config"
	"quotient/journal"
	"quotient/market"
	"quotient/ops"
	"quotient/quoter/port"
	"quotient/risk"
)

// A stopKey names what a setting of the latch reaches; the account has no name.
type stopKey struct {
	scope risk.Scope
	name  market.Symbol
}

// String names the scope for people.
func (k stopKey) String() string {
	if k.scope == risk.ScopeAccount {
		return k.scope.String()
	}
	return k.scope.String() + " " + k.name.String()
}

// stops keep the latch of every scope: in the shared atomics, in the latch file
// and with the loop. What stops acts first and is written down afterwards; what
// undoes a stop is durable before it counts and wants as many persons as the rule
// says. Any goroutine.
type stops struct {
	latch       *risk.Latch
	instruments []market.Instrument
	tell        func(port.Command) // the loop; never blocks, never refuses
	wake        func()             // the session, which looks at the latch
	keep        func([]journal.Latch) error
	now         func() market.Time
	rule        config.Stop // how many persons must ask to undo a stop, each another
	log         zerolog.Logger

	mu    sync.Mutex // settings and the order of what the loop is told; never held over the disk
	set   map[stopKey]journal.Latch
	asked map[stopKey]asking

	disk sync.Mutex
}

// An asking is the first half of a clear that two persons must want.
type asking struct {
	actor market.Ref
	epoch uint64 // of the stop that it means
	at    market.Time
}

// Why a clear was not carried out.
var (
	errNotStopped   = errors.New("nothing is stopped there")
	errStoppedAgain = errors.New("it was stopped again meanwhile: look into that, then clear anew")
)

// stop sets a scope to mode, or leaves it where it is stricter already. The latch
// holds even when the file cannot be written.
func (s *stops) stop(k stopKey, mode risk.Mode, actor, reason market.Ref) error {
	s.mu.Lock()
	if was, ok := s.set[k]; ok {
		mode = risk.Stricter(mode, was.Mode)
	}
	s.apply(k, mode, actor, reason)
	s.mu.Unlock()
	s.log.Warn().Str("scope", k.String()).Str("mode", mode.String()).Str("actor", actor.String()).
		Str("reason", reason.String()).Msg("latch: stopped")
	return s.persist()
}

// clear undoes a stop. waiting says that it was asked for, and that somebody else
// has to ask for it too.
func (s *stops) clear(k stopKey, actor, reason market.Ref) (waiting bool, err error) {
	s.mu.Lock()
	was, ok := s.set[k]
	if !ok || was.Mode == risk.Run {
		s.mu.Unlock()
		return false, fmt.Errorf("%v: %w", k, errNotStopped)
	}
	if s.wantsAnother(k, was.Epoch, actor) {
		s.tell(port.Command{Kind: port.CommandMark, Contract: market.NoContract, Actor: actor, Ref: ref("clear? " + reason.String())})
		s.mu.Unlock()
		s.log.Warn().Str("scope", k.String()).Str("actor", actor.String()).Str("reason", reason.String()).
			Msg("latch: a clear was asked for; another person must ask for it too")
		return true, nil
	}
	s.mu.Unlock()
	return false, s.undo(k, was, actor, reason)
}

// wantsAnother notes who asks for a clear and reports whether that is not enough.
func (s *stops) wantsAnother(k stopKey, epoch uint64, actor market.Ref) bool {
	first, now := s.asked[k], s.now()
	enough := first.epoch == epoch && first.actor != actor && first.actor != (market.Ref{}) && now-first.at <= s.rule.ClearWithin
	if s.rule.ClearPersons == 1 || enough {
		delete(s.asked, k)
		return false
	}
	s.asked[k] = asking{actor, epoch, now}
	return true
}

// undo makes the end of a stop durable and then lets it count, unless the scope was
// stopped again meanwhile.
func (s *stops) undo(k stopKey, was journal.Latch, actor, reason market.Ref) error {
	s.disk.Lock()
	s.mu.Lock()
	all := s.list(k)
	s.mu.Unlock()
	if err := s.keep(all); err != nil {
		s.disk.Unlock()
		return fmt.Errorf("the latch file cannot be written, so the stop stays: %w", err)
	}
	s.mu.Lock()
	again := s.set[k].Epoch != was.Epoch
	if !again {
		s.apply(k, risk.Run, actor, reason)
	}
	s.mu.Unlock()
	s.disk.Unlock()
	if again {
		return errors.Join(errStoppedAgain, s.persist())
	}
	s.log.Warn().Str("scope", k.String()).Str("actor", actor.String()).Str("reason", reason.String()).Msg("latch: cleared")
	return s.persist()
}

// apply sets the atomics first, then has the session look, then tells the loop.
func (s *stops) apply(k stopKey, mode risk.Mode, actor, reason market.Ref) {
	c := port.Command{Kind: port.CommandLatch, Mode: uint8(mode), Value: int16(k.scope), Contract: market.NoContract, Actor: actor, Ref: reason}
	if k.scope == risk.ScopeAccount {
		c.Epoch = s.latch.Set(mode)
	}
	s.set[k] = journal.Latch{Mode: mode, Scope: k.scope, Name: k.name, At: s.now(), Actor: actor, Reason: reason}
	for i := range s.instruments {
		if of := market.Contract(i); k.reaches(&s.instruments[i]) {
			c.Epoch, c.Contract = s.latch.SetContract(of, s.narrow(of)), of
		}
	}
	if c.Epoch == 0 { // a contract of another day's desk
		_, c.Epoch = s.latch.Load()
	} else {
		s.wake()
		s.tell(c)
	}
	e := s.set[k]
	e.Epoch = c.Epoch
	s.set[k] = e
}

// reaches reports whether a product's or a contract's setting is about in.
func (k stopKey) reaches(in *market.Instrument) bool {
	switch k.scope {
	case risk.ScopeProduct:
		return symbolOf(in.Product) == k.name
	case risk.ScopeContract:
		return in.Symbol == k.name
	}
	return false
}

// symbolOf is a product's code as the name of a scope.
func symbolOf(c market.Code) market.Symbol {
	y, _ := market.MakeSymbol(c.String())
	return y
}

// narrow is the strictest mode of the contract's own scopes.
func (s *stops) narrow(c market.Contract) risk.Mode {
	in, mode := &s.instruments[c], risk.Run
	for _, k := range [...]stopKey{{risk.ScopeProduct, symbolOf(in.Product)}, {risk.ScopeContract, in.Symbol}} {
		if e, ok := s.set[k]; ok {
			mode = risk.Stricter(mode, e.Mode)
		}
	}
	return mode
}

// list are the settings for the file, one scope cleared. The account's stands
// there always, with the last epoch of all.
func (s *stops) list(cleared stopKey) []journal.Latch {
	account := journal.Latch{Mode: risk.Run}
	var all []journal.Latch
	_, last := s.latch.Load()
	for k, e := range s.set {
		if k == cleared {
			e.Mode = risk.Run
		}
		switch {
		case k.scope == risk.ScopeAccount:
			account = e
		case e.Mode != risk.Run:
			all = append(all, e)
		}
	}
	account.Epoch = last
	return append(all, account)
}

// none names no scope.
var none = stopKey{scope: risk.ScopeCount}

// persist writes the settings as they are now.
func (s *stops) persist() error {
	s.disk.Lock()
	defer s.disk.Unlock()
	s.mu.Lock()
	all := s.list(none)
	s.mu.Unlock()
	if err := s.keep(all); err != nil {
		s.log.Error().Err(err).Msg("latch: the file cannot be written: what holds now may not hold after a restart")
		return err
	}
	return nil
}

// restore sets the latch as it was left, narrow scopes first and the account last,
// above every epoch that was ever used.
func (s *stops) restore(kept []journal.Latch, epoch uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range kept {
		epoch = max(epoch, kept[i].Epoch)
	}
	for _, last := s.latch.Load(); last < epoch; _, last = s.latch.Load() {
		s.latch.Set(risk.CancelOnly)
	}
	whole := journal.Latch{Mode: risk.Run}
	for i := range kept {
		if kept[i].Scope == risk.ScopeAccount {
			whole = kept[i]
		} else if kept[i].Mode != risk.Run {
			s.again(&kept[i])
		}
	}
	s.again(&whole)
}

// again sets a scope as it was left.
func (s *stops) again(e *journal.Latch) {
	k := stopKey{e.Scope, e.Name}
	s.apply(k, e.Mode, e.Actor, e.Reason)
	now := s.set[k]
	now.At = e.At
	s.set[k] = now
	if e.Mode != risk.Run {
		s.log.Warn().Str("scope", k.String()).Str("mode", e.Mode.String()).Str("by", e.Actor.String()).Str("reason", e.Reason.String()).
			Msg("the latch is set since an earlier run: nothing is quoted there until `quotient ctl clear`")
	}
}

// held are the scopes that are stopped, the account first, and who waits for a
// second person to clear them.
func (s *stops) held() []ops.Held {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []ops.Held
	for k, e := range s.set {
		if e.Mode == risk.Run {
			continue
		}
		h := ops.Held{Scope: k.scope.String(), Name: k.name.String(), Mode: uint8(e.Mode), At: e.At, Actor: e.Actor.String(), Reason: e.Reason.String(),
			ClearPersons: s.rule.ClearPersons}
		if a, ok := s.asked[k]; ok && a.epoch == e.Epoch && s.now()-a.at <= s.rule.ClearWithin {
			h.ClearBy, h.ClearUntil = a.actor.String(), a.at+s.rule.ClearWithin
		}
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b ops.Held) int { return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Name, b.Name)) })
	return list
}

// knows reports whether something was ever said about the scope.
func (s *stops) knows(k stopKey) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.set[k]
	return ok
}

// mode is the mode of the account's own setting.
func (s *stops) mode() risk.Mode {
	m, _ := s.latch.Load()
	return m
}
