package obligation

import (
	"testing"

	"quotient/market"
)

// TestManyGrants: what is over when it is given takes no room; what finds none is
// counted as lost.
func TestManyGrants(t *testing.T) {
	m, _ := busy(1)
	now := clock(9, 10)
	empty := func() {
		for _, to := range []market.Time{now - market.Minute, now} {
			m.AddGrant(Grant{Contract: 0, From: clock(9, 0), To: to}, now)
		}
		m.AddGrant(Grant{Contract: 0, From: now + 2, To: now + 1}, now)
	}
	empty()
	if m.st.grants != 0 {
		t.Errorf("%d empty grants are kept", m.st.grants)
	}
	for range maxGrants {
		m.AddGrant(Grant{Contract: 9, From: now, To: now + 1}, now)
	}
	empty()
	if m.st.grants != maxGrants || m.st.lost != 0 {
		t.Errorf("%d grants, %d lost", m.st.grants, m.st.lost)
	}
	n := New(m.p, m.cal)
	if _, ok := n.Load(m.Save(nil)); !ok {
		t.Error("a full list is not taken")
	}
	m.AddGrant(Grant{Contract: 0, From: now, To: now + market.Hour}, now)
	if m.st.grants != maxGrants || m.st.lost != 1 {
		t.Errorf("full: %d grants, %d lost", m.st.grants, m.st.lost)
	}
	for _, grants := range []int32{-1, maxGrants + 1} {
		m.st.grants = grants
		if _, ok := n.Load(m.Save(nil)); ok {
			t.Errorf("a list of %d is taken", grants)
		}
	}
}
