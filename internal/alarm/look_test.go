package alarm

import "testing"

// TestNothingDueIsOneLook: a list of which only the root can be read says that
// nothing is due, and no index beyond the last one is looked for.
func TestNothingDueIsOneLook(t *testing.T) {
	l := New(8)
	l.Set(3, 7)
	l.node = l.node[:2]
	if got := l.Due(0, 6); got != -1 {
		t.Errorf("at 6 alarm %d is due, want none", got)
	}
	if got := l.Due(8, 9); got != -1 {
		t.Errorf("beyond the last alarm %d is due, want none", got)
	}
}
