package members

import (
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/people"
)

// with lists who has the address.
func (w *work) with(email string) []people.Person {
	var list []people.Person
	for _, p := range w.Known {
		if email != "" && p.Email == email {
			list = append(list, p)
		}
	}
	return list
}

// called lists who has the name.
func (w *work) called(name string) []people.Person {
	var list []people.Person
	for _, p := range w.Known {
		if domain.FoldName(p.Name) == domain.FoldName(name) {
			list = append(list, p)
		}
	}
	return list
}

// sat lists those who are or were Members of the council.
func (w *work) sat(list []people.Person) []people.Person {
	var sat []people.Person
	for _, p := range list {
		if slices.ContainsFunc(w.Terms, func(t Sitting) bool { return t.Person == p.ID }) {
			sat = append(sat, p)
		}
	}
	return sat
}

// whois finds who a row is about; the zero Person for somebody new. Where it would have to guess, it asks.
//
// Whoever holds the place is who has the name: the address may have changed. With another name and the same address it
// may be the same person by a corrected name, or a successor with the ward's mailbox. Whoever has name and address is
// that person. Somebody without address, or with a new one, may be a Member of the same name.
func (w *work) whois(e entry, holder Sitting) (people.Person, *Question) {
	said := domain.FoldName(e.who)
	if said != "new" && holder.ID != 0 && domain.FoldName(holder.Name) == domain.FoldName(e.name) {
		return w.person(holder.Person), nil
	}
	known := w.with(e.email)
	switch {
	case e.email == "":
		known = w.called(e.name)
		if sat := w.sat(known); said == "" && len(sat) == 1 {
			return sat[0], nil // a Member of this council, in another seat
		}
	case len(known) == 0:
		known = w.sat(w.called(e.name))
		if len(known) > 0 && said == "" {
			return people.Person{}, w.ask(e, known, known[0].Name+" is or was a Member here, "+
				addressWords(known[0].Email)+". Is it the same person?")
		}
	}
	who := people.Somebody{Name: e.name, Email: e.email, Other: said == "new"}
	if said != "" && said != "new" {
		p, ok := w.said(e.who, known)
		if !ok {
			return p, w.ask(e, known, "It is not clear who “"+e.who+"” is")
		}
		return p, nil
	}
	id, err := people.Match(known, who)
	if err != nil {
		return people.Person{}, w.ask(e, known, err.(*domain.BlockedError).Blockers[0].Words)
	}
	return w.person(id), nil
}

func addressWords(email string) string {
	if email == "" {
		return "without e-mail address"
	}
	return "with the address " + email
}

// said finds among those who are known the one that an answer names: by id, by name, or as the same where there is one.
func (w *work) said(answer string, known []people.Person) (people.Person, bool) {
	if domain.FoldName(answer) == "same" && len(known) == 1 {
		return known[0], true
	}
	for _, p := range known {
		if answer == fmt.Sprintf("#%d", p.ID) || !strings.HasPrefix(answer, "#") &&
			domain.FoldName(answer) == domain.FoldName(p.Name) {
			return p, true
		}
	}
	return people.Person{}, false
}

func (w *work) person(id domain.PersonID) people.Person {
	p, _ := domain.Among(w.Known, func(p people.Person) bool { return p.ID == id })
	return p
}

func (w *work) ask(e entry, known []people.Person, words string) *Question {
	return &Question{Line: e.line, Words: words, Name: e.name, Options: known}
}
