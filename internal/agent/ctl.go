package agent

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"time"
)

// CtlOptions are the flags of `quotient ctl`.
type CtlOptions struct {
	Act      string
	Config   string // desk file that says where page and journal are; "" = the defaults
	Page     string // "" = the desk file's
	Socket   string // folder of the journal, where the agent's socket is; "" = over the page, then the desk file's folder
	Contract string
	Product  string
	Reason   string
	From, To string
	Role     string // of rearm, seat, funds, import: trader or risk
	Seat     string // of seat
	Balance  string // of funds: yuan
	Moved    string
	File     string // of import
}

// Ctl asks a running agent for something, over its page's API, or over its socket
// when no page answers.
func Ctl(ctx context.Context, o CtlOptions, s Streams) error {
	at, dir, err := place(o.Config, o.Page, s)
	if err != nil {
		return err
	}
	o.Page = at
	if o.Act == "grant" && (o.From == "" || o.To == "") {
		return fail(ExitUsage, errors.New("grant wants --from and --to, such as 2026-11-23T09:30:00"))
	}
	actor := "ctl"
	if u, err := user.Current(); err == nil {
		actor = u.Username
	}
	if o.Socket != "" {
		return o.overSocket(o.Socket, actor, s)
	}
	if o.Act == "seat" || o.Act == "funds" || o.Act == actImport { // the page does not take them
		return o.overSocket(dir, actor, s)
	}
	answer, err := o.overPage(ctx, actor)
	if err != nil && ExitCode(err) == ExitNotReady {
		if second := o.overSocket(dir, actor, s); ExitCode(second) != ExitNotReady {
			return second
		}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "%s\n", answer)
	return err
}

// Where an agent has its page and its journal when the desk file does not say.
const (
	defaultPage    = "127.0.0.1:8080"
	defaultJournal = "journal"
)

// place is where a running agent is asked: its page and its journal's folder, as the
// desk file has them, or by default. page goes before both.
func place(file, page string, s Streams) (at, dir string, err error) {
	at, dir = defaultPage, defaultJournal
	if file != "" {
		d, err := load(file, s)
		if ExitCode(err) == ExitConfig {
			err = fail(ExitConfig, errors.New("the desk file has problems: nobody was asked; name the place with --page or --socket in place of -c"))
		}
		if err != nil {
			return "", "", err
		}
		at, dir = d.Ops.Listen, d.Journal.Dir
	}
	at = cmp.Or(page, at)
	if _, _, err := net.SplitHostPort(at); err != nil {
		return "", "", fail(ExitUsage, fmt.Errorf("--page %s: want host:port such as %s", at, defaultPage))
	}
	return at, dir, nil
}

// overSocket asks the agent whose journal lies in dir.
func (o *CtlOptions) overSocket(dir, actor string, s Streams) error {
	order := ctlOrder{Act: o.Act, Actor: actor, Reason: o.Reason, Contract: o.Contract, Product: o.Product, Role: o.Role,
		Seat: o.Seat, Balance: o.Balance, Moved: o.Moved, File: o.File}
	if err := order.read(); err != nil {
		return fail(ExitUsage, err)
	}
	answer, err := ctlOverSocket(dir, &order)
	if err != nil {
		return fail(ExitNotReady, fmt.Errorf("no agent answers at %s: %w; name its journal's folder with --socket, or its desk file with -c", filepath.Join(dir, ctlName), err))
	}
	if answer.Error != "" {
		return errors.New("refused: " + answer.Error)
	}
	for _, p := range answer.Problems {
		fmt.Fprintln(s.Err, p)
	}
	bad := len(answer.Problems)
	answer.Problems = nil
	if err := json.NewEncoder(s.Out).Encode(answer); err != nil || bad == 0 {
		return err
	}
	return fmt.Errorf("%s: %d problems; the %d good rows were taken over", o.File, bad, answer.Rows)
}

// read takes in the file that is to be imported.
func (o *ctlOrder) read() error {
	if o.Act != actImport {
		return nil
	}
	text, err := os.ReadFile(o.File)
	if err == nil && len(text) > ctlFile {
		err = fmt.Errorf("%s: %d bytes: want at most %d; cut it in two", o.File, len(text), ctlFile)
	}
	o.Text = string(text)
	return err
}

// overPage asks the agent whose page is at o.Page.
func (o *CtlOptions) overPage(ctx context.Context, actor string) ([]byte, error) {
	order := map[string]string{"actor": actor, "reason": o.Reason}
	if o.Contract != "" {
		order["contract"] = o.Contract
	}
	if o.Product != "" {
		order["product"] = o.Product
	}
	if o.Role != "" {
		order["role"] = o.Role
	}
	if o.Act == "grant" {
		order["from"], order["to"], order["ref"] = o.From, o.To, o.Reason
	}
	body, err := json.Marshal(order)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+o.Page+"/api/v1/"+o.Act, bytes.NewReader(body))
	if err != nil {
		return nil, fail(ExitUsage, err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return nil, fail(ExitNotReady, fmt.Errorf("no agent answers at %s: %w; name its page with --page, its journal's folder with --socket, or its desk file with -c", o.Page, err))
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 300 {
		return nil, errors.New("refused: " + string(bytes.TrimSpace(answer)))
	}
	return bytes.TrimSpace(answer), nil
}
