package agent

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"quotient/config"
	"quotient/ops/report"
)

// ReconcileOptions are the flags of `quotient reconcile`.
type ReconcileOptions struct {
	Exchange []string // files
	Config   string   // desk file with the column maps; "" = the journal's own
	Map      string   // name of the column map; "" = the only one
	Month    string   // of rows that do not say it
	Journal  string
	Format   string
	Lang     string
	All      bool // print figures that agree too
	Dry      bool // do not keep the exchange's figures
}

// Reconcile compares the exchange's statistics with the journal's and keeps them.
func Reconcile(o ReconcileOptions, s Streams) error {
	lang, err := parseLang(o.Lang)
	if err != nil {
		return err
	}
	month, err := parseMonth(o.Month)
	if err != nil {
		return err
	}
	if o.Format != "table" && o.Format != "json" && o.Format != "csv" {
		return fail(ExitUsage, fmt.Errorf("--format %s: want table, json or csv", o.Format))
	}
	m, err := readMonths(o.Journal, s)
	if err != nil {
		return err
	}
	desk := m.desk
	if o.Config != "" {
		if desk, err = load(o.Config, s); err != nil {
			return err
		}
	}
	columns, err := columnMap(desk, o.Map)
	if err != nil {
		return err
	}
	var list []report.Figures
	var problems []report.Problem
	for _, path := range o.Exchange {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		got, bad := report.ReadExchange(f, path, columns, month)
		f.Close()
		list, problems = append(list, got...), append(problems, bad...)
	}
	for i := range problems {
		fmt.Fprintln(s.Err, problems[i].String())
	}
	m.figures.add(list)
	if !o.Dry && len(list) > 0 {
		if err := m.figures.save(o.Journal); err != nil {
			return err
		}
	}
	m.price() // ranks and sums of all market makers are known now
	c := m.report.Reconcile(list, report.Tolerance{Time: desk.Reconcile.Tolerance})
	switch o.Format {
	case "json":
		err = c.JSON(s.Out, problems)
	case "csv":
		err = c.CSV(s.Out)
	default:
		err = c.Table(s.Out, o.All, lang)
	}
	return errors.Join(err, reconciled(c, len(list), problems))
}

// reconciled is the condition that the figures agree; what was not read does not.
func reconciled(c *report.Reconciliation, read int, problems []report.Problem) error {
	switch {
	case read == 0:
		return fail(ExitCondition, errors.New("no figure was read: nothing was compared"))
	case c.Over() > 0:
		return fail(ExitCondition, fmt.Errorf("%d of %d figures are further apart than the desk file's reconcile.tolerance allows, or are missing", c.Over(), c.Figures))
	case len(problems) > 0:
		return fail(ExitCondition, fmt.Errorf("%d lines could not be read and were not compared", len(problems)))
	}
	return nil
}

// columnMap finds the column map by its name in the desk file.
func columnMap(d *config.Desk, name string) (*report.ColumnMap, error) {
	if d == nil {
		return nil, fail(ExitUsage, errors.New("the journal's desk file is not one for this build: name one with -c that has reconcile.maps"))
	}
	maps := d.Reconcile.Maps
	var names []string
	for i := range maps {
		names = append(names, maps[i].Name)
		if maps[i].Name == name || name == "" && len(maps) == 1 {
			m, err := report.Map(maps[i].Name, maps[i].Columns)
			if err != nil {
				return nil, fail(ExitConfig, fmt.Errorf("%s: %w", d.File, err))
			}
			return m, nil
		}
	}
	switch {
	case len(maps) == 0:
		return nil, fail(ExitUsage, fmt.Errorf("the desk file %s has no reconcile.maps: say there which column of the exchange's file holds what", d.File))
	case name == "":
		return nil, fail(ExitUsage, fmt.Errorf("the desk file has several column maps: choose one with --map (%s)", strings.Join(names, ", ")))
	}
	return nil, fail(ExitUsage, fmt.Errorf("--map %s: the desk file has no such column map; it has %s", name, strings.Join(names, ", ")))
}
