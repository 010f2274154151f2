package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os/user"
	"time"
)

// CtlOptions are the flags of `quotient ctl`.
type CtlOptions struct {
	Act      string
	Page     string
	Contract string
	Reason   string
	From, To string
}

// Ctl asks a running agent for something, over its page's API.
func Ctl(ctx context.Context, o CtlOptions, s Streams) error {
	if _, _, err := net.SplitHostPort(o.Page); err != nil {
		return fail(ExitUsage, fmt.Errorf("--page %s: want host:port such as 127.0.0.1:8080", o.Page))
	}
	if o.Act == "grant" && (o.From == "" || o.To == "") {
		return fail(ExitUsage, errors.New("grant wants --from and --to, such as 2026-11-23T09:30:00"))
	}
	actor := "ctl"
	if u, err := user.Current(); err == nil {
		actor = u.Username
	}
	order := map[string]string{"actor": actor, "reason": o.Reason}
	if o.Contract != "" {
		order["contract"] = o.Contract
	}
	if o.Act == "grant" {
		order["from"], order["to"], order["ref"] = o.From, o.To, o.Reason
	}
	body, err := json.Marshal(order)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+o.Page+"/api/v1/"+o.Act, bytes.NewReader(body))
	if err != nil {
		return fail(ExitUsage, err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return fail(ExitNotReady, fmt.Errorf("no agent answers at %s: %w; name its page with --page", o.Page, err))
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return errors.New("refused: " + string(bytes.TrimSpace(answer)))
	}
	_, err = fmt.Fprintf(s.Out, "%s\n", bytes.TrimSpace(answer))
	return err
}
