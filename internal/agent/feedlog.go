package agent

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"time"

	"github.com/rs/zerolog"

	"quotient/gateway/feed"
	"quotient/market"
)

// feedLog logs what is wrong with the feed's lines, each kind at most once in a
// while, so that a feed gone mad fills counters and not the disk.
type feedLog struct {
	log    zerolog.Logger
	clock  *Clock
	counts feed.Counts
}

func newFeedLog(log zerolog.Logger, clock *Clock) *feedLog {
	return &feedLog{log: log, clock: clock, counts: feed.Counts{Every: 10 * market.Second}}
}

// tell logs p, or counts it.
func (l *feedLog) tell(p *feed.Problem) {
	if held, ok := l.counts.Note(p.Code, l.clock.Now()); ok {
		l.log.Warn().Uint64("held_back", held).Msg(p.String())
	}
}

// venueClock is the simulated exchange's clock: its feed says what time it is and
// how fast it runs. Only a desk with the simulated account may ask for it.
func venueClock(ctx context.Context, addr string) (*Clock, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		c, err := askClock(ctx, addr)
		if err == nil {
			return c, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("no clock from the simulated exchange's feed at %s: %w; start `quotient exchange` first", addr, err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func askClock(ctx context.Context, addr string) (*Clock, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.SetReadDeadline(time.Now().Add(2 * time.Second)); err != nil {
		return nil, err
	}
	line, err := bufio.NewReaderSize(conn, feed.MaxLine).ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	var hello struct {
		T     string  `json:"t"`
		Time  int64   `json:"time"`
		Speed float64 `json:"speed"`
	}
	if err := json.Unmarshal(line, &hello); err != nil || hello.T != "hello" || hello.Time <= 0 || hello.Speed <= 0 {
		return nil, fmt.Errorf("its first line is no hello with a time and a speed: %.80q", line)
	}
	return SimClock(market.Time(hello.Time), hello.Speed), nil
}
