package breaker

// A Kind says what tripped. Trip.Value and Trip.Limit are said at each; the
// letters are those of the list of controls.
type Kind uint8

// The kinds.
const (
	KindNone   Kind = iota
	Limit           // a limit is missing or cannot be: what was found, the nearest allowed
	Protection      // A1, market maker protection: of Trip.Measure within Trip.Over, most
	OneSided        // A4: fills on one side without an offset, most
	Unacked         // A2: age of the oldest unanswered instruction, ns, most
	Rejects         // A3: rejects within Trip.Over, most; or their share in ppm, most
	Collar          // P3: refusals of prices within Trip.Over, most
	Repeat          // P10: refusals of repetitions within Trip.Over, most
	Loss            // P11: loss of the day in fen, most
	Drawdown        // P11: fall from the best within Trip.Over in fen, most
	Unmarked        // P11: time without a known P&L, ns, most
	Late            // A5: lateness of the loop, ns, most
	Jump            // A7: a fill or a position that does not follow: lots, 0
	KindCount
)

var kindNames = [KindCount]string{"none", "limit", "protection", "one_sided", "unacked", "rejects", "collar",
	"repeat", "loss", "drawdown", "unmarked", "late", "jump"}

// String returns the kind's name as the journal writes it.
func (k Kind) String() string {
	if k >= KindCount {
		return "invalid"
	}
	return kindNames[k]
}

// A Measure says which of a kind's figures tripped.
type Measure uint8

// The measures.
const (
	MeasureNone  Measure = iota
	MeasureFills         // executions
	MeasureLots          // lots
	MeasureDelta         // sum of |delta| of the fills, in milli-lots of the underlying or as the caller weighs
	MeasureVega          // sum of |vega| of the fills, as the caller weighs
	MeasureCount         // rejects
	MeasureShare         // rejects per message sent, ppm
	measures             // number of measures
)

var measureNames = [measures]string{"none", "fills", "lots", "delta", "vega", "count", "share"}

// String returns the measure's name as the journal writes it.
func (m Measure) String() string {
	if m >= measures {
		return "invalid"
	}
	return measureNames[m]
}
