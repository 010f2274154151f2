package surveillance

// A Kind is what a Rule counts.
type Kind uint8

// The kinds. All but the first count within a trading day.
const (
	KindNone        Kind = iota
	Burst                // seconds in which so many messages left (每秒申报笔数), of the account
	OrdersOpposite       // orders, with opposite opening on two contracts of a product within Window
	OrdersProducts       // orders, with opening on two products within Window
	OrdersQuick          // orders, with order and cancel within Window
	SelfTrades           // fills against ourselves (自成交), on a contract
	Cancels              // cancels on a contract (频繁报撤单)
	LargeCancels         // cancels of at least Lots on a contract (大额报撤单)
	LimitCancels         // cancels of buys at limit-up and sells at limit-down (涨跌停板报撤单)
	LimitCancelLots      // lots of those
	CancelRatio          // cancels on a contract while traded to cancelled lots (成交撤单比) is below Ratio
	Messages             // orders and cancels on a contract (信息量), with OTR (报单成交比) above Ratio
	CloseShare           // our share of the volume of the closing period (尾盘), ppm, on a contract
	Requests             // requests for quote (询价量) on a product
	OpenLots             // lots opened on a product, buys and sells (日内开仓量)
	Layering             // large cancels far from the market after a small opposite fill (虚假申报)
	PriceBurst           // bursts of orders on one side that the price followed (影响价格)
	KindCount
)

var kindNames = [KindCount]string{"none", "burst", "orders_opposite", "orders_products", "orders_quick",
	"self_trades", "cancels", "large_cancels", "limit_cancels", "limit_cancel_lots", "cancel_ratio", "messages",
	"close_share", "requests", "open_lots", "layering", "price_burst"}

// String returns the kind's name as a configuration writes it.
func (k Kind) String() string {
	if k >= KindCount {
		return "invalid"
	}
	return kindNames[k]
}

// A Scope is what one counter of a Kind stands for.
type Scope uint8

// The scopes.
const (
	Account Scope = iota
	Product
	Contract
)

// String returns the scope's name.
func (s Scope) String() string {
	if s > Contract {
		return "invalid"
	}
	return [...]string{"account", "product", "contract"}[s]
}

// Scope says what a counter of k stands for.
func (k Kind) Scope() Scope {
	switch k {
	case Burst, OrdersOpposite, OrdersProducts, OrdersQuick:
		return Account
	case Requests, OpenLots:
		return Product
	}
	return Contract
}

// combined reports whether k counts orders that matter only with something else.
func (k Kind) combined() bool {
	return k == OrdersOpposite || k == OrdersProducts || k == OrdersQuick
}

// A Level is how near a rule is, and so what the quoter may still do.
type Level uint8

// The levels. At each, cancels pass.
const (
	OK       Level = iota
	Warn           // somebody should look
	Throttle       // only what the obligation asks for
	Stop           // nothing new
	levels
)

// String returns the level's name.
func (l Level) String() string {
	if l > Stop {
		return "invalid"
	}
	return [...]string{"ok", "warn", "throttle", "stop"}[l]
}
