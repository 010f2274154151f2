package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A process is a command under way.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	out   bytes.Buffer
	lines chan string // of stderr, without their ends
	said  []string    // lines taken so far
}

// launch starts a command; the test's end kills it if it still runs.
func launch(t *testing.T, args ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	p := &process{t: t, cmd: command(t, ctx, args...), lines: make(chan string, 4096)}
	p.cmd.Stdout = &p.out
	errs, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.listen(errs)
	t.Cleanup(func() {
		cancel() // kills the process by its handle
		for range p.lines {
		}
		_ = p.cmd.Wait() // ended long ago, or killed: either way it is gone
	})
	return p
}

func (p *process) listen(r io.Reader) {
	defer close(p.lines)
	for s := bufio.NewScanner(r); s.Scan(); {
		p.lines <- s.Text()
	}
}

// says waits for a line of stderr that matches, and returns its groups.
func (p *process) says(pattern string) []string {
	p.t.Helper()
	want := regexp.MustCompile(pattern)
	for line := range p.lines {
		p.said = append(p.said, line)
		if m := want.FindStringSubmatch(line); m != nil {
			return m[1:]
		}
	}
	p.t.Fatalf("quotient %v never says %s:\n%s", p.cmd.Args[1:], pattern, strings.Join(p.said, "\n"))
	return nil
}

// signal sends the process a signal.
func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(p.cmd.Process.Pid, s); err != nil {
		p.t.Fatal(err)
	}
}

// end waits until the process is gone and returns its exit code, -1 if killed.
func (p *process) end() int {
	for line := range p.lines {
		p.said = append(p.said, line)
	}
	_ = p.cmd.Wait() // the exit code says it
	return p.cmd.ProcessState.ExitCode()
}

// ends wants exit code 0 and returns what the process printed.
func (p *process) ends() string {
	p.t.Helper()
	if code := p.end(); code != 0 {
		p.t.Fatalf("quotient %v: exit %d\n%s", p.cmd.Args[1:], code, strings.Join(p.said, "\n"))
	}
	return p.out.String()
}

const (
	pageLine     = `^page +http://(127\.0\.0\.1:\d+)/$`
	exchangeLine = `^exchange FIX (\S+), feed (\S+);`
	loggedOn     = `fix: logged on`
)

// waitState waits until the page's API shows the contract in the state.
func waitState(t *testing.T, page, contract, want string) {
	t.Helper()
	got := ""
	for end := time.Now().Add(patience / 2); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		resp, err := http.Get("http://" + page + "/api/v1/contracts")
		if err != nil {
			t.Fatal(err)
		}
		var body struct {
			Contracts []struct {
				Symbol, State string
			}
		}
		err = json.NewDecoder(resp.Body).Decode(&body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range body.Contracts {
			if c.Symbol == contract {
				if got = c.State; got == want {
					return
				}
			}
		}
	}
	t.Fatalf("%s is %q and does not become %q", contract, got, want)
}

// Three seconds of everything, over real sockets; its journal proves itself.
func TestDev(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "journal")
	r := ok(t, "dev", "--for", "3s", "--json", "--page", "127.0.0.1:0", "--journal", dir)
	got := readResult(t, r.out, gateFields...)
	if got.ExchangeMessages == 0 || got.GateRecords < got.ExchangeMessages {
		t.Errorf("%d gate records, %d messages at the exchange", got.GateRecords, got.ExchangeMessages)
	}
	if len(got.Rows) != 1 || got.Rows[0].Exchange == nil || got.Rows[0].Contract != "AP703" {
		t.Errorf("rows %+v", got.Rows)
	}
	for _, line := range []string{pageLine, exchangeLine, `^journal +` + regexp.QuoteMeta(dir) + `$`} {
		if !regexp.MustCompile(`(?m)` + line).MatchString(r.err) {
			t.Errorf("dev does not say %s:\n%s", line, r.err)
		}
	}
	ok(t, "journal", "verify", dir)
	ok(t, "replay", dir, "--verify")
	if !strings.Contains(ok(t, "report", dir, "--month", "2026-11").out, "AP703") {
		t.Error("the report has no row")
	}
}

// terminal makes a pseudo-terminal: what the command writes to user comes out of
// screen.
func terminal(t *testing.T) (screen, user *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { screen.Close() })
	if err := unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if user, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	return screen, user
}

// On a terminal there is a line a second that says how it goes.
func TestStatusLine(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	screen, user := terminal(t)
	p := &process{t: t, cmd: command(t, ctx, "dev", "--page", "127.0.0.1:0"), lines: make(chan string, 4096)}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, user
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := user.Close(); err != nil { // the child has its own: its end ends the screen
		t.Fatal(err)
	}
	go p.listen(screen)
	p.says(`^09:\d\d:\d\d  AP \d+\.\d\d% slack -?\d+\.\d min  AP703 = effective \d+\.\d\d% slack -?\d+\.\d min pos [+-]\d+ fills \d+\s*$`)
	p.signal(syscall.SIGTERM)
	if out := p.ends(); !strings.Contains(out, "AP703") {
		t.Errorf("the rows are\n%s", out)
	}
}

