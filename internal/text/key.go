package text

// A Key names one text of the catalogue.
type Key uint16

// The keys. Those of an enum are named like its values: Lookup(lang, "rule."+r.String()).
const (
	// words of the page
	PageVenue Key = iota
	PageFeed
	PageDown
	PageAccount
	PageTradingDay
	PageStart
	PagePause
	PageResume
	PageKill
	PageClear
	PageLatched
	PageStale
	PageStaleAge
	PageStaleMore
	PageWaiting
	PageState
	PageContract
	PageRatio
	PageSlack
	PageNeed
	PageSpread
	PageSize
	PagePosition
	PagePnL
	PageFills
	PageMessages
	PageRatioMore
	PageMin
	PageLost
	PageLeft
	PageNeedMore
	PageNotObliged
	PageNoQuoteOut
	PageLongShort
	PageFeesMore
	PageMessagesMore
	PagePaused
	PageDeskToday
	PageFees
	PageTraffic
	PageNotSent
	PageApproved
	PageRefusals
	PageNothingRefused
	PageInstance
	PageBuild
	PageConfig
	PageRecord
	PageNothingLost
	PageAll
	PageActor
	PageReason
	PageCancel
	PageAccepted
	PageFailed
	PageIneffective
	PageConnection
	PageFeedAge
	PageKilled
	PageSince
	PageMonth
	PageDay
	PageTarget
	PageToday
	PageScheduled
	PageEffective
	PageExempt
	PageFair
	PageVol

	// questions before an act
	AskKill
	AskKillText
	AskKillYes
	AskClear
	AskClearText
	AskClearYes
	AskPause
	AskPauseText
	AskPauseYes
	AskResume
	AskResumeText
	AskResumeYes
	AskStart
	AskStartText
	AskStartYes

	// risk.Mode
	ModeRun
	ModeCancelOnly
	ModeKilled
	ModeReduceOnly
	ModeIsolated

	// quoter.Stage
	StageDown
	StageCancelling
	StageQuerying
	StageReady
	StageStopping
	StageStopped

	// market.Phase
	PhaseUnknown
	PhaseClosed
	PhaseAuction
	PhaseMatch
	PhaseContinuous
	PhaseBreak
	PhaseHalt

	// obligation.State
	StateOff
	StateEffective
	StateExempt
	StateKilled
	StatePaused
	StateDisconnected
	StateStaleData
	StateRiskBlocked
	StateBudget
	StateAwaitingAck
	StateSteppedBack
	StateNoQuote
	StateOneSided
	StateTooSmall
	StateTooWide
	StateCannotTell
	StateInvalid

	// obligation.Exempt
	ExemptNone
	ExemptAuction
	ExemptOwnLimit
	ExemptDominantLimit
	ExemptManual
	ExemptUnderlyingLimit
	ExemptFloor

	// risk.Rule
	RuleNothing
	RuleIDs
	RuleMode
	RuleJournal
	RuleContract
	RulePurpose
	RuleNumber
	RuleOffset
	RuleEqual
	RuleSize
	RuleSpread
	RuleValue
	RulePhase
	RuleStale
	RulePrice
	RuleCollar
	RuleSelfMatch
	RuleInFlight
	RulePosition
	RuleProduct
	RuleDay
	RuleContractRate
	RuleRate
	RuleReduce
	RuleCode
	RuleSeat
	RuleMove
	RuleBound
	RuleParity
	RuleAccount
	RuleDelta
	RuleVega
	RuleExchange
	RuleFunds
	RuleLoss
	RuleLinked
	RuleRepeat
	RuleRamp
	RuleBurst
	RuleOk

	// words of the report
	ReportTitle
	ReportMonth
	ReportDay
	ReportTotal
	ReportContract
	ReportScheduled
	ReportObliged
	ReportEffective
	ReportEffectiveHigh
	ReportExempt
	ReportIneffective
	ReportRatio
	ReportTarget
	ReportSlack
	ReportNeedRest
	ReportVerdict
	ReportQuotes
	ReportMessages
	ReportFills
	ReportBought
	ReportSold
	ReportPosition
	ReportPnL
	ReportFees
	ReportExchange
	ReportWhere
	ReportTrades
	ReportRefusals
	ReportNone
	ReportProvisional
	ReportDiffers

	// a month's outcome

	// further words of the report
	ReportUnits
	ReportUnit
	ReportProducts
	ReportProduct
	ReportBy
	ReportPassed
	ReportHigh
	ReportDerived
	ReportRequests
	ReportAnswered
	ReportAnsweredHigh
	ReportExcluded
	ReportMissed
	ReportAnswers
	ReportMissedList
	ReportMade
	ReportDue
	ReportHeld
	ReportOutcome
	ReportCause
	ReportMore
	ReportExemptions
	ReportAuctions
	ReportFrom
	ReportTo
	ReportFor
	ReportWhy
	ReportWitness
	ReportPrice
	ReportRef
	ReportQuality
	ReportMeasured
	ReportAtBest
	ReportMeanSpread
	ReportPassive
	ReportAggressive
	ReportOversize
	ReportSelfTrade
	ReportMarket
	ReportOpenInterest
	ReportCancelled
	ReportRatioPlot
	ReportWherePlot
	ReportSpreadPlot
	ReportTicks
	ReportShare
	ReportWhole

	// money, score and season of the report
	ReportMoney
	ReportItem
	ReportAmount
	ReportEstimates
	ReportScorecard
	ReportIndicator
	ReportValue
	ReportWeight
	ReportPoints
	ReportSeason
	ReportSeasonMet
	ReportSeasonUnknown
	ReportSeasonRow
	ReportSeasonAll
	ReportSeasonExchange
	ReportSeasonState

	// what money comes from
	ReportRole
	ReportMayStill
	ReportNeeded
	ReportRequestBy
	ReportDemotions
	ReportConversion

	// reconciliation
	ReconcileWhat
	ReconcileOurs
	ReconcileHigh
	ReconcileTheirs
	ReconcileDifference
	ReconcileSum

	// more words of the report
	ReportDaysElsewhere

	KeyCount
)
