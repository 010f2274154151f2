package market

// Time is in nanoseconds since 1970-01-01 UTC: the wall clock at start plus
// monotonic elapsed time, so it never steps. The zero Time means "none".
type Time int64

// Units of Time.
const (
	Microsecond Time = 1000
	Millisecond      = 1000 * Microsecond
	Second           = 1000 * Millisecond
	Minute           = 60 * Second
	Hour             = 60 * Minute
	Day              = 24 * Hour
)

// chinaOffset is Asia/Shanghai's distance from UTC, constant since 1991.
const chinaOffset = 8 * Hour

// A Date is a civil date in Asia/Shanghai as yyyymmdd. The zero Date is none.
type Date int32

// A Month is a civil month as yyyymm.
type Month int32

// Month returns the date's month.
func (d Date) Month() Month { return Month(d / 100) }

// Valid reports whether d is a date of the civil calendar.
func (d Date) Valid() bool {
	return d > 0 && DateOfDays(d.Days()) == d
}

// Days returns the number of days from 1970-01-01 to d (Howard Hinnant's
// days_from_civil, exact for the proleptic Gregorian calendar).
func (d Date) Days() int32 {
	y, m, day := int32(d)/10000, int32(d)/100%100, int32(d)%100
	if m <= 2 {
		y--
	}
	era := y / 400
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + day - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

// DateOfDays is the inverse of Date.Days.
func DateOfDays(z int32) Date {
	z += 719468
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	m := mp + 3
	if m > 12 {
		m -= 12
	}
	y := yoe + era*400
	if m <= 2 {
		y++
	}
	return Date(y*10000 + m*100 + doy - (153*mp+2)/5 + 1)
}

// Weekday returns 0 for Sunday to 6 for Saturday.
func (d Date) Weekday() int { return int((d.Days() + 4) % 7) }

// At returns the instant that is offset after midnight of d in Asia/Shanghai.
func (d Date) At(offset Time) Time {
	return Time(d.Days())*Day - chinaOffset + offset
}

// Date returns the civil date of t in Asia/Shanghai.
func (t Time) Date() Date { return DateOfDays(int32((t + chinaOffset) / Day)) }

// Clock returns the time of day of t in Asia/Shanghai.
func (t Time) Clock() Time { return (t + chinaOffset) % Day }
