// Command fourgates runs an installation of Fourgates: its pages, its database and its register.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"fourgates/internal/config"
)

// installation is what every command works on.
type installation struct {
	cfg config.Config
	out io.Writer
	now func() time.Time // the one clock
}

// command is one subcommand. Its run gets the arguments after its name.
type command struct {
	name, does string
	run        func(ctx context.Context, in installation, args []string) error
}

// commands is what can be asked for, in the order of help.
var commands = []command{
	{"serve", "serve the pages and work in the background; --demo with the invented county of Aldermoor, " +
		"--no-workers for the pages alone", serveSite},
	{"work", "work in the background, beside servers that were started with --no-workers", work},
	{"demo", "load the invented county of Aldermoor into the database", demo},
	{"audit", "audit verify: check the register of decisions, or one receipt with --receipt FILE", audit},
	{"import", "import seats: a council's wards or divisions from GeoJSON; import members: its Members from CSV",
		importData},
	{"key", "make a key with which the register is published; say whose register it is", newKey},
	{"mail", "mail test ADDRESS: send an e-mail, and say what the server answered", mailTest},
	{"migrate", "bring the database to this version's schema; migrate down takes the newest step back", migrate},
	{"postgres", "say where the server of the private database comes from", postgres},
	{"routes", "list every address with who may use it; --json for programs", routes},
	{"user", "user add, user reset and user disable: the first administrator, and a way back in", user},
	{"version", "say which version this is", version},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fourgates: "+err.Error())
		os.Exit(statusOf(err))
	}
}

// wrongInput is an error in what a command was given, all of which was said: nothing was changed.
type wrongInput struct{ error }

// putRight is the error as one of what was given.
func putRight(err error) error { return wrongInput{err} }

// statusOf is the exit status of a command that failed: 2 where its input has to be put right or answered first.
func statusOf(err error) int {
	if _, ok := errors.AsType[wrongInput](err); ok {
		return 2
	}
	return 1
}

// run carries out a command line. The error is a sentence for whoever typed it.
func run(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return help(stdout)
	}
	for _, c := range commands {
		if c.name != args[0] {
			continue
		}
		cfg, err := config.Read(getenv)
		if err != nil {
			return fmt.Errorf("settings need attention:\n%w", err)
		}
		err = c.run(ctx, installation{cfg, stdout, clock(getenv)}, args[1:])
		switch {
		case errors.Is(err, flag.ErrHelp):
			return nil
		case errors.Is(err, context.Canceled):
			return errors.New("stopped before it was done")
		}
		return err
	}
	return fmt.Errorf("there is no command %q; fourgates help lists them", args[0])
}

func help(out io.Writer) error {
	var b strings.Builder
	b.WriteString("fourgates makes Local Community Action Plans with a council's communities.\n\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  fourgates %-10s %s\n", c.name, c.does)
	}
	b.WriteString("\nThe settings are environment variables; README.md lists them.\n")
	_, err := io.WriteString(out, b.String())
	return err
}

// flags is an empty set of flags for a command; -h prints them to the command's output.
func flags(in installation, name string) *flag.FlagSet {
	set := flag.NewFlagSet("fourgates "+name, flag.ContinueOnError)
	set.SetOutput(in.out)
	return set
}
