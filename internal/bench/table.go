package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

func verdict(ok bool) string {
	if ok {
		return "kept"
	}
	return "OVER"
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }

// printCases prints what each kind of request takes: processor milliseconds a request of server and database.
func printCases(w io.Writer, results []result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tapplication\t\t\t\tbare\t\t\t\tratio\t\t\t\t")
	fmt.Fprintln(t, "\tCPU ms\tdb CPU ms\treq/s\tmedian ms\tCPU ms\tdb CPU ms\treq/s\tmedian ms\tCPU\tbudget\t\treq/s\t")
	for _, r := range results {
		fmt.Fprintf(t, "%s\t%s\t%s\t%.0f\t%s\t%s\t%s\t%.0f\t%s\t%.2f\t%.1f\t%s\t%.2f\t\n", r.name,
			ms(r.app.server), ms(r.app.store), r.app.perSecond, ms(r.app.median),
			ms(r.bare.server), ms(r.bare.store), r.bare.perSecond, ms(r.bare.median),
			r.ratio(), r.budget, verdict(r.ratio() <= r.budget), r.bare.perSecond/r.app.perSecond)
	}
	t.Flush()
	fmt.Fprintln(w)
}

func printLimits(w io.Writer, limits []limit) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range limits {
		fmt.Fprintf(t, "%s\t%.4g %s\tat most %.4g %s\t%s\n", l.name, l.is, l.unit, l.max, l.unit, verdict(l.is <= l.max))
	}
	t.Flush()
}
