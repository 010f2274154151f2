package request

import (
	"container/heap"

	"quotient/market"
)

type task struct {
	at  market.Time
	seq int
	do  func()
}

type todo []task

func (q todo) Len() int { return len(q) }

func (q todo) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].seq < q[j].seq
}

func (q todo) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q *todo) Push(x any) { *q = append(*q, x.(task)) }

func (q *todo) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

func (w *world) at(t market.Time, do func()) {
	w.seq++
	heap.Push(&w.todo, task{t, w.seq, do})
}
