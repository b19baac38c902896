package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fourgates/internal/db/dbtest"
)

// importingMembers runs the command on a database and returns what it printed.
func importingMembers(t *testing.T, database, content string, flags ...string) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "members.csv")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	getenv := func(name string) string { return map[string]string{"DATABASE_URL": database}[name] }
	var out bytes.Buffer
	err := run(t.Context(), append(append([]string{"import", "members"}, flags...), file), getenv, &out)
	return out.String(), err
}

func TestImportMembersCountsWhatItDoes(t *testing.T) {
	db := dbtest.URL(t)
	_, err := importing(t, db, twoWards, "--authority", "Marlwick", "--tier", "borough", "--kind", "ward",
		"--places", "1")
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ content, flags, prints, fails string }{
		{"seat,place,name,email,from\nCanalside,1,Máire Walsh,maire@marlwick.test,2026-05-08\nE05990002,,Bao Tran,,\n",
			"--authority Marlwick", "", "members.csv: line 3, from: Enter the first day of the term"},
		{"seat,place,name,email,from\nCanalside,1,Máire Walsh,maire@marlwick.test,2022-05-09\n" +
			"E05990002,,Bao Tran,,2022-05-09\n", "--authority Marlwick",
			"2 added, 0 changed, 0 succeeded, 0 unchanged\n", ""},
		{"seat,place,name,email,from\nCanalside,1,Máire Walsh,maire@marlwick.test,2022-05-09\n" +
			"E05990002,,Bao Tran,,2022-05-09\n", "--authority Marlwick",
			"0 added, 0 changed, 0 succeeded, 2 unchanged\n", ""},
		{"seat,place,name,email,from\nCanalside,1,Máire Walsh,m.walsh@marlwick.test,\nPriory,1,Aled Prys,,8 May 2026\n",
			"--authority Marlwick", "0 added, 1 changed, 1 succeeded, 0 unchanged\n", ""},
		{"seat,name,email\nCanalside,Tremaine Bello,m.walsh@marlwick.test\n",
			"--authority Marlwick --election 2026-05-11", "", "line 2, who: Máire Walsh has this e-mail address"},
		{"seat,name,email,who\nCanalside,Tremaine Bello,m.walsh@marlwick.test,new\n",
			"--election 2026-05-11 --authority Marlwick",
			"0 added, 0 changed, 1 succeeded, 0 unchanged, 1 vacant\n", ""},
		{"seat,name\n", "--authority Nowhere", "", "there is no council called Nowhere"},
		{"seat,name\n", "--authority Marlwick", "", "There is no row below the heading"},
		{"seat,name\n", "", "", "no council is given"},
		{"seat,name\n", "--authority Marlwick --election soon", "", "is no date"},
	} {
		out, err := importingMembers(t, db, step.content, strings.Fields(step.flags)...)
		if out != step.prints || (err != nil) != (step.fails != "") ||
			err != nil && !strings.Contains(err.Error(), step.fails) {
			t.Fatalf("%s with %q printed %q, %v; want %q, %q", step.flags, step.content, out, err, step.prints,
				step.fails)
		}
		if strings.Contains(step.fails, "line ") && statusOf(err) != 2 {
			t.Errorf("the exit status of %v is %d, want 2", err, statusOf(err))
		}
	}
}
