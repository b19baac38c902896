package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db/dbtest"
)

// users runs a user command on a database, with that on its standard input, and returns what it printed.
func users(t *testing.T, database, stdin string, args ...string) (string, error) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteString(stdin); err != nil {
		t.Fatal(err)
	}
	w.Close()
	before := os.Stdin
	os.Stdin = r
	defer func() { os.Stdin = before }()
	getenv := func(name string) string {
		return map[string]string{"DATABASE_URL": database, "BASE_URL": "https://plans.example.gov.uk"}[name]
	}
	var out bytes.Buffer
	err = run(t.Context(), append([]string{"user"}, args...), getenv, &out)
	return out.String(), err
}

func TestFirstAdministratorGetsALink(t *testing.T) {
	db := dbtest.URL(t)
	out, err := users(t, db, "", "add", "--name", "Rhiannon Ó Sé", "--email", "Rhiannon@Example.gov.uk", "--admin")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "\nhttps://plans.example.gov.uk/invitations/") {
		t.Errorf("printed %q", out)
	}
	conn, err := pgx.Connect(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var admins, entries int
	err = conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM role_grants g JOIN people p ON p.id = g.person_id
		WHERE g.role = 'admin' AND p.email = 'rhiannon@example.gov.uk'), (SELECT count(*) FROM audit_entries WHERE actor_id IS NULL)`).Scan(&admins, &entries)
	if err != nil || admins != 1 || entries != 3 {
		t.Errorf("%d administrators, %d audit entries, %v", admins, entries, err)
	}
}

func TestUserCommands(t *testing.T) {
	db := dbtest.URL(t)
	for _, step := range []struct {
		args   string
		stdin  string
		prints string // part of it
		fails  string // part of the error
	}{
		{"add --name Madhavi --email m@example.org --password-stdin", "Password1234\n", "", "harder to guess"},
		{"add --name Madhavi --email m@example.org --password-stdin", "", "", "Enter a password"},
		{"add --name Madhavi --email nobody", "", "", "Enter an e-mail address in the correct format"},
		{"add --name Madhavi --email m@example.org --admin --password-stdin", "bridge otter lamp\r\n",
			"m@example.org can sign in at https://plans.example.gov.uk/sign-in", ""},
		{"add --name Madhavi --email m@example.org", "", "",
			"Someone with this name and e-mail address is on the list already"},
		{"add --name Tremaine --email m@example.org", "", "", "Madhavi has this e-mail address"},
		{"disable --email m@example.org", "", "", "last administrator"},
		{"add --name Oluwaseun --email o@example.org --admin --password-stdin", "bridge otter lamp", "can sign in", ""},
		{"reset --email m@example.org", "", "https://plans.example.gov.uk/invitations/", ""},
		{"reset --email m@example.org --password-stdin", "otter bridge lamp\n", "can sign in", ""},
		{"disable --email m@example.org", "", "m@example.org cannot sign in any more", ""},
		{"disable --email m@example.org", "", "cannot sign in any more", ""},
		{"reset --email m@example.org", "", "", "They are disabled"},
		{"reset --email x@example.org", "", "", "nobody has the e-mail address x@example.org"},
		{"reset", "", "", "no e-mail address is given"},
		{"remove --email m@example.org", "", "", "write fourgates user add"},
		{"add --name Tremaine --email o@example.org --shared", "", "https://plans.example.gov.uk/invitations/", ""},
		{"reset --email o@example.org", "", "", "Oluwaseun and Tremaine have this e-mail address: enter the name too"},
		{"reset --email o@example.org --name tremaine", "", "https://plans.example.gov.uk/invitations/", ""},
		{"disable --email o@example.org --name Nobody", "", "", "enter the name too"},
		{"disable --email o@example.org --name Tremaine", "", "cannot sign in any more", ""},
		{"disable --email m@example.org --admin", "", "", "not defined: -admin"},
	} {
		out, err := users(t, db, step.stdin, strings.Fields(step.args)...)
		if (err != nil) != (step.fails != "") || (err != nil && !strings.Contains(err.Error(), step.fails)) {
			t.Errorf("user %s: %v, want %q", step.args, err, step.fails)
		}
		if !strings.Contains(out, step.prints) || (err != nil && out != "") {
			t.Errorf("user %s printed %q, want %q", step.args, out, step.prints)
		}
	}
}
