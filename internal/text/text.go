package text

import "strings"

// A Lang is a language of the catalogue. The zero Lang is Chinese.
type Lang uint8

// The languages.
const (
	Zh Lang = iota
	En
	LangCount
)

// String returns the language's name in BCP 47.
func (l Lang) String() string {
	if l == En {
		return "en"
	}
	return "zh"
}

// ParseLang reads "zh" or "en", also with a region as in "zh-CN" or "en_US.UTF-8".
func ParseLang(s string) (l Lang, ok bool) {
	s = strings.ToLower(s)
	if i := strings.IndexAny(s, "-_."); i >= 0 {
		s = s[:i]
	}
	switch s {
	case "zh":
		return Zh, true
	case "en":
		return En, true
	}
	return Zh, false
}

// In returns k's text in language l.
func (k Key) In(l Lang) string {
	if k >= KeyCount {
		return "?"
	}
	if l == En {
		return catalogue[k].en
	}
	return catalogue[k].zh
}

// Name returns the name by which Lookup and All know k, such as "state.no_quote".
func (k Key) Name() string {
	if k >= KeyCount {
		return "?"
	}
	return catalogue[k].name
}

// Fill returns k's text with each {name} replaced by the value after it:
// Fill(l, "contract", "AP101", "meter", "3:45:00").
func (k Key) Fill(l Lang, pairs ...string) string {
	s := k.In(l)
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

var byName = func() map[string]Key {
	m := make(map[string]Key, KeyCount)
	for k := range KeyCount {
		m[catalogue[k].name] = k
	}
	return m
}()

// Lookup returns the text of the key with the given name. Without one ok is
// false, and the text is the name's last part with spaces for underscores, so
// that something readable can be shown.
func Lookup(l Lang, name string) (s string, ok bool) {
	if k, ok := byName[name]; ok {
		return k.In(l), true
	}
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '.')+1:], "_", " "), false
}

// All returns every text of language l by name.
func All(l Lang) map[string]string {
	m := make(map[string]string, KeyCount)
	for k := range KeyCount {
		m[k.Name()] = k.In(l)
	}
	return m
}
