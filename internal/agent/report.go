package agent

// ReportOptions are the flags of `quotient report`.
type ReportOptions struct {
	Journal string
	Month   string
	Format  string
	Lang    string
}

// Report prints the month from a journal.
func Report(o ReportOptions, s Streams) error { return nil }
