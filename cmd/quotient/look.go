package main

import (
	"github.com/spf13/cobra"

	"quotient/internal/agent"
)

func checkCommand() *cobra.Command {
	o := agent.CheckOptions{}
	c := &cobra.Command{Use: "check desk.yaml", Args: cobra.ExactArgs(1),
		Short: "say everything that is wrong with a desk file, or what it can quote within its limits",
		RunE: func(c *cobra.Command, args []string) error {
			o.Config = args[0]
			return agent.Ran(agent.Check(o, streams(c)))
		}}
	c.Flags().BoolVar(&o.JSON, "json", false, "print problems and figures as one JSON object on stdout")
	return c
}

func statusCommand() *cobra.Command {
	o := agent.StatusOptions{}
	c := &cobra.Command{Use: "status", Args: cobra.NoArgs,
		Short: "what a running agent's page says: units, contracts worst first, open requests for quote",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Status(o, streams(c))) }}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "the agent's desk file: its page is there")
	f.StringVar(&o.Page, "page", "", "host:port of the agent's page (default: the desk file's, 127.0.0.1:8080)")
	f.BoolVar(&o.JSON, "json", false, "print one JSON object on stdout")
	return c
}

func schemaCommand() *cobra.Command {
	return &cobra.Command{Use: "schema", Args: cobra.NoArgs,
		Short: "print the JSON Schema (draft-07) of the desk file",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Schema(streams(c))) }}
}

func reportCommand() *cobra.Command {
	o, stress := agent.ReportOptions{}, false
	c := &cobra.Command{Use: "report --month 2026-11 [JOURNAL]", Args: cobra.MaximumNArgs(1),
		Short: "the month, per unit, contract and day, from the journal",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Journal = args[0]
			}
			if stress {
				return agent.Ran(agent.Stress(c.Context(), o, streams(c)))
			}
			return agent.Ran(agent.Report(o, streams(c)))
		}}
	f := c.Flags()
	f.StringVar(&o.Month, "month", "", "month, such as 2026-11 (default: every month in the journal)")
	f.StringVar(&o.Format, "format", "table", "table, json, csv, html or parquet")
	f.StringVar(&o.Lang, "lang", "en", "en or zh")
	f.StringVar(&o.Journal, "journal", "journal", "folder of the journal")
	f.BoolVar(&stress, "stress", false, "what bad markets would do to the account as the journal leaves it")
	f.StringVar(&o.Explain, "explain", "", "say why one second did or did not count: CONTRACT@TIME, such as AP101@2026-11-17T10:31:07")
	return c
}

func reconcileCommand() *cobra.Command {
	o := agent.ReconcileOptions{}
	c := &cobra.Command{Use: "reconcile --exchange FILE [JOURNAL]", Args: cobra.MaximumNArgs(1),
		Short: "our figures against the exchange's statistics; exit 3 when they differ",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Journal = args[0]
			}
			return agent.Ran(agent.Reconcile(o, streams(c)))
		}}
	f := c.Flags()
	f.StringArrayVar(&o.Exchange, "exchange", nil, "CSV file of the exchange's daily or monthly statistics; may be repeated")
	f.StringVar(&o.Map, "map", "", "name of the column map in the desk file (default: the only one)")
	f.StringVarP(&o.Config, "config", "c", "", "desk file with the column maps (default: the one in the journal)")
	f.StringVar(&o.Month, "month", "", "month of lines that do not say it, such as 2026-11")
	f.StringVar(&o.Format, "format", "table", "table, json or csv")
	f.StringVar(&o.Lang, "lang", "en", "en or zh")
	f.StringVar(&o.Journal, "journal", "journal", "folder of the journal")
	f.BoolVar(&o.All, "all", false, "print figures that agree too")
	f.BoolVar(&o.Dry, "dry-run", false, "do not keep the exchange's figures for forecast and season")
	must(c.MarkFlagRequired("exchange"))
	return c
}

func journalCommand() *cobra.Command {
	c := &cobra.Command{Use: "journal", Short: "read the journal"}
	c.AddCommand(journalCat(), journalVerify())
	return c
}

func journalCat() *cobra.Command {
	o := agent.CatOptions{}
	c := &cobra.Command{Use: "cat JOURNAL", Args: cobra.ExactArgs(1),
		Short: "print every record, one JSON object a line",
		RunE: func(c *cobra.Command, args []string) error {
			o.Journal = args[0]
			return agent.Ran(agent.Cat(o, streams(c)))
		}}
	f := c.Flags()
	f.Bool("json", true, "one JSON object a line; the only form there is")
	f.BoolVar(&o.Record, "record", false, "only the record: no market data and no polls")
	f.StringSliceVar(&o.Kinds, "kind", nil, "only records of these kinds, such as decision,state")
	f.StringVar(&o.Contract, "contract", "", "only records of this contract")
	return c
}

func journalVerify() *cobra.Command {
	o := agent.VerifyOptions{}
	c := &cobra.Command{Use: "verify JOURNAL", Args: cobra.ExactArgs(1),
		Short: "check every checksum and the hash chain",
		RunE: func(c *cobra.Command, args []string) error {
			o.Journal = args[0]
			return agent.Ran(agent.Verify(o, streams(c)))
		}}
	c.Flags().BoolVar(&o.JSON, "json", false, "print the result as one JSON object on stdout")
	return c
}

func versionCommand() *cobra.Command {
	json := false
	c := &cobra.Command{Use: "version", Args: cobra.NoArgs,
		Short: "print build, Go version and configuration schema version",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Version(json, streams(c))) }}
	c.Flags().BoolVar(&json, "json", false, "print one JSON object")
	return c
}

// streams are where a command reads and writes.
func streams(c *cobra.Command) agent.Streams {
	return agent.Streams{Out: c.OutOrStdout(), Err: c.ErrOrStderr()}
}

// must panics on an error that only a wrong program can cause.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
