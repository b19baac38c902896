package world

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/signin"
)

// leads are whom a first visitor should meet: one of each role, and the four Members of the first area.
var leads = []string{"clo", "cpo", "lac", "service.highways", "member.ward.1", "member.ward.2", "member.division.1",
	"member.division.2",
	"executive.member", "executive", "director", "partner.police", "admin"}

// Leads is how many of the Cast lead it.
var Leads = len(leads)

// more of each role, beside the Members who are asked for a decision; and a Member whose area has a plan in force.
var more = []string{"clo.2", "clo.3", "lac.2", "service.youth", "service.transport", "service.parks",
	"service.highways.2", "executive.2",
	"partner.health", "partner.housing", "partner.parish", "partner.voluntary", "member.ward.28"}

// Cast is who is offered at the sign-in page: those who lead first, then more of each role, then the Members who sit
// for an area that waits at a gate or is about to.
func (w World) Cast() []Person {
	var cast []Person
	add := func(key string) {
		at := slices.IndexFunc(w.People, func(p Person) bool { return p.Key == key })
		if !w.People[at].ByLetter && !slices.ContainsFunc(cast, func(p Person) bool { return p.Key == key }) {
			cast = append(cast, w.People[at])
		}
	}
	for _, key := range slices.Concat(leads, more) {
		add(key)
	}
	for _, a := range w.Areas {
		if !a.waits() {
			continue
		}
		for _, i := range a.Inductions {
			if w.sits(i.Member) {
				add(i.Member)
			}
		}
	}
	add("member.both")
	return cast
}

// SignIn is how one of the Cast signs in.
type SignIn struct {
	ID                          domain.PersonID
	Role, Name, Email, Password string
}

// SignIns lists how the Cast signs in; nobody where the demo world is not in the store.
func SignIns(ctx context.Context, s *db.Store) ([]SignIn, error) {
	w, err := Read()
	if err != nil {
		return nil, err
	}
	var list []SignIn
	for _, p := range w.Cast() {
		account, err := signin.AccountNamed(ctx, s.Reader, p.Email(), p.Name)
		if errors.Is(err, domain.ErrNotFound) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, SignIn{account.ID, w.Says(p), p.Name, p.Email(), Password})
	}
	return list, nil
}

// waits reports whether the area's newest attempt is open, or there is none yet.
func (a Area) waits() bool {
	return len(a.Attempts) == 0 || a.Attempts[len(a.Attempts)-1].Result == "submitted"
}

func (w World) sits(key string) bool {
	return slices.ContainsFunc(w.People, func(p Person) bool {
		return p.Key == key && slices.ContainsFunc(p.Terms, func(t Term) bool { return t.To == nil })
	})
}

// Says is what somebody is, in words: the title, and of a Member the wards or divisions.
func (w World) Says(p Person) string {
	var seats []string
	for _, t := range p.Terms {
		at := slices.IndexFunc(w.Seats, func(s Seat) bool { return s.Code == t.Seat })
		seats = append(seats, w.Seats[at].Name)
	}
	switch {
	case len(seats) == 0:
		return p.Title
	case strings.HasSuffix(p.Title, "Member"):
		return p.Title + " for " + strings.Join(seats, " and ")
	}
	return p.Title + ", Member for " + strings.Join(seats, " and ")
}
