package world

import (
	"slices"
	"testing"
)

// keys is the set of what can be named.
type keys map[string]bool

func TestEveryKeyThatIsNamedExists(t *testing.T) {
	w := must(t)
	people, contacts, services, organisations, themes, areas, seats, authorities := keys{}, keys{}, keys{}, keys{},
		keys{}, keys{}, keys{}, keys{}
	add := func(k keys, key string) {
		if key == "" || k[key] {
			t.Errorf("%q: empty or used twice", key)
		}
		k[key] = true
	}
	named := func(k keys, where, key string) {
		t.Helper()
		if !k[key] {
			t.Errorf("%s names %q, which does not exist", where, key)
		}
	}
	for _, p := range w.People {
		add(people, p.Key)
	}
	for _, c := range w.Contacts {
		add(contacts, c.Key)
	}
	for _, s := range w.Services {
		add(services, s.Key)
	}
	for _, o := range w.Organisations {
		add(organisations, o.Key)
	}
	for _, th := range w.Themes {
		add(themes, th.Key)
	}
	for _, a := range w.Areas {
		add(areas, a.Key)
	}
	for _, s := range w.Seats {
		add(seats, s.Code)
	}
	for _, a := range w.Authorities {
		add(authorities, a.Key)
	}

	for _, s := range w.Services {
		named(authorities, s.Key, s.Authority)
		for _, m := range s.Managers {
			named(people, s.Key, m.Person)
			for _, a := range m.Areas {
				named(areas, s.Key, a)
			}
		}
	}
	for _, p := range w.People {
		for _, g := range p.Grants {
			if g.Service != "" {
				named(services, p.Key, g.Service)
			}
			if g.Organisation != "" {
				named(organisations, p.Key, g.Organisation)
			}
		}
		for _, term := range p.Terms {
			named(seats, p.Key, term.Seat)
		}
	}
	for _, c := range w.Contacts {
		for _, r := range c.Roles {
			named(organisations, c.Key, r.Organisation)
		}
	}
	for _, a := range w.Areas {
		named(people, a.Key, a.ProposedBy)
		for _, seat := range a.Wards {
			named(seats, a.Key, seat)
		}
		for _, v := range a.Validity {
			named(people, a.Key, v.By)
		}
		for _, n := range a.Assignments {
			named(people, a.Key, n.Person)
		}
		for _, i := range a.Inductions {
			named(people, a.Key, i.Member)
		}
		for _, n := range a.Network {
			named(contacts, a.Key, n.Contact)
		}
		for _, try := range a.Attempts {
			named(people, a.Key, try.By)
			for _, d := range try.Decisions {
				for _, c := range d.Conditions {
					named(people, a.Key, c.Owner)
				}
			}
		}
		if n := len(a.Places); n < 8 || n > 15 {
			t.Errorf("%s has %d places", a.Name, n)
		}
	}

	issues := keys{}
	for _, i := range w.Issues {
		add(issues, i.Key)
	}
	for _, i := range w.Issues {
		at := slices.IndexFunc(w.Areas, func(a Area) bool { return a.Key == i.Area })
		if i.Place != "" && !slices.ContainsFunc(w.Areas[at].Places, func(p Place) bool { return p.Key == i.Place }) {
			t.Errorf("%s: no place %q in %s", i.Key, i.Place, i.Area)
		}
		named(themes, i.Key, i.Theme)
		named(people, i.Key, i.By)
		if i.Into != "" {
			named(issues, i.Key, i.Into)
		}
		if i.To != "" && !services[i.To] && !organisations[i.To] {
			t.Errorf("%s goes to %q, which does not exist", i.Key, i.To)
		}
	}
}
