package award

// A Measure says what an indicator is taken from.
type Measure uint8

// The measures of a month (评价指标), with their units.
const (
	NoMeasure      Measure = iota
	ByRatio                // ppm: effective over obliged time
	BySpread               // 1/1000 tick, time-weighted
	ByAtBest               // ppm of the measured time
	ByAnswered             // ppm of the requests for quote
	ByVolume               // lots that count
	ByPassive              // lots that count and took no liquidity
	ByVolumeShare          // ppm of all market makers'
	ByOpenInterest         // lots
	ByOpenShare            // ppm of all market makers'
	ByProfit               // fen
	ByOrders               // messages that add exposure
	ByCancels              // messages
	BySelfTrade            // lots
	MeasureCount
)

var measureNames = [MeasureCount]string{"none", "ratio", "spread", "at_best", "answered", "volume", "passive",
	"volume_share", "open_interest", "open_share", "profit", "orders", "cancels", "self_trade"}

// String returns the measure's name.
func (m Measure) String() string {
	if m >= MeasureCount {
		return "invalid"
	}
	return measureNames[m]
}

// An Indicator turns a figure into points on a straight line: Low and below is worth
// the least, High and above the most, and the other way round when Reverse.
type Indicator struct {
	Measure   Measure
	Reverse   bool // the less the better (逆向指标)
	Weight    int64
	Low, High int64 // in the measure's unit; Low < High
}

// A Card is a product's scorecard for one role. Points are in 1/1000.
type Card struct {
	Least, Most int64 // the score's interval
	Indicators  []Indicator
}

// A Raw is an indicator's figure.
type Raw struct {
	Value int64
	Known bool
}

// Points are what the figure is worth, rounded down. An unknown one is worth the
// least.
func (c *Card) Points(i *Indicator, r Raw) int64 {
	if !r.Known {
		return c.Least
	}
	v := min(max(r.Value, i.Low), i.High)
	up := v - i.Low
	if i.Reverse {
		up = i.High - v
	}
	var k calc
	return c.Least + k.part(up, c.Most-c.Least, i.High-i.Low)
}

// A Score is a weighted mean.
type Score struct {
	Points  int64 // 1/1000
	Weight  int64 // sum of the weights; 0 = not assessed
	Unknown int32 // figures that were not known
	Outcome Outcome
}

// Score is the mean over the indicators (options). Raw has one figure for each, in
// their order.
func (c *Card) Score(raw []Raw) (s Score) {
	if len(raw) != len(c.Indicators) {
		return Score{Outcome: Contradicted}
	}
	var m mean
	for i := range raw {
		in := &c.Indicators[i]
		m.add(c.Points(in, raw[i])-c.Least, in.Weight)
		if !raw[i].Known {
			s.Unknown++
		}
	}
	return m.score(c.Least, s.Unknown)
}

// A Weighted is a score of one contract with the weight it has in the product.
type Weighted struct {
	Score
	Share int64
}

// Mean is the mean over contracts (futures). A contract that is not assessed has no
// weight; one whose figures are wrong spoils the mean.
func (c *Card) Mean(list []Weighted) Score {
	var m mean
	unknown := int32(0)
	for i := range list {
		w := &list[i]
		switch w.Outcome {
		case NotAssessed:
		case Estimated:
			m.add(w.Points-c.Least, w.Share)
			unknown += w.Unknown
		default:
			return Score{Outcome: w.Outcome}
		}
	}
	return m.score(c.Least, unknown)
}

// mean sums points above the least.
type mean struct {
	calc
	sum, weight int64
}

func (m *mean) add(points, weight int64) {
	m.sum = m.calc.add(m.sum, m.mul(points, weight))
	m.weight = m.calc.add(m.weight, weight)
}

func (m *mean) score(least int64, unknown int32) Score {
	switch {
	case m.over:
		return Score{Outcome: TooLarge}
	case m.weight == 0:
		return Score{Unknown: unknown}
	}
	return Score{Points: least + m.sum/m.weight, Weight: m.weight, Unknown: unknown, Outcome: Estimated}
}
