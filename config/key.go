package config

// A kind is a type of value.
type kind uint8

const (
	kindText     kind = iota // free text, one line
	kindCode                 // a short name of letters, digits and . _ -
	kindName                 // one of the words in key.words
	kindBool                 // true or false
	kindInt                  // a whole number
	kindDecimal              // a decimal, read exactly in units of 10^-scale
	kindRatio                // a decimal or a percentage, read exactly in units of 10^-scale
	kindDuration             // 250ms, 5s, 1m30s: nanoseconds
	kindSize                 // 64MiB: bytes
	kindDate                 // 2020-08-03: market.Date
	kindMonth                // 2020-08: market.Month
	kindInstant              // 2020-08-03 09:00[:00[.123]] Asia/Shanghai: market.Time
	kindAddress              // host:port
	kindFile                 // a file below the desk file's folder
	kindPath                 // any path
	kindDays                 // 02-15 or 02-15..02-21: days of a year, from*10000+to
	kindStretch              // "eve 20:55-20:59 auction"
	kindList                 // a list of elem
	kindMap                  // elem by name; names are of the kind names
	kindSection              // keys
)

// A key is one row of the table that decoder, schema and reference share.
type key struct {
	name  string
	kind  kind
	unit  string // what one means, for people
	def   string // the default as it would be written; "" = none
	doc   string
	words []string // of kindName
	scale int      // of kindDecimal and kindRatio: decimals kept

	low, high int64 // bounds of numbers, and of the length of a list; both 0 = none

	required bool // must be written here
	must     bool // must be written for the contract or in defaults
	include  bool // the section may lie in a file of its own

	fixed bool // num and text hold what def says; a table belongs to one builder
	num   int64
	text  string

	keys  []*key // of kindSection
	cases []when // of kindSection: keys that must be written in some cases; the builder says so, the schema too
	elem  *key   // of kindList and kindMap
	names kind   // of kindMap: what its names are
}

// A when says which keys must be written when another key holds one of some
// words, and which when it does not.
type when struct {
	name      string
	words     []string
	then      []string
	otherwise []string
}

// child returns the row called name.
func (k *key) child(name string) *key {
	for _, c := range k.keys {
		if c.name == name {
			return c
		}
	}
	return nil
}

// Constructors of rows. They keep the tables in keys_*.go readable as tables.

func text(name, doc string) *key { return &key{name: name, kind: kindText, doc: doc} }
func code(name, doc string) *key { return &key{name: name, kind: kindCode, doc: doc} }

func choice(name, doc string, words ...string) *key {
	return &key{name: name, kind: kindName, words: words, doc: doc}
}

func boolean(name, def, doc string) *key {
	return &key{name: name, kind: kindBool, def: def, doc: doc}
}

func number(name, unit string, low, high int64, doc string) *key {
	return &key{name: name, kind: kindInt, unit: unit, low: low, high: high, doc: doc}
}

func decimal(name, unit string, scale int, low, high int64, doc string) *key {
	return &key{name: name, kind: kindDecimal, unit: unit, scale: scale, low: low, high: high, doc: doc}
}

func ratio(name string, low, high int64, doc string) *key {
	return &key{name: name, kind: kindRatio, scale: 6, low: low, high: high, doc: doc}
}

func duration(name string, low, high int64, doc string) *key {
	return &key{name: name, kind: kindDuration, low: low, high: high, doc: doc}
}

func section(name, doc string, keys ...*key) *key {
	return &key{name: name, kind: kindSection, doc: doc, keys: keys}
}

func list(name, doc string, elem *key) *key {
	return &key{name: name, kind: kindList, doc: doc, elem: elem, low: 1, high: maxEntries}
}

func mapping(name, doc string, names kind, elem *key) *key {
	return &key{name: name, kind: kindMap, doc: doc, names: names, elem: elem, high: maxEntries}
}

// maxEntries bounds a list or a map.
const maxEntries = 20000

func (k *key) when(w ...when) *key { k.cases = w; return k }
func (k *key) or(def string) *key  { k.def = def; return k }
func (k *key) need() *key          { k.required = true; return k }
func (k *key) limit() *key         { k.must = true; return k }
func (k *key) includable() *key    { k.include = true; return k }
func (k *key) atMost(n int64) *key { k.high = n; return k }

// perContract returns the rows defaults and contracts over the same keys: what a
// contract does not say, defaults says; what neither says is the key's default.
func perContract(keys ...*key) []*key {
	return []*key{
		section("defaults", "Holds for every contract that does not say otherwise.", keys...),
		mapping("contracts", "By symbol: what is different for one contract.", kindCode,
			section("", "", keys...)),
	}
}
