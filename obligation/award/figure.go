package award

// A Figure names an input and its unit.
type Figure uint8

// The figures. Fen are 0.01 yuan, ppm parts per million, ns nanoseconds.
const (
	NoFigure         Figure = iota
	FigMonth                // obligation.Verdict of the month
	FigOwnLots              // lots that count, on the assigned contracts or the options
	FigOwnFees              // fen paid on all lots there
	FigOwnWaived            // fen of them waived
	FigOtherLots            // lots that count, on other contracts or the underlying
	FigOtherFees            // fen paid on all lots there
	FigOtherLotsCap         // lots of them that may be waived
	FigOtherWaived          // fen of them waived
	FigRateLeast            // ppm, the lowest of the rows
	FigRateMost             // ppm, the highest of the rows
	FigObliged              // ns
	FigEffective            // ns
	FigRatio                // ppm, rounded down
	FigMeasured             // ns over which the spread was measured
	FigSpread               // 1/1000 tick, time-weighted, rounded up
	FigStepRatio            // ppm that the step asks
	FigStepSpread           // 1/1000 tick that the step allows
	FigPool                 // fen
	FigVolumeWeight         // ppm
	FigPassiveWeight        // ppm: what a passive lot counts
	FigOwnVolume            // 1/1000000 lot, weighted
	FigAllVolume            // lots, weighted, of all market makers
	FigOpenWeight           // ppm
	FigOwnOpen              // lots
	FigAllOpen              // lots of all market makers
	FigRank                 // from 1
	FigAtBest               // ppm of the measured time, rounded down
	FigOrders               // messages that add exposure
	FigOrdersCap            // more forfeits; 0 = any
	FigRequests             // requests for quote
	FigRequestsCap          // more forfeits; 0 = any
	FigCancels              // messages
	FigCancelsBound         // more is excessive
	FigTradedLots           // lots
	FigCancelledLots        // lots
	FigRatioBound           // ppm traded to cancelled; less is excessive
	FigFees                 // fen
	FigRate                 // ppm
	FigMessages             // orders and cancels
	FigDealt                // orders with a trade
	FigOrderRatio           // 1/1000: messages per order with a trade, less 1; -1 = none had one
	FigureCount
)

var figureNames = [FigureCount]string{"none", "month", "own_lots", "own_fees", "own_waived", "other_lots", "other_fees",
	"other_lots_cap", "other_waived", "rate_least", "rate_most", "obliged", "effective", "ratio", "measured", "spread",
	"step_ratio", "step_spread", "pool", "volume_weight", "passive_weight", "own_volume", "all_volume", "open_weight",
	"own_open", "all_open", "rank", "at_best", "orders", "orders_cap", "requests", "requests_cap", "cancels",
	"cancels_bound", "traded_lots", "cancelled_lots", "ratio_bound", "fees", "rate", "messages", "dealt", "order_ratio"}

// String returns the figure's name.
func (f Figure) String() string {
	if f >= FigureCount {
		return "invalid"
	}
	return figureNames[f]
}
