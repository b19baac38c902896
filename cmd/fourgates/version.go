package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// version says which commit this was built from, with which Go.
func version(_ context.Context, in installation, _ []string) error {
	commit, changed := "unknown", ""
	info, ok := debug.ReadBuildInfo()
	if !ok {
		_, err := fmt.Fprintln(in.out, "fourgates, of a build that says nothing about itself")
		return err
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	_, err := fmt.Fprintf(in.out, "fourgates %s%s (%s)\n", commit, changed, info.GoVersion)
	return err
}
