package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

func verdict(kept bool) string {
	if kept {
		return "kept"
	}
	return "OVER"
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }

// printCases prints what each kind of request takes: processor milliseconds a request of server and database.
func printCases(w io.Writer, results []result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tapplication\t\t\t\tbare\t\t\t\tratio\t\t\t\t")
	ofOne := "CPU ms\tdb CPU ms\treq/s\tmedian ms\t"
	fmt.Fprintln(t, "\t"+ofOne+ofOne+"CPU\tbudget\t\treq/s\t")
	for _, r := range results {
		fmt.Fprintf(t, "%s\t%s%s%.2f\t%.1f\t%s\t%.2f\t\n",
			r.name, r.app, r.bare, r.ratio(), r.budget, verdict(r.kept()), r.bare.perSecond/r.app.perSecond)
	}
	t.Flush()
	fmt.Fprintln(w)
}

// String is what a line of the table says of one server.
func (f figure) String() string {
	return fmt.Sprintf("%s\t%s\t%.0f\t%s\t", ms(f.server), ms(f.store), f.perSecond, ms(f.median))
}

func printLargest(w io.Writer, results []large) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tapplication\t\t\t\t\tbare\t\t\tratio\t\t\t")
	ofOne := "CPU ms\tdb CPU ms\tmedian ms\t"
	fmt.Fprintln(t, "the largest pages\tkB\t"+ofOne+ofOne+"CPU\tmedian within\t\t")
	for _, r := range results {
		fmt.Fprintf(t, "%s\t%.0f\t%s\t%s\t%s\t%s\t%s\t%s\t%.2f\t%v\t%s\t\n", r.name, float64(r.bytes)/1000,
			ms(r.app.server), ms(r.app.store), ms(r.app.median), ms(r.bare.server), ms(r.bare.store), ms(r.bare.median),
			float64(r.app.cpu())/float64(r.bare.cpu()), largestWithin, verdict(r.kept()))
	}
	t.Flush()
	fmt.Fprintln(w)
}

func printLimits(w io.Writer, limits []limit) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range limits {
		fmt.Fprintf(t, "%s\t%.4g %s\tat most %.4g %s\t%s\n", l.name, l.is, l.unit, l.max, l.unit, verdict(l.kept()))
	}
	t.Flush()
}
