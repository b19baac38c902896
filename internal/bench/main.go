// Command bench measures the application beside a bare server that shows the same rows and writes the same inserts.
//
// It loads 50,000 issues in 200 areas into a private Postgres, copies that database for the bare server, starts both as
// processes of their own on loopback and asks them in turn, in rounds, so that whatever else the machine does falls on
// both alike. It asks as an officer, as a Member and with filters. Ratios are what it is for: seconds belong to the
// machine. It prints each figure with its budget and fails where one is over.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"fourgates/internal/bench/bare"
)

// settings are how much is measured.
type settings struct {
	seed    uint64
	issues  int
	areas   int
	rounds  int
	workers int
	total   int // requests that the application answers before its memory is read
	program string
	keep    bool // the servers stay up after the table, until Ctrl-C
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench: "+err.Error())
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 3 && args[0] == "bare" { // the process that this program starts of itself
		return bare.Serve(ctx, args[1], args[2])
	}
	var s settings
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	set.Uint64Var(&s.seed, "seed", 20140609, "of the texts and of all that is drawn")
	set.IntVar(&s.issues, "issues", 50_000, "issues loaded")
	set.IntVar(&s.areas, "areas", 200, "areas that they are in")
	set.IntVar(&s.rounds, "rounds", 24, "times that each is asked in turn")
	set.IntVar(&s.workers, "workers", 4, "requests at once")
	set.IntVar(&s.total, "total", 20_000, "requests before the application's memory is read")
	set.StringVar(&s.program, "program", "bin/fourgates", "the application")
	set.BoolVar(&s.keep, "keep", false, "leave both servers up after the table, until Ctrl-C")
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	return measure(ctx, s)
}

func measure(ctx context.Context, s settings) (err error) {
	started := time.Now()
	fmt.Printf("Seed %d. Loading %d issues in %d areas\n", s.seed, s.issues, s.areas)
	b, err := prepare(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	fmt.Printf("Loaded in %.0f s. ", time.Since(started).Seconds())
	fmt.Printf("Asking both, %d at once, in %d rounds\n\n", s.workers, s.rounds)
	over, err := b.judge(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("\n%.0f s in all\n", time.Since(started).Seconds())
	if s.keep {
		fmt.Printf("The application is at %s, its profiles at %s, its database at %s, the bare server at %s.\n",
			b.app.base, b.admin, b.appDatabase, b.bare.base)
		fmt.Printf("Cookie: session=%s\nCtrl-C stops them.\n", b.cookies[officerOf(1)])
		<-ctx.Done()
	}
	if over > 0 {
		return fmt.Errorf("%d over budget", over)
	}
	return nil
}

// judge measures everything, prints it, and returns how many figures are over their budgets.
func (b *bench) judge(ctx context.Context) (over int, err error) {
	results, err := b.compare(ctx)
	if err != nil {
		return 0, err
	}
	printCases(os.Stdout, results)
	largest, err := b.largest(ctx)
	if err != nil {
		return 0, err
	}
	printLargest(os.Stdout, largest)
	limits, err := b.limits(ctx)
	if err != nil {
		return 0, err
	}
	printLimits(os.Stdout, limits)
	return exceeded(results) + exceeded(largest) + exceeded(limits), nil
}

// exceeded counts the figures that are over their budgets.
func exceeded[F interface{ kept() bool }](figures []F) (n int) {
	for _, f := range figures {
		if !f.kept() {
			n++
		}
	}
	return n
}
