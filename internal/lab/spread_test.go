package lab

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"quotient/market"
)

func outcome(seed uint64) Outcome {
	return Outcome{Seed: seed, Effective: market.Time(900 + seed), Obliged: 1000, Net: market.Money(seed * 100), Met: seed%2 == 0}
}

func TestSpreadKeepsOrder(t *testing.T) {
	all, err := Spread(context.Background(), 5, 20, 4, func(_ context.Context, seed uint64) (Outcome, error) {
		return outcome(seed), nil
	})
	if err != nil || len(all) != 20 {
		t.Fatal(len(all), err)
	}
	for i := range all {
		if all[i].Seed != uint64(5+i) {
			t.Fatalf("place %d holds seed %d", i, all[i].Seed)
		}
	}
}

func TestSpreadEndsAtAnError(t *testing.T) {
	bad := errors.New("seed 3 is bad")
	if _, err := Spread(context.Background(), 1, 10, 2, func(ctx context.Context, seed uint64) (Outcome, error) {
		if seed == 3 {
			return Outcome{}, bad
		}
		return outcome(seed), nil
	}); !errors.Is(err, bad) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Spread(ctx, 1, 3, 1, func(context.Context, uint64) (Outcome, error) { return Outcome{}, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled spread returns %v", err)
	}
}

// Three markets with P&L of 1, 2 and 3 yuan: mean 2, deviation 1, worst 1, best 3.
func TestSumByHand(t *testing.T) {
	all := []Outcome{outcome(1), outcome(2), outcome(3)}
	if got := Sum(all, Yuan); got != (Summary{2, 1, 1, 3}) {
		t.Errorf("got %+v", got)
	}
	if got := Sum(nil, Yuan); got != (Summary{}) {
		t.Errorf("nothing sums to %+v", got)
	}
	if Ratio(&Outcome{}) != 0 {
		t.Error("nothing obliged has a ratio")
	}
}

func TestPrint(t *testing.T) {
	var b bytes.Buffer
	Print(&b, []Outcome{outcome(1), outcome(2)})
	for _, want := range []string{"90.10", "90.20", "met    1 of 2", "worst 90.10"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
