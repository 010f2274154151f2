package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// options are what the command line says.
type options struct {
	jobs       int
	only       *regexp.Regexp // places to try; nil = all
	list       bool           // print the changes, try none
	verbose    bool
	exceptions string
}

func main() {
	o := options{}
	var only string
	flag.IntVar(&o.jobs, "j", 2, "how many changes to try at a time")
	flag.StringVar(&only, "only", "", "try only the changes whose line matches this `regexp`")
	flag.BoolVar(&o.list, "list", false, "print the changes and try none")
	flag.BoolVar(&o.verbose, "v", false, "print every change with what became of it")
	flag.StringVar(&o.exceptions, "exceptions", ".ci/mutate/exceptions.txt", "`file` of survivors with their arguments")
	flag.Parse()
	if only != "" {
		var err error
		if o.only, err = regexp.Compile(only); err != nil {
			fail(err)
		}
	}
	ok, err := mutate(flag.Args(), o, os.Stdout, os.Stderr)
	if err != nil {
		fail(err)
	}
	if !ok {
		os.Exit(1)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "mutate:", err)
	os.Exit(2)
}

// mutate tries every change of the packages that the patterns name and reports
// whether each was noticed or is argued.
func mutate(patterns []string, o options, out, progress io.Writer) (bool, error) {
	if len(patterns) == 0 {
		return false, errors.New("name the packages to change, such as ./obligation/...")
	}
	argued, err := readExceptions(o.exceptions)
	if err != nil {
		return false, err
	}
	list, err := exec.Command("go", append([]string{"list"}, patterns...)...).Output()
	if err != nil {
		return false, fmt.Errorf("go list %s: %w", strings.Join(patterns, " "), told(err))
	}
	ok := true
	for path := range strings.FieldsSeq(string(list)) {
		fine, err := one(path, o, argued, out, progress)
		if err != nil {
			return false, fmt.Errorf("%s: %w", path, err)
		}
		ok = ok && fine
	}
	return ok, nil
}

// one tries the changes of one package.
func one(path string, o options, argued *exceptions, out, progress io.Writer) (bool, error) {
	began := time.Now()
	p, err := load(path)
	if err != nil {
		return false, err
	}
	c, err := rewrite(p)
	if err != nil {
		return false, err
	}
	if o.list {
		for _, m := range c.mutants {
			fmt.Fprintln(out, m)
		}
		return true, nil
	}
	if len(c.mutants) == 0 {
		fmt.Fprintf(out, "%s: nothing to change\n", p.rel)
		return true, nil
	}
	b, err := build(p, c)
	if err != nil {
		return false, err
	}
	defer b.remove()
	if err := b.survey(progress); err != nil {
		return false, err
	}
	return report(p, b.try(c.mutants, o, argued, out, progress), o, argued, out, began), nil
}

// report prints what became of one package's changes and judges it.
func report(p *pkg, results []result, o options, argued *exceptions, out io.Writer, began time.Time) bool {
	var noticed, late, excused, survived int
	for _, r := range results {
		switch {
		case r.noticed():
			noticed++
			if r.outcome == tookTooLong {
				late++
			}
			if argued.has(r.mutant.key()) && o.only == nil {
				fmt.Fprintf(out, "%s: argued in %s, but a test notices it: drop the argument\n", r.mutant, o.exceptions)
				survived++
			}
		case argued.has(r.mutant.key()):
			excused++
		default:
			survived++
			fmt.Fprintf(out, "%s: %s\n", r.mutant, r)
		}
	}
	if o.only == nil {
		for _, key := range argued.unknown(p.rel, results) {
			fmt.Fprintf(out, "%s: argued in %s, but there is no such change\n", key, o.exceptions)
			survived++
		}
	}
	fmt.Fprintf(out, "%s: %d changes: %d noticed (%d by time), %d argued, %d left, in %.1f s\n",
		p.rel, len(results), noticed, late, excused, survived, time.Since(began).Seconds())
	return survived == 0
}

// told adds what a command wrote to its error.
func told(err error) error {
	if e, ok := errors.AsType[*exec.ExitError](err); ok && len(e.Stderr) > 0 {
		return fmt.Errorf("%w\n%s", err, e.Stderr)
	}
	return err
}
