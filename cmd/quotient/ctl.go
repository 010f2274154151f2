package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"quotient/internal/agent"
)

// ctlActs are what a running agent can be told. Those of told take an argument.
var (
	ctlActs = []string{"pause", "resume", "start", "kill", "isolate", "cancel-only", "reduce", "clear", "grant", "rearm", "funds", "seat", "import"}
	ctlTold = []string{"seat", "import"}
)

func ctlCommand() *cobra.Command {
	o := agent.CtlOptions{}
	c := &cobra.Command{Use: "ctl ACT",
		Args:      ctlArgs,
		ValidArgs: ctlActs,
		Short:     "tell a running agent to pause, stop, re-arm or switch the seat, or what it cannot know by itself",
		Long: "ctl tells a running agent something, over its page or over the socket in its journal's folder.\n\n" +
			"  pause, resume, start                      quoting, of one contract or all\n" +
			"  kill, cancel-only, reduce, isolate        stop an account, a product or a contract\n" +
			"  clear                                     end that\n" +
			"  grant                                     note an exemption\n" +
			"  rearm --role ROLE                         end what protection has tripped\n" +
			"  seat N --role ROLE                        switch to another filed seat\n" +
			"  funds --balance YUAN --role ROLE          the account's money when no file tells it\n" +
			"  import FILE --role ROLE                   settlements, funds, accounts under common control, greeks (docs/import.md)",
		RunE: func(c *cobra.Command, args []string) error {
			switch o.Act = args[0]; o.Act {
			case "seat":
				o.Seat = args[1]
			case "import":
				o.File = args[1]
			}
			return agent.Ran(agent.Ctl(c.Context(), o, streams(c)))
		}}
	f := c.Flags()
	f.StringVarP(&o.Config, "config", "c", "", "the agent's desk file: its page and its journal's folder are there")
	f.StringVar(&o.Page, "page", "", "address of the agent's page (default: the desk file's, 127.0.0.1:8080)")
	f.StringVar(&o.Contract, "contract", "", "contract (default: all)")
	f.StringVar(&o.Product, "product", "", "kill, cancel-only, reduce, clear, rearm: every contract of this product")
	f.StringVar(&o.Socket, "socket", "", "folder of the agent's journal: ask over the socket there instead of the page")
	f.StringVar(&o.Reason, "reason", "", "why; required")
	f.StringVar(&o.Role, "role", "", "rearm, seat, funds, import: trader or risk")
	f.StringVar(&o.Balance, "balance", "", "funds: yuan after the last settlement")
	f.StringVar(&o.Moved, "moved", "", "funds: yuan paid in since, less than 0 for taken out")
	f.StringVar(&o.From, "from", "", "grant: start, such as 2026-11-23T09:30:00")
	f.StringVar(&o.To, "to", "", "grant: end")
	must(c.MarkFlagRequired("reason"))
	return c
}

// ctlArgs wants one act, and what it is about where it is about something.
func ctlArgs(c *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return fmt.Errorf("want one of %s", strings.Join(ctlActs, ", "))
	case !slices.Contains(ctlActs, args[0]):
		return fmt.Errorf("%q: want one of %s", args[0], strings.Join(ctlActs, ", "))
	case slices.Contains(ctlTold, args[0]):
		if len(args) == 1 {
			return fmt.Errorf("%s: want a seat's number or a file's name after it", args[0])
		}
		return cobra.ExactArgs(2)(c, args)
	}
	return cobra.ExactArgs(1)(c, args)
}
