package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A test is a test function, how long it takes and which places it reaches.
type test struct {
	name    string
	took    time.Duration
	steps   int // at most so many switches are passed
	reaches map[int]bool
}

// An outcome is how a run of tests ended.
type outcome int

const (
	passed outcome = iota
	failed
	endless
	tookTooLong
)

// A result is what became of one change.
type result struct {
	mutant  mutant
	outcome outcome
	tests   int // that reach it
}

func (r result) noticed() bool { return r.outcome != passed }

func (r result) String() string {
	switch {
	case r.outcome == tookTooLong:
		return "noticed, by time"
	case r.outcome == endless:
		return "noticed, by endless steps"
	case r.outcome == failed:
		return "noticed"
	case r.tests == 0:
		return "no test comes here"
	}
	return fmt.Sprintf("not noticed by the %d tests that come here", r.tests)
}

// A run may take so much more than it takes with nothing changed. The steps end
// most endless loops; the time is for those that pass no switch, and wide, for a
// busy machine must not pass for a test that notices.
const (
	leastSteps = 50_000_000
	moreSteps  = 16
	moreTime   = 5
	fuller     = 10 // times the short form is what a test may take in full
	slack      = 20 * time.Second
)

// survey runs each test alone with nothing changed. A test that fails there is
// not used.
func (b *binary) survey(progress io.Writer) error {
	list, err := b.command(context.Background(), "-test.list", ".").Output()
	if err != nil {
		return fmt.Errorf("listing the tests: %w", told(err))
	}
	for name := range strings.FieldsSeq(string(list)) {
		if strings.HasPrefix(name, "Benchmark") {
			continue
		}
		reach := filepath.Join(b.tmp, "reach")
		os.Remove(reach)
		began := time.Now()
		out, err := b.run([]string{name}, 10*time.Minute, "-test.short", "MUTATE_REACH="+reach)
		if out != passed {
			fmt.Fprintf(progress, "%s: %s is not used: it fails with nothing changed\n%s", b.rel, name, err)
			continue
		}
		t := test{name: name, reaches: map[int]bool{}}
		ids, _ := os.ReadFile(reach) // absent when nothing is reached
		for id := range strings.FieldsSeq(string(ids)) {
			n, err := strconv.Atoi(id)
			if err != nil {
				return err
			}
			t.reaches[n] = true
			t.steps = max(t.steps, 1<<max(0, -n))
		}
		t.took = time.Since(began)
		b.tests = append(b.tests, t)
	}
	if len(b.tests) == 0 {
		return errors.New("no test passes with nothing changed")
	}
	slices.SortFunc(b.tests, func(a, b test) int { return int(a.took - b.took) })
	return nil
}

// try puts the changes in force one by one, several at a time.
func (b *binary) try(mutants []mutant, o options, argued *exceptions, out, progress io.Writer) []result {
	var todo []mutant
	for _, m := range mutants {
		if o.only == nil || o.only.MatchString(m.String()) {
			todo = append(todo, m)
		}
	}
	results := make([]result, len(todo))
	next := make(chan int)
	var running sync.WaitGroup
	for range max(1, o.jobs) {
		running.Go(func() {
			for i := range next {
				results[i] = b.with(todo[i], argued.has(todo[i].key()))
				if !results[i].noticed() {
					fmt.Fprintf(progress, "%s: %s\n", todo[i], results[i])
				}
			}
		})
	}
	began := time.Now()
	for i := range todo {
		next <- i
		if i%50 == 49 {
			fmt.Fprintf(progress, "%s: %d of %d changes tried, %.0f s\n", b.rel, i+1, len(todo), time.Since(began).Seconds())
		}
	}
	close(next)
	running.Wait()
	if o.verbose {
		for _, r := range results {
			fmt.Fprintf(out, "%s: %s\n", r.mutant, r)
		}
	}
	return results
}

// with tries one change: first the quick tests that reach it, then the others, and
// when none notices it in its short form, all of them in full, unless it is argued
// that none can.
func (b *binary) with(m mutant, argued bool) result {
	r := result{mutant: m}
	var quick, rest []string
	var short, long time.Duration
	steps := leastSteps
	for _, t := range b.tests {
		switch {
		case !t.reaches[m.id]:
			continue
		case len(quick) == 0 || short+t.took < time.Second:
			quick, short = append(quick, t.name), short+t.took
		default:
			rest, long = append(rest, t.name), long+t.took
		}
		r.tests++
		steps += moreSteps * t.steps
	}
	change := func(times int) []string {
		return []string{"MUTATE_NUMBER=" + strconv.Itoa(m.id), "MUTATE_STEPS=" + strconv.Itoa(times*steps)}
	}
	if len(quick) > 0 {
		r.outcome, _ = b.run(quick, moreTime*short+slack, "-test.short", change(1)...)
	}
	if len(rest) > 0 && r.outcome == passed {
		r.outcome, _ = b.run(rest, moreTime*long+slack, "-test.short", change(1)...)
	}
	if all := append(quick, rest...); len(all) > 0 && r.outcome == passed && !argued {
		r.outcome, _ = b.run(all, fuller*moreTime*(short+long)+slack, "-test.short=false", change(fuller)...)
	}
	return r
}

// run runs the named tests within a time and returns their output when they failed.
func (b *binary) run(names []string, within time.Duration, form string, env ...string) (outcome, []byte) {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = regexp.QuoteMeta(n)
	}
	args := []string{"-test.run", "^(" + strings.Join(quoted, "|") + ")$", form, "-test.failfast", "-test.timeout", within.String()}
	if b.rapid {
		args = append(args, "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=1ms")
	}
	ctx, stop := context.WithTimeout(context.Background(), within+slack)
	defer stop()
	cmd := b.command(ctx, args...)
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
		return passed, nil
	case bytes.Contains(out, []byte("mutate: too many steps")):
		return endless, out
	case ctx.Err() != nil || bytes.Contains(out, []byte("panic: test timed out after")):
		return tookTooLong, out
	}
	return failed, out
}

// maxMemory bounds a change that allocates for ever, in KiB of address space.
const maxMemory = "6000000"

// command is the test binary in its folder, with its memory bounded.
func (b *binary) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", `ulimit -v ` + maxMemory + ` && exec "$0" "$@"`, b.exe}, args...)...)
	cmd.Dir = b.cwd
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "QUOTIENT_LONG=") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}
