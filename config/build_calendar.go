package config

import (
	"embed"
	"strings"

	"quotient/market"
	"quotient/obligation/calendar"
)

//go:embed calendars/*.yaml
var calendars embed.FS

// calendar reads the calendar file and finds every contract's hours in it.
func (b *builder) calendar() {
	b.desk.Hours = make([]uint8, len(b.desk.Instruments))
	root := b.calendarFile()
	if root == nil {
		return
	}
	b.hours = kids(root.get("hours"))
	p := &b.desk.Calendar
	p.Exchange = b.code(root.get("exchange"))
	for _, v := range b.hours {
		p.Hours = append(p.Hours, b.hoursOf(v))
	}
	first, last := b.days(root)
	b.instrumentHours()
	b.covered(first, last)
}

// calendarFile decodes the file that calendar.file names, or the built-in one.
func (b *builder) calendarFile() *value {
	exchange := b.root.get("calendar").get("exchange")
	if !exchange.sound() {
		return nil
	}
	var src *source
	var text []byte
	if file := b.root.get("calendar").get("file"); file.written() {
		if file.bad {
			return nil
		}
		if src, text = b.open(file, file.text); src == nil {
			return nil
		}
	} else if src, text = b.builtin(exchange); src == nil {
		return nil
	}
	node := parse(src, text, b.sink)
	if node == nil {
		return nil
	}
	before := len(b.list)
	table := calendarTable()
	root := (&decoder{root: table, out: b.sink}).decode(table, src, nil, node, "")
	if len(b.list) > before {
		return nil
	}
	if own := root.get("exchange"); own.text != exchange.text {
		b.contradiction(exchange, own, "the calendar is another exchange's", "name the calendar of "+exchange.text)
		return nil
	}
	return root
}

// builtin opens the embedded calendar of an exchange. It is kept in Files too, so
// that a journal replays on the calendar that it was written with.
func (b *builder) builtin(exchange *value) (*source, []byte) {
	file := strings.ToLower(exchange.text) + ".yaml"
	name := "builtin/" + file
	text, err := b.read(name)
	if err != nil {
		text, err = calendars.ReadFile("calendars/" + file)
	}
	if err != nil {
		p := exchange.problem(CodeReference, "no built-in calendar for this exchange")
		p.Found, p.Allowed = exchange.text, words(exchanges())
		if p.Hint = didYouMean(exchange.text, exchanges()); p.Hint == "" {
			p.Hint = "name a calendar file with calendar.file"
		}
		b.add(p)
		return nil, nil
	}
	b.desk.Files[name] = text
	return newSource(name, text), text
}

// exchanges lists the exchanges with a built-in calendar.
func exchanges() []string {
	entries, _ := calendars.ReadDir("calendars") // embedded: cannot fail
	var list []string
	for _, e := range entries {
		list = append(list, strings.ToUpper(strings.TrimSuffix(e.Name(), ".yaml")))
	}
	return list
}

// hoursOf reads one group of hours.
func (b *builder) hoursOf(v *value) calendar.Hours {
	h := calendar.Hours{}
	h.Name = b.code(&value{key: &key{}, path: v.path, src: v.src, name: v.name, node: v.name, text: v.label()})
	h.DayCount = b.stretches(v.get("day"), &h.Day, false)
	h.Night, h.NightCount = h.Day, h.DayCount
	if night := v.get("night"); night != nil {
		h.NightCount = b.stretches(night, &h.Night, true)
	}
	return h
}

// stretches reads a list of stretches, which must be in order of time.
func (b *builder) stretches(list *value, to *[calendar.MaxStretches]calendar.Stretch, night bool) uint8 {
	end := -market.Day
	for i, v := range kids(list) {
		s, _ := readStretch(v.text)
		start := s.From
		if s.Eve {
			start -= market.Day
		}
		switch {
		case s.Eve && !night:
			p := v.problem(CodeContradiction, "a stretch of the eve on a day without a night session")
			p.Found, p.Hint = v.text, "list it under night"
			b.add(p)
		case start < end:
			p := v.problem(CodeOverlap, "the stretch begins before the one above it ends")
			p.Found, p.Hint = v.text, "list the stretches in order of time"
			b.add(p)
		}
		end = start + s.To - s.From
		to[i] = s
	}
	return uint8(len(kids(list)))
}