// TERM, even twice at once as timeout sends it, stops in order: everything is
// cancelled, the rows are printed, the exit code is 0.
func TestDevTerm(t *testing.T) {
	t.Parallel()
	p := launch(t, "dev", "--page", "127.0.0.1:0")
	page := p.says(pageLine)[0]
	dir := p.says(`^journal +(\S+)$`)[0]
	p.says(loggedOn)
	waitState(t, page, "AP703", "effective")
	p.signal(syscall.SIGTERM)
	p.signal(syscall.SIGTERM)
	out := p.ends()
	if !strings.Contains(out, "AP703     2026-11-23") || !strings.Contains(out, "\ndigest ") {
		t.Errorf("the rows are\n%s\n%s", out, strings.Join(p.said, "\n"))
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the temporary journal is left behind: %v", err)
	}
}

// Exchange and agent as two processes that know each other's address only.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	x := launch(t, "exchange", "-c", variant(t, "dev", "127.0.0.1:9880", "127.0.0.1:0", "127.0.0.1:9881", "localhost:0"))
	at := x.says(exchangeLine)
	desk := variant(t, "dev", "127.0.0.1:9880", at[0], "127.0.0.1:9881", at[1], "127.0.0.1:8080", "127.0.0.1:0")
	dir := filepath.Join(t.TempDir(), "journal")
	a := launch(t, "run", "-c", desk, "--json", "--journal", dir)
	page := a.says(pageLine)[0]
	waitState(t, page, "AP703", "effective")

	refused(t, 1, []string{at[0], "in use"}, "exchange", "-c", desk)
	refused(t, 1, []string{at[1], "in use"}, "exchange", "-c", variant(t, "dev", "127.0.0.1:9880", "127.0.0.1:0", "127.0.0.1:9881", at[1]))
	refused(t, 1, []string{page, "in use"}, "run", "-c", desk, "--page", page, "--journal", filepath.Join(t.TempDir(), "other"))
	refused(t, 1, []string{dir, "in use", "--journal"}, "run", "-c", desk, "--journal", dir)

	ok(t, "ctl", "pause", "--reason", "lunch", "--page", page)
	waitState(t, page, "AP703", "paused")
	ok(t, "ctl", "resume", "--reason", "back", "--page", page)
	waitState(t, page, "AP703", "effective")

	a.signal(syscall.SIGTERM)
	r := readResult(t, a.ends())
	if len(r.Rows) != 1 || r.Rows[0].Low == 0 || r.Rows[0].Reasons["paused"] == 0 || r.Rows[0].Quotes < 2 {
		t.Errorf("rows %+v", r.Rows)
	}
	x.signal(syscall.SIGINT)
	if out := x.ends(); out != "" {
		t.Errorf("the exchange prints %q", out)
	}
	ok(t, "journal", "verify", dir)
	ok(t, "replay", dir, "--verify")
}

// An agent that is killed outright loses nothing: the next start closes its
// epoch, half a record at its end included, and both lives replay.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "journal")
	p := launch(t, "dev", "--page", "127.0.0.1:0", "--journal", dir)
	page := p.says(pageLine)[0]
	waitState(t, page, "AP703", "effective")
	p.signal(syscall.SIGKILL)
	if code := p.end(); code != -1 {
		t.Errorf("exit %d of a killed process", code)
	}
	if r := ok(t, "journal", "verify", dir); !strings.Contains(r.out, "epoch 1 is not closed") {
		t.Errorf("verify prints %q", r.out)
	}
	r := ok(t, "dev", "--for", "1s", "--json", "--page", "127.0.0.1:0", "--journal", dir)
	if !strings.Contains(r.err, "epoch 1 was not closed: it is now") {
		t.Errorf("the next start says\n%s", r.err)
	}
	ok(t, "journal", "verify", dir)
	if r := ok(t, "replay", dir, "--verify"); !strings.Contains(r.out, " of 2 epochs") {
		t.Errorf("replay --verify prints %q", r.out)
	}
}

// A page address that is taken, or open to the world, is one error that names it.
func TestPageAddress(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	refused(t, 1, []string{l.Addr().String(), "in use"}, "dev", "--for", "1s", "--page", l.Addr().String())
	refused(t, 1, []string{"0.0.0.0:0", "other machines"}, "dev", "--for", "1s", "--page", "0.0.0.0:0")
}
