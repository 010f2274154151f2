package agent

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"quotient/config"
)

// buildID is the commit that the binary was made from; the linker sets it.
var buildID = ""

// CheckOptions are the flags of `quotient check`.
type CheckOptions struct {
	Config string
	JSON   bool
}

// Check prints everything that is wrong with a desk file, or else what it can
// quote within its own limits.
func Check(o CheckOptions, s Streams) error {
	desk, problems := config.Load(o.Config)
	var feasible *config.Feasible
	if desk != nil {
		f := desk.Feasible()
		feasible = &f
	}
	if o.JSON {
		fmt.Fprintf(s.Out, "%s\n", bytes.TrimSpace(config.RenderCheck(problems, feasible)))
	} else {
		fmt.Fprint(s.Out, config.RenderText(problems, Colour(s.Out)))
	}
	if len(problems) > 0 {
		return fail(ExitConfig, fmt.Errorf("%d problems in %s", len(problems), o.Config))
	}
	if !o.JSON {
		fmt.Fprintf(s.Out, "%s: ok: desk %s, %d contracts, %d terms, hash %x\n",
			o.Config, desk.Name, len(desk.Instruments), len(desk.Obligation.Terms), desk.Hash[:4])
		fmt.Fprint(s.Out, feasible.Text())
		fmt.Fprint(s.Out, desk.Weights())
	}
	return nil
}

// Schema prints the JSON Schema of the desk file.
func Schema(s Streams) error {
	_, err := fmt.Fprintf(s.Out, "%s\n", bytes.TrimSpace(config.Schema()))
	return err
}

// BuildInfo says what this binary is.
type BuildInfo struct {
	Schema int    `json:"schema"`
	Build  string `json:"build"`
	Go     string `json:"go"`
	Config int    `json:"config_schema"`
	Module string `json:"module"`
}

// Info returns what this binary is.
func Info() BuildInfo {
	b := BuildInfo{Schema: 1, Build: buildID, Go: runtime.Version(), Config: config.SchemaVersion, Module: "quotient"}
	if info, ok := debug.ReadBuildInfo(); ok && b.Build == "" {
		b.Build = "unknown"
		for _, kv := range info.Settings {
			if kv.Key == "vcs.revision" {
				b.Build = kv.Value
			}
		}
	}
	return b
}

// Version prints what this binary is.
func Version(asJSON bool, s Streams) error {
	b := Info()
	if asJSON {
		return json.NewEncoder(s.Out).Encode(b)
	}
	_, err := fmt.Fprintf(s.Out, "quotient %s\n%s\nconfiguration schema %d\n", b.Build, b.Go, b.Config)
	return err
}