// days lists the trading days of the years that the file describes, and returns
// the first and the last year.
func (b *builder) days(root *value) (first, last int) {
	years := map[int]*value{}
	for _, v := range kids(root.get("years")) {
		y, _ := digits(v.label(), 4)
		years[int(y)] = v
		if first == 0 || int(y) < first {
			first = int(y)
		}
		last = max(last, int(y))
	}
	if first < 1990 || last > 2099 || last-first+1 != len(years) {
		p := root.get("years").problem(CodeCoverage, "the years leave a gap or are not years from 1990 to 2099")
		p.Found = itoa(int64(len(years))) + " years from " + itoa(int64(first)) + " to " + itoa(int64(last))
		b.add(p)
		return 0, 0
	}
	before := root.get("before")
	prev := market.Date(before.number())
	if prev >= market.Date(first*10000+101) {
		p := before.problem(CodeContradiction, "not before the first year")
		p.Found, p.Allowed = before.text, "the last trading day of "+itoa(int64(first-1))
		b.add(p)
	}
	for y := first; y <= last; y++ {
		prev = b.year(root, years[y], y, prev)
	}
	return first, last
}

// year appends the trading days of one year and returns the last of them.
func (b *builder) year(root, v *value, y int, prev market.Date) market.Date {
	off := map[market.Date]bool{}
	for _, h := range kids(v.get("holidays")) {
		from, to := market.Date(y*10000+int(h.num/10000)), market.Date(y*10000+int(h.num%10000))
		if !from.Valid() || !to.Valid() || from == to && !weekday(from) {
			p := h.problem(CodeRange, "not a weekday of "+itoa(int64(y)))
			p.Found, p.Hint = h.text, "weekends are never trading days; leave them out"
			b.add(p)
			continue
		}
		for n := from.Days(); n <= to.Days(); n++ {
			off[market.DateOfDays(n)] = true
		}
	}
	first, last := market.Date(y*10000+101).Days(), market.Date(y*10000+1231).Days()
	for n := first; n <= last; n++ {
		d := market.DateOfDays(n)
		if !weekday(d) || off[d] {
			continue
		}
		b.desk.Calendar.Days = append(b.desk.Calendar.Days, calendar.Day{Date: d, Prev: prev, Night: night(root, d, prev)})
		prev = d
	}
	return prev
}

func weekday(d market.Date) bool { return d.Weekday() != 0 && d.Weekday() != 6 }

// night reports whether the evening of prev had the night session of d.
func night(root *value, d, prev market.Date) bool {
	gap := d.Days() - prev.Days()
	if gap != 1 && !(gap == 3 && prev.Weekday() == 5) {
		return false
	}
	for _, v := range kids(root.get("no_night")) {
		if int64(d) >= v.get("from").number() && int64(d) <= v.get("to").number() {
			return false
		}
	}
	for _, v := range kids(root.get("hours")) {
		if v.get("night") != nil {
			return true
		}
	}
	return false
}

// instrumentHours finds each contract's group of hours: named, by product, or for
// an option the underlying's.
func (b *builder) instrumentHours() {
	names := make([]string, len(b.hours))
	for i, v := range b.hours {
		names[i] = v.label()
	}
	for pass := range 2 { // an option may stand before its underlying
		for c := range b.desk.Instruments {
			if in := &b.desk.Instruments[c]; in.Option() == (pass == 1) {
				b.hoursFor(c, in, names)
			}
		}
	}
}

func (b *builder) hoursFor(c int, in *market.Instrument, names []string) {
	product, entry := in.Product.String(), b.listed[c].entry
	own := entry.get("hours")
	for i, group := range b.hours {
		match := own != nil && own.text == group.label()
		for _, p := range kids(group.get("products")) {
			match = match || own == nil && !in.Option() && p.text == product
		}
		if match {
			b.desk.Hours[c] = uint8(i)
			return
		}
	}
	switch {
	case own != nil && own.bad:
	case own != nil:
		b.reference(own, own.text, "the calendar's hours", names)
	case in.Option():
		if in.Underlying != market.NoContract {
			b.desk.Hours[c] = b.desk.Hours[in.Underlying]
		}
	default:
		p := b.listed[c].symbol.problem(CodeReference, "the calendar has no hours for the product "+product)
		p.Path, p.Allowed, p.Hint = join(entry.path, "hours"), words(names), "add hours: to the instrument"
		b.add(p)
	}
}

// covered lists the months of the years for which the hours of every contract hold.
func (b *builder) covered(first, last int) {
	from := market.Date(0)
	for c := range b.desk.Instruments {
		from = max(from, market.Date(b.hours[b.desk.Hours[c]].get("from").number()))
	}
	p := &b.desk.Calendar
	for i, d := range p.Days {
		if m := d.Date.Month(); (i == 0 || p.Days[i-1].Date.Month() != m) && d.Date >= from {
			p.Covered = append(p.Covered, m)
		}
	}
}

// covers reports whether the calendar covers month m.
func (d *Desk) covers(m market.Month) bool {
	for _, c := range d.Calendar.Covered {
		if c == m {
			return true
		}
	}
	return false
}
