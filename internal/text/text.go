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
	return catalogue[k].in(l)
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
func (k Key) Fill(l Lang, pairs ...string) string { return fill(k.In(l), pairs) }

// Words is Lookup and Fill in one.
func Words(l Lang, name string, pairs ...string) string {
	s, _ := Lookup(l, name)
	return fill(s, pairs)
}

func fill(s string, pairs []string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

var byName = func() map[string]*entry {
	m := make(map[string]*entry, int(KeyCount)+len(words))
	for k := range catalogue {
		m[catalogue[k].name] = &catalogue[k]
	}
	for k := range words {
		m[words[k].name] = &words[k]
	}
	return m
}()

// in returns e's text in language l.
func (e *entry) in(l Lang) string {
	if l == En {
		return e.en
	}
	return e.zh
}

// Lookup returns the text of the key with the given name. Without one ok is
// false, and the text is the name's last part with spaces for underscores, so
// that something readable can be shown.
func Lookup(l Lang, name string) (s string, ok bool) {
	if e, ok := byName[name]; ok {
		return e.in(l), true
	}
	for i := range pageWords {
		if pageWords[i].name == name {
			return pageWords[i].in(l), true
		}
	}
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '.')+1:], "_", " "), false
}

// All returns every text of language l by name.
func All(l Lang) map[string]string {
	m := make(map[string]string, len(byName))
	for name, e := range byName {
		m[name] = e.in(l)
	}
	return m
}
