package breaker

// A Scope is what a trip stops.
type Scope uint8

// The scopes.
const (
	NoScope  Scope = iota
	Contract       // one contract
	Group          // every contract of a group, such as a product
	Account        // everything
	scopes
)

var scopeNames = [scopes]string{"none", "contract", "group", "account"}

// String returns the scope's name as the journal writes it.
func (s Scope) String() string {
	if s >= scopes {
		return "invalid"
	}
	return scopeNames[s]
}

// NoGroup is the group of what concerns the whole account.
const NoGroup = ^uint16(0)

// An Authority says who may end a trip; a higher one may do what a lower one may.
// The zero Authority is unset, which is read as ByRisk.
type Authority uint8

// The authorities.
const (
	Unset    Authority = iota
	ByItself           // when the pause is over, or when the cause has gone
	ByTrader           // 交易岗
	ByRisk             // 风险控制岗; that a second person agrees and a reason is given is the caller's to ask
	authorities
)

var authorityNames = [authorities]string{"unset", "itself", "trader", "risk"}

// String returns the authority's name as the journal writes it.
func (a Authority) String() string {
	if a >= authorities {
		return "invalid"
	}
	return authorityNames[a]
}
