package config

import (
	"embed"
	"strings"
)

//go:embed examples/*.yaml
var examples embed.FS

// Example returns the shipped desk file with the given name, such as dev; ok is
// false when there is none.
func Example(name string) (text []byte, ok bool) {
	text, err := examples.ReadFile("examples/" + name + ".yaml")
	return text, err == nil
}

// Examples lists the names of the shipped desk files.
func Examples() []string {
	entries, _ := examples.ReadDir("examples") // embedded: cannot fail
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}
