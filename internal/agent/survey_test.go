package agent

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

type spy struct {
	testing.TB
	list []string
}

func (s *spy) Helper() {}
func (s *spy) Errorf(f string, a ...any) { s.list = append(s.list, fmt.Sprintf(f, a...)) }

func TestSurvey(t *testing.T) {
	from, _ := strconv.Atoi(os.Getenv("FROM"))
	to, _ := strconv.Atoi(os.Getenv("TO"))
	b := newBench()
	bad, n := 0, 0
	for i := from; i < to; i++ {
		d, orders := troubled(t, uint64(i))
		r := b.try(t, d, 1, orders)
		s := &spy{TB: t}
		r.agree(s, os.Getenv("EXACT") != "")
		n += int(r.counts.Events)
		if len(s.list) > 0 {
			bad++
			fmt.Println("day", i, len(s.list))
			for k, x := range s.list {
				if k < 4 {
					fmt.Println("   ", x)
				}
			}
		}
	}
	fmt.Println("bad", bad, "events", n)
}
