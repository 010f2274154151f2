// Package ops shows the desk to people and to monitoring, and takes their orders:
// the live page, a stream of updates (SSE), a JSON API, Prometheus metrics and
// health, over HTTP on loopback addresses only.
//
// It reads the loop through port.Pages and speaks to it through two functions:
// Params.Command hands a port.Command to the desk goroutine, Params.Kill sets the
// latch first. It knows neither the loop nor the journal.
//
// Params.Forecasts, Params.Season and Params.Alarms are asked by the sampler for what
// is known off the loop. With seventeen contracts and more the stream tells a line of each
// instead of all there is.
//
// Start runs one sampler goroutine, the only reader of Pages: four times a second
// it turns a new page into an immutable sample, and everything else reads
// samples. A Server may be used from any goroutine. Who reads pays: nothing is
// encoded while nobody looks, and a slow client loses updates, never delays them.
package ops
