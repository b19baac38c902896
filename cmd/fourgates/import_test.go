package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fourgates/internal/db/dbtest"
)

const twoWards = `{"type":"FeatureCollection","features":[
	{"type":"Feature","properties":{"WD26CD":"E05990001","WD26NM":"Canalside"},"geometry":{"type":"Polygon","coordinates":[[[-1.9,52.2],[-1.88,52.2],[-1.88,52.21],[-1.9,52.21],[-1.9,52.2]]]}},
	{"type":"Feature","properties":{"WD26CD":"E05990002","WD26NM":"Priory"},"geometry":{"type":"Polygon","coordinates":[[[-1.88,52.2],[-1.86,52.2],[-1.86,52.21],[-1.88,52.21],[-1.88,52.2]]]}}]}`

// importing runs the command on a database and returns what it printed.
func importing(t *testing.T, database, content string, flags ...string) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "wards.geojson")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	getenv := func(name string) string {
		if name == "DATABASE_URL" {
			return database
		}
		return ""
	}
	var out bytes.Buffer
	err := run(t.Context(), append(append([]string{"import", "seats"}, flags...), file), getenv, &out)
	return out.String(), err
}

func TestImportSeatsPrintsOneLineAndTwiceChangesNothing(t *testing.T) {
	db := dbtest.URL(t)
	flags := []string{"--authority", "Marlwick", "--tier", "borough", "--kind", "ward", "--places", "1"}
	for _, want := range []string{"2 seats: 2 added, 0 changed, 0 unchanged\n",
		"2 seats: 0 added, 0 changed, 2 unchanged\n"} {
		got, err := importing(t, db, twoWards, flags...)
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("printed %q, want %q", got, want)
		}
	}
	ahead := append([]string{"--on", "2099-05-07"}, flags...)
	for _, want := range []string{"2 seats: 0 added, 1 changed, 1 unchanged, from 7 May 2099\n",
		"2 seats: 0 added, 0 changed, 2 unchanged, from 7 May 2099\n"} {
		if got, err := importing(t, db, strings.Replace(twoWards, "Priory", "Priory End", 1), ahead...); err != nil ||
			got != want {
			t.Errorf("a day to come: %q, %v; want %q", got, err, want)
		}
	}
	renamed := strings.Replace(twoWards, "Priory", "Priory Park", 1)
	if got, err := importing(t, db, renamed, flags...); err != nil ||
		got != "2 seats: 0 added, 1 changed, 1 unchanged\n" {
		t.Errorf("a renamed ward: %q, %v", got, err)
	}
}

func TestImportSeatsRefusesAndImportsNothing(t *testing.T) {
	db := dbtest.URL(t)
	good := []string{"--authority", "Marlwick", "--tier", "borough", "--kind", "ward", "--places", "1"}
	for _, bad := range []struct {
		name, content string
		flags         []string
		words         string
	}{
		{"duplicate code", strings.Replace(twoWards, "E05990002", "E05990001", 1), good,
			"feature 2 (E05990001 Priory): its code is already that of feature 1"},
		{"no tier", twoWards, []string{"--authority", "Marlwick", "--kind", "ward"}, "Choose the tier"},
		{"unknown flag", twoWards, append([]string{"--force"}, good...), "--authority NAME"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			out, err := importing(t, db, bad.content, bad.flags...)
			if err == nil || !strings.Contains(err.Error(), bad.words) {
				t.Errorf("got %v, want %q", err, bad.words)
			}
			if out != "" {
				t.Errorf("printed %q", out)
			}
		})
	}
	if got, err := importing(t, db, twoWards, good...); err != nil ||
		got != "2 seats: 2 added, 0 changed, 0 unchanged\n" {
		t.Errorf("after the refusals: %q, %v; want both added", got, err)
	}
	_, err := importing(t, db, twoWards, "--authority", "Marlwick", "--tier", "county", "--kind", "ward")
	if err == nil || !strings.Contains(err.Error(), "Marlwick is a borough authority, not county") {
		t.Errorf("another tier: %v", err)
	}
}

// The contract of the command line: where it must ask it changes nothing, prints the questions as CSV, and exits
// with 2.
func TestImportSeatsAsksAndTakesTheAnswers(t *testing.T) {
	db := dbtest.URL(t)
	flags := []string{"--authority", "Marlwick", "--tier", "borough", "--kind", "ward"}
	questions, err := importing(t, db, twoWards, flags...)
	if statusOf(err) != 2 {
		t.Fatalf("got %v, want an exit with 2", err)
	}
	want := "id,seat,code,question,choices,proposed,answer\n" +
		"places-1,Canalside,E05990001,How many Members does it elect?,a whole number from 0 to 9 or none,,\n" +
		"places-2,Priory,E05990002,How many Members does it elect?,a whole number from 0 to 9 or none,,\n"
	if questions != want {
		t.Errorf("asked:\n%s", questions)
	}
	answers := filepath.Join(t.TempDir(), "answers.csv")
	fill := func(from string, pairs ...string) {
		t.Helper()
		if err := os.WriteFile(answers, []byte(strings.NewReplacer(pairs...).Replace(from)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fill(questions, "or none,,\nplaces-2", "or none,,3\nplaces-2")
	questions, err = importing(t, db, twoWards, append([]string{"--answers", answers}, flags...)...)
	if statusOf(err) != 2 || strings.Contains(questions, "Canalside") || !strings.Contains(questions, "Priory") {
		t.Errorf("one answer of two: %q, %v", questions, err)
	}
	fill(want, "or none,,\n", "or none,,3\n")
	got, err := importing(t, db, twoWards, append([]string{"--answers", answers}, flags...)...)
	if err != nil || got != "2 seats: 2 added, 0 changed, 0 unchanged\n" {
		t.Errorf("answered: %q, %v", got, err)
	}
	if got, err = importing(t, db, twoWards, flags...); err != nil ||
		got != "2 seats: 0 added, 0 changed, 2 unchanged\n" {
		t.Errorf("again: %q, %v", got, err)
	}
	if _, err = importing(t, db, twoWards, append([]string{"--places", "0x"}, flags...)...); err == nil {
		t.Error("no number is taken for one")
	}
}
