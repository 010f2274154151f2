package main

import (
	"github.com/spf13/cobra"

	"quotient/internal/agent"
)

func devCommand() *cobra.Command {
	o := agent.DevOptions{}
	c := &cobra.Command{Use: "dev", Args: cobra.NoArgs,
		Short: "simulated exchange, agent and live page in one command; needs no configuration",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Dev(c.Context(), o, streams(c))) }}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "desk file (default: the built-in config/examples/dev.yaml)")
	f.Float64Var(&o.Speed, "speed", 0, "how many times as fast as real time (default: the desk file's, 1)")
	f.Uint64Var(&o.Seed, "seed", 0, "seed of the generated market (default: the desk file's)")
	f.DurationVar(&o.For, "for", 0, "stop after this much real time (default: until interrupted)")
	f.BoolVar(&o.JSON, "json", false, "print the result as one JSON object on stdout")
	f.StringVar(&o.Page, "page", "", "address of the page (default: the desk file's, 127.0.0.1:8080)")
	f.StringVar(&o.Journal, "journal", "", "folder of the journal (default: a temporary one)")
	f.StringVar(&o.Script, "script", "", "a scripted day for the simulated exchange")
	return c
}

func runCommand() *cobra.Command {
	o := agent.RunOptions{}
	c := &cobra.Command{Use: "run -c desk.yaml", Args: cobra.NoArgs,
		Short: "quote for real, as the desk file says",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Run(c.Context(), o, streams(c))) }}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "desk file")
	f.DurationVar(&o.For, "for", 0, "stop after this much real time (default: until interrupted)")
	f.BoolVar(&o.JSON, "json", false, "print the result as one JSON object on stdout")
	f.StringVar(&o.Page, "page", "", "address of the page (default: the desk file's)")
	f.StringVar(&o.Journal, "journal", "", "folder of the journal (default: the desk file's)")
	f.DurationVar(&o.Watchdog, "watchdog", 0, "quote only while a watchdog is there, silent for no longer than this (default: the desk file's, without one)")
	must(c.MarkFlagRequired("config"))
	return c
}

func watchdogCommand() *cobra.Command {
	o := agent.WatchdogOptions{}
	c := &cobra.Command{Use: "watchdog -c desk.yaml", Args: cobra.NoArgs,
		Short: "cancel everything on a session of its own when the agent's heart stands still",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Watchdog(c.Context(), o, streams(c))) }}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "desk file")
	f.StringVar(&o.Journal, "journal", "", "folder of the agent's journal (default: the desk file's)")
	f.StringVar(&o.Sender, "sender", "", "comp id of the watchdog's own session (default: the desk file's)")
	f.DurationVar(&o.After, "after", 0, "how long the agent's heart may stand still (default: the desk file's, 1s)")
	f.BoolVar(&o.Once, "once", false, "end after the first time")
	must(c.MarkFlagRequired("config"))
	return c
}

func exchangeCommand() *cobra.Command {
	o := agent.ExchangeOptions{}
	c := &cobra.Command{Use: "exchange", Args: cobra.NoArgs,
		Short: "the simulated exchange alone: a FIX acceptor and a JSON feed on loopback",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Exchange(c.Context(), o, streams(c))) }}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "desk file whose market it makes (default: the built-in dev.yaml)")
	f.Float64Var(&o.Speed, "speed", 0, "how many times as fast as real time (default: the desk file's, 1)")
	f.Uint64Var(&o.Seed, "seed", 0, "seed of the generated market (default: the desk file's)")
	f.DurationVar(&o.For, "for", 0, "stop after this much real time (default: until interrupted)")
	f.StringVar(&o.Script, "script", "", "a scripted day")
	return c
}

func simCommand() *cobra.Command {
	o := agent.SimOptions{}
	c := &cobra.Command{Use: "sim", Args: cobra.NoArgs,
		Short: "the agent against the simulated exchange in virtual time: the same on every run",
		RunE:  func(c *cobra.Command, _ []string) error { return agent.Ran(agent.Sim(c.Context(), o, streams(c))) }}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "desk file (default: the built-in dev.yaml)")
	f.Uint64Var(&o.Seed, "seed", 0, "seed of the generated market (default: the desk file's)")
	f.IntVar(&o.Days, "days", 1, "trading days to run")
	f.IntVar(&o.Seeds, "seeds", 1, "markets to run, from the seed on; more than one prints a summary")
	f.IntVar(&o.Months, "months", 0, "months of generated cost and outages, always on against the desk's steering, instead of a market")
	f.BoolVar(&o.JSON, "json", false, "print the result as one JSON object on stdout")
	f.StringVar(&o.Journal, "journal", "", "keep a journal in this folder (default: none)")
	f.StringVar(&o.Script, "script", "", "a scripted day")
	return c
}

func replayCommand() *cobra.Command {
	o := agent.ReplayOptions{}
	c := &cobra.Command{Use: "replay [JOURNAL]", Args: cobra.MaximumNArgs(1),
		Short: "recorded ticks (-c, --ticks) or a journal (--verify) through the same loop",
		Example: "  quotient replay -c config/examples/apple.yaml --ticks ticks/\n" +
			"  quotient replay journal --verify",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Source = args[0]
			}
			return agent.Ran(agent.Replay(c.Context(), o, streams(c)))
		}}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "desk file (with --ticks)")
	f.StringArrayVar(&o.Ticks, "ticks", nil, "folder or file of recorded ticks, plain or gzip; may be repeated")
	f.IntVar(&o.Repeat, "repeat", 1, "run the same ticks so many times, each on a fresh desk, and report the speed of all")
	f.BoolVar(&o.Verify, "verify", false, "replay the journal and compare every decision, byte for byte")
	f.BoolVar(&o.Recount, "recount", false, "count the journal's obligation again from its inputs alone and compare the rows")
	f.BoolVar(&o.JSON, "json", false, "print the result as one JSON object on stdout")
	f.StringVar(&o.Journal, "journal", "", "keep the journal of a tick replay in this folder (default: a temporary one)")
	return c
}
