package agent

import (
	"bytes"
	"regexp"
	"testing"
	"text/tabwriter"

	"quotient/market"
	"quotient/ops"
)

const controlsText = `
held back       what                          since     by                              ends
account         A needed rule is missing      –         conduct
contract AP010  killed                        10:31:00  zhang: odd fills                li asked to clear it; another person has to, until 10:51:00
product AP      reduce_only                   10:30:00  wang: audit                     two persons clear it
product AP      market maker protection lots  10:40:00  62 of 60                        by risk; li asked, another person has to
contract AP101  unanswered                    10:40:00  1.2s of 1s                      with its cause
account         loss of the day               10:40:00  10000.05 yuan of 10000.00 yuan  by trader, not before 10:41:00
account         reject storm share            10:40:00  25.12% of 20.00%                at 10:41:00
account         limit missing                 10:40:00  0 of 0                          not before the limit is set

budget       where    used   our stop  exchange  level                source
cancels      AP101    412    475       500       throttle             ZCE 2018
close_share  account  6.12%  9.50%     10.00%    exempt: guide ch. 4

position  mode  worst long  worst short  counted  exchange  opens left  may only be closed
AP101     run   47/50       30/50        520 40   500       188         over_limit, gone by 08-04 10:15:00

funds, yuan                             margin -12345.05  frozen 0.00       available –     for opening –  usage 24.70%
after the next settlement (2020-08-04)  margin 1.00       free 0.50         if raised 1.20  free 0.30
worst scenario                          prices -8.00%     volatility +10.0  result -0.05    free 0.45
limit days in a row                     day 2 up                            result -0.09    free -0.01
to delivery                             AP101             long 9 short 0    days left 3     to unwind 5
to delivery                             AP010             long 0 short 1    days left 1     to unwind –
exercise would bring                    AP101             long 4 short 2    margin 7.00

not in force: limits, risk.move
`

// What holds back, budgets, positions and funds, as a terminal shows them.
func TestStatusControls(t *testing.T) {
	t.Parallel()
	limit, opens, money, usage, days := market.Qty(500), market.Qty(188), market.Money(-12_345_05), "0.2470", int64(5)
	stamp := func(clock string) string { return "2020-08-03T" + clock + ".000000000+08:00" }
	c := ops.Controls{
		NotInForce: []string{"limits", "risk.move"}, Halt: "missing",
		Holds: []ops.Hold{
			{Scope: "contract", Name: "AP010", Mode: "killed", Since: stamp("10:31:00"), By: "zhang", Reason: "odd fills", ClearBy: "li", ClearUntil: stamp("10:51:00")},
			{Scope: "product", Name: "AP", Mode: "reduce_only", Since: stamp("10:30:00"), By: "wang", Reason: "audit"},
		},
		Trips: []ops.Trip{
			{Scope: "product", Name: "AP", Kind: "protection", Measure: "lots", Value: 62, Limit: 60, Unit: "lots", Since: stamp("10:40:00"), Rearm: "risk", Ends: "person", RearmBy: "li"},
			{Scope: "contract", Name: "AP101", Kind: "unacked", Value: 1.2e9, Limit: 1e9, Unit: "ns", Since: stamp("10:40:00"), Ends: "cause"},
			{Scope: "account", Kind: "loss", Value: 1_000_005, Limit: 1_000_000, Unit: "fen", Since: stamp("10:40:00"), Until: stamp("10:41:00"), Rearm: "trader", Ends: "person"},
			{Scope: "account", Kind: "rejects", Measure: "share", Value: 251_234, Limit: 200_000, Unit: "ppm", Since: stamp("10:40:00"), Until: stamp("10:41:00"), Rearm: "itself", Ends: "at"},
			{Scope: "account", Kind: "limit", Since: stamp("10:40:00"), Unit: "count", Ends: "never"},
		},
		Budgets: []ops.Budget{
			{Kind: "cancels", Name: "AP101", Used: 412, Stop: 475, Limit: 500, Level: "throttle", Source: "ZCE 2018"},
			{Kind: "close_share", Used: 61_234, Stop: 95_000, Limit: 100_000, Level: "warn", Exempt: "guide ch. 4"},
		},
		Positions: []ops.Position{
			{Contract: "AP101", Mode: "run", Worst: [2]market.Qty{47, 30}, Stop: [2]market.Qty{50, 50}, Counted: [2]market.Qty{520, 40}, Limit: &limit,
				OpensLeft: &opens, Restraint: []string{"over_limit"}, Until: "2020-08-04T10:15:00.000000000+08:00"},
			{Contract: "AP010", Mode: "run", Stop: [2]market.Qty{50, 50}},
		},
		Funds: &ops.Funds{Held: &money, Usage: &usage, Outlook: &ops.Outlook{
			Settlement: &ops.Settlement{Date: "2020-08-04", Margin: 100, Raised: 120, Free: 50, Worst: 30},
			Stress:     &ops.Scenario{Price: -80_000, Vol: 10_000, PnL: -5, Free: 45}, LimitDays: &ops.LimitDays{Day: 2, Up: true, PnL: -9, Free: -1},
			Deliveries: []ops.Delivery{{Contract: "AP101", Long: 9, Days: 3, Unwind: &days}, {Contract: "AP010", Short: 1, Days: 1}},
			Exercises:  []ops.Exercise{{Contract: "AP101", Long: 4, Short: 2, Margin: 700}}}},
	}
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 8, 2, ' ', 0)
	printControls(w, &c)
	w.Flush()
	if got := regexp.MustCompile(` +\n`).ReplaceAllString(out.String(), "\n"); got != controlsText {
		t.Errorf("%s", got)
	}
}
