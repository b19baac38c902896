package people

import (
	"errors"
	"strings"
	"testing"

	"fourgates/internal/domain"
)

func TestWhoIsMeantByNameAndAddress(t *testing.T) {
	priya, suresh := Person{ID: 1, Name: "Priya Nair", Email: "quay@aldermoor.test"},
		Person{ID: 2, Name: "Suresh Rao", Email: "quay@aldermoor.test"}
	const mail = "quay@aldermoor.test"
	for _, c := range []struct {
		what  string
		known []Person
		who   Somebody
		is    domain.PersonID
		asks  string
	}{
		{"nobody has the address", nil, Somebody{Name: "Priya Nair", Email: mail}, 0, ""},
		{"name and address are known", []Person{priya}, Somebody{Name: "priya  NAIR", Email: mail}, 1, ""},
		{"one of two with the mailbox", []Person{priya, suresh}, Somebody{Name: "Suresh Rao", Email: mail}, 2, ""},
		{"the address alone", []Person{priya}, Somebody{Email: mail}, 1, ""},
		{"the address alone, of two", []Person{priya, suresh}, Somebody{Email: mail}, 0,
			"Priya Nair and Suresh Rao have this"},
		{"another name", []Person{priya}, Somebody{Name: "Suresh Rao", Email: mail}, 0, "Priya Nair has this"},
		{"another name, said to be the same", []Person{priya}, Somebody{Name: "Priya Rao", Email: mail, Same: 1}, 1,
			""},
		{"another name, said to be new", []Person{priya}, Somebody{Name: "Suresh Rao", Email: mail, Other: true}, 0,
			""},
		{"said to be new, and is known", []Person{priya}, Somebody{Name: "Priya Nair", Email: mail, Other: true}, 1,
			""},
		{"said to be new, without a name", []Person{priya, suresh}, Somebody{Email: mail, Other: true}, 0, "have this"},
		{"said to be somebody without the address", []Person{priya}, Somebody{Name: "X", Email: mail, Same: 9}, 0,
			"Choose who it is"},
		{"without address, nobody of the name", nil, Somebody{Name: "Priya Nair"}, 0, ""},
		{"without address, one of the name", []Person{priya}, Somebody{Name: "Priya Nair"}, 0, "called Priya Nair"},
		{"without address, said to be the same", []Person{priya}, Somebody{Name: "Priya Nair", Same: 1}, 1, ""},
		{"without address, said to be new", []Person{priya}, Somebody{Name: "Priya Nair", Other: true}, 0, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			is, err := Match(c.known, c.who)
			if is != c.is || (err == nil) != (c.asks == "") {
				t.Fatalf("%d, %v; want %d, %q", is, err, c.is, c.asks)
			}
			if blocked, ok := errors.AsType[*domain.BlockedError](err); err != nil && (!ok ||
				blocked.Blockers[0].Field != "who" || !strings.Contains(blocked.Blockers[0].Words, c.asks)) {
				t.Errorf("asks %v, want %q by who", err, c.asks)
			}
		})
	}
}

func TestNobodyIsTwiceOnTheListAndASharedMailboxIsSaidToBeOne(t *testing.T) {
	others := []Person{{ID: 1, Name: "Priya Nair"}}
	for _, c := range []struct {
		name   string
		others []Person
		shares bool
		field  string
	}{
		{"Suresh Rao", nil, false, ""},
		{"Suresh Rao", others, false, "shares"},
		{"Suresh Rao", others, true, ""},
		{"PRIYA NAIR", others, true, "email"},
	} {
		got := MailboxBlockers(c.name, c.others, c.shares)
		if (len(got) > 0) != (c.field != "") || len(got) > 0 && got[0].Field != c.field {
			t.Errorf("%s, shares %v: %v, want a reason by %q", c.name, c.shares, got, c.field)
		}
	}
}
