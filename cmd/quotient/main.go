// Quotient quotes two-sided, and keeps the quotient: effective quote time over
// obliged time. This package holds flags, signals and exit codes, nothing else.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"quotient/internal/agent"
)

func main() {
	ctx, cancel := signals()
	defer cancel()
	root := &cobra.Command{
		Use:           "quotient",
		Short:         "quotes two-sided, and keeps the quotient: effective quote time over obliged time",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usage(c, err) })
	root.AddCommand(devCommand(), runCommand(), exchangeCommand(), replayCommand(), simCommand(),
		checkCommand(), schemaCommand(), reportCommand(), reconcileCommand(), statusCommand(), journalCommand(), ctlCommand(), watchdogCommand(), versionCommand())
	err := root.ExecuteContext(ctx)
	if err != nil && err.Error() != "" {
		fmt.Fprintln(os.Stderr, "quotient:", err)
	}
	if err != nil && !agent.Known(err) {
		os.Exit(agent.ExitUsage) // cobra's own complaint about the command line
	}
	os.Exit(agent.ExitCode(err))
}

// signals returns a context that the first TERM or INT cancels, which stops
// quoting in order; the second ends the process at once. HUP changes nothing.
func signals() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	ch, hup := make(chan os.Signal, 2), make(chan os.Signal, 1)
	signal.Notify(ch, syscall.SIGTERM, os.Interrupt)
	signal.Notify(hup, syscall.SIGHUP)
	go func() {
		for range hup {
			fmt.Fprintln(os.Stderr, "quotient: HUP: the desk file that runs stays; a changed one is taken over by a restart")
		}
	}()
	go func() {
		<-ch
		cancel()
		for began := time.Now(); time.Since(began) < sameSignal; {
			<-ch
		}
		fmt.Fprintln(os.Stderr, "quotient: second signal: stopping at once; quotes may be live")
		os.Exit(agent.ExitFailure)
	}()
	return ctx, cancel
}

// sameSignal is how long after the first signal another counts as the same one:
// timeout and some shells signal both the process and its group.
const sameSignal = time.Second

// usage makes an error of the command line one that exits with ExitUsage.
func usage(c *cobra.Command, err error) error {
	return &agent.Failure{Code: agent.ExitUsage, Err: fmt.Errorf("%w (see quotient %s --help)", err, c.Name())}
}
