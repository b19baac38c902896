package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"fourgates/internal/db/dbtest"
)

func TestHelpNamesEveryCommand(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"help"}, func(string) string { return "" }, &out); err != nil {
		t.Fatal(err)
	}
	for _, c := range commands {
		if !strings.Contains(out.String(), "fourgates "+c.name) {
			t.Errorf("%s is missing from help", c.name)
		}
	}
}

func TestRoutesArePrintedWithTheirActions(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"routes", "--json"}, func(string) string { return "" }, &out); err != nil {
		t.Fatal(err)
	}
	var rows []struct{ Method, Pattern, Action string }
	if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Method == "" || !strings.HasPrefix(r.Pattern, "/") || r.Action == "" {
			t.Errorf("a row is not whole: %+v", r)
		}
	}
}

func TestMigrateSaysWhatItDid(t *testing.T) {
	settings := map[string]string{"DATABASE_URL": dbtest.URL(t)}
	getenv := func(name string) string { return settings[name] }
	var out bytes.Buffer
	for _, args := range [][]string{{"migrate", "down"}, {"migrate"}, {"migrate"}} {
		if err := run(t.Context(), args, getenv, &out); err != nil {
			t.Fatalf("%v: %v", args, err)
		}
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "1 migrations run") ||
		!strings.HasPrefix(lines[1], "0 migrations run") {
		t.Errorf("said:\n%s", out.String())
	}
}
