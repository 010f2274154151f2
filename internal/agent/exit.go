package agent

import "errors"

// The exit codes of the command line.
const (
	ExitOK        = 0
	ExitFailure   = 1  // something broke at run time
	ExitUsage     = 2  // the command line is wrong
	ExitCondition = 3  // it ran, but the condition is not met
	ExitNotReady  = 75 // try again later
	ExitConfig    = 78 // the configuration is invalid
)

// A Failure is an error that knows its exit code.
type Failure struct {
	Code int
	Err  error
}

// Error returns the text of the error.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the error.
func (f *Failure) Unwrap() error { return f.Err }

// ExitCode returns the exit code that err asks for.
func ExitCode(err error) int {
	if err == nil {
		return ExitOK
	}
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.Code
	}
	return ExitFailure
}

// fail gives err an exit code.
func fail(code int, err error) error { return &Failure{code, err} }

// Known reports whether err comes from a command that ran, and not from the
// parsing of the command line.
func Known(err error) bool {
	if err == nil {
		return true
	}
	_, ok := errors.AsType[*ran](err)
	return ok
}

// ran marks an error of a command that ran.
type ran struct{ error }

// Unwrap returns the error.
func (r *ran) Unwrap() error { return r.error }

// Ran marks err as one of a command that ran.
func Ran(err error) error {
	if err == nil {
		return nil
	}
	return &ran{err}
}
