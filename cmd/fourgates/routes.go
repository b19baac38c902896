package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"text/tabwriter"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/home"
	"fourgates/internal/serve"
)

// routes prints the route table: it is the whole of what can be asked for, health checks and assets apart.
func routes(_ context.Context, in installation, args []string) error {
	set := flags(in, "routes")
	asJSON := set.Bool("json", false, "print JSON")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("routes does not take %q; write fourgates routes, or fourgates routes --json", set.Arg(0))
	}
	s, _ := serve.New(serve.Options{
		Table:  home.Table(),
		App:    &act.App{Store: db.New(nil), Now: in.now},
		Log:    slog.New(slog.DiscardHandler),
		Assets: http.NotFoundHandler(),
		Now:    in.now,
	})
	type row struct {
		Method  string `json:"method"`
		Pattern string `json:"pattern"`
		Action  string `json:"action"`
	}
	rows := []row{}
	for _, r := range s.Table {
		rows = append(rows, row{r.Method, r.Pattern, string(r.Action)})
	}
	if *asJSON {
		e := json.NewEncoder(in.out)
		e.SetIndent("", "  ")
		return e.Encode(rows)
	}
	w := tabwriter.NewWriter(in.out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Method, r.Pattern, r.Action)
	}
	return w.Flush()
}
