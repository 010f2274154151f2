package alarm_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quotient/internal/alarm"
	"quotient/market"
)

// Against a plain list that is looked through from one end to the other.
func TestLikeAPlainList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "n")
		list, plain := alarm.New(n), make([]market.Time, n)
		for step := range rapid.IntRange(1, 30).Draw(t, "steps") {
			if n > 0 {
				i := rapid.IntRange(0, n-1).Draw(t, "index")
				plain[i] = market.Time(rapid.IntRange(0, 9).Draw(t, "at"))
				list.Set(i, plain[i])
			}
			now := market.Time(rapid.IntRange(0, 10).Draw(t, "now"))
			compare(t, step, &list, plain, now)
		}
	})
}

func compare(t *rapid.T, step int, list *alarm.List, plain []market.Time, now market.Time) {
	first := market.Time(0)
	var want, got []int
	for i, at := range plain {
		if at != list.Get(i) {
			t.Fatalf("step %d: alarm %d is %d, want %d", step, i, list.Get(i), at)
		}
		if at != 0 && (first == 0 || at < first) {
			first = at
		}
		if at != 0 && at <= now {
			want = append(want, i)
		}
	}
	for i := list.Due(0, now); i >= 0; i = list.Due(i+1, now) {
		got = append(got, i)
	}
	saved := list.Save(nil)
	if again := alarm.New(len(plain)); len(plain) > 0 {
		if rest, ok := again.Load(append(saved, 1)); !ok || len(rest) != 1 || again.First() != first {
			t.Fatalf("step %d: loaded %v, %d bytes left, first %d; want %d", step, ok, len(rest), again.First(), first)
		}
		if _, ok := again.Load(saved[1:]); ok {
			t.Fatal("a part is loaded")
		}
	}
	if list.First() != first || !slices.Equal(got, want) {
		t.Fatalf("step %d, at %d: first %d, due %v; want %d, %v", step, now, list.First(), got, first, want)
	}
}

// BenchmarkSet sets one of 500 alarms and asks for the earliest, beside a plain list.
func BenchmarkSet(b *testing.B) {
	const n = 500
	list, plain := alarm.New(n), make([]market.Time, n)
	for i := range plain {
		plain[i] = market.Time(1000 + i*7919%n)
		list.Set(i, plain[i])
	}
	b.Run("tree", func(b *testing.B) {
		b.ReportAllocs()
		for k := range b.N {
			list.Set(k%n, market.Time(1000+k))
			_ = list.First()
		}
	})
	b.Run("plain", func(b *testing.B) {
		for k := range b.N {
			plain[k%n] = market.Time(1000 + k)
			_ = slices.Min(plain)
		}
	})
}
