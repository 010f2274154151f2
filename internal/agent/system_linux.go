package agent

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// isatty reports whether f is a terminal and not, say, the null device.
func isatty(f *os.File) bool {
	_, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil
}

// pin keeps the calling thread on one processor; negative leaves it free.
func pin(cpu int) error {
	if cpu < 0 {
		return nil
	}
	var set unix.CPUSet
	set.Set(cpu)
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return fmt.Errorf("agent: cannot stay on processor %d: %w; set agent.cpu to one that this process may use, or to -1", cpu, err)
	}
	return nil
}
