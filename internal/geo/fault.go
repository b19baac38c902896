package geo

import (
	"fmt"
	"strings"
)

// MaxFaults is how many faults a FileError lists; reading stops there.
const MaxFaults = 50

// Fault is one thing wrong with a file, in words for the person who chose it.
type Fault struct {
	Feature int    // 1 for the file's first feature; 0 when it is the file as a whole
	Code    string // the feature's code, where it has one
	Name    string // the feature's name, where it has one
	Problem string // such as "ring 1 is not closed"
}

// String says where and what: "feature 3 (E05007331 Chipstead): ring 1 is not closed".
func (f Fault) String() string {
	if f.Feature == 0 {
		return f.Problem
	}
	known := strings.TrimSpace(f.Code + " " + f.Name)
	if known == "" {
		return fmt.Sprintf("feature %d: %s", f.Feature, f.Problem)
	}
	return fmt.Sprintf("feature %d (%s): %s", f.Feature, known, f.Problem)
}

// FileError is why nothing was read from a file: every fault found, in order.
type FileError struct{ Faults []Fault }

// Error is every fault, one a line.
func (e *FileError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

func fileFault(format string, args ...any) *FileError {
	return &FileError{[]Fault{{Problem: fmt.Sprintf(format, args...)}}}
}
