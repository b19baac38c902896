package seats

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// HoldersAhead are those who have codes in use, by what is recorded ahead: whoever lets one go by the day does not have
// it then, and whoever gets one has it already.
func HoldersAhead(holders []places.CodeHolder, codes []string, orders []Order, on domain.Date) []places.CodeHolder {
	var will []places.CodeHolder
	for _, h := range holders {
		if !slices.ContainsFunc(orders, func(o Order) bool { return !o.On.After(on) && o.frees(h) }) {
			will = append(will, h)
		}
	}
	for _, o := range orders {
		for _, c := range o.Changes {
			if c.Code != "" && (c.Kind == Begun || c.Kind == Recoded) && slices.Contains(codes, c.Code) {
				will = append(will, places.CodeHolder{Seat: c.Seat, Code: c.Code, Kind: c.SeatKind,
					Authority: o.Council})
			}
		}
	}
	return will
}

func (o Order) frees(h places.CodeHolder) bool {
	return slices.ContainsFunc(o.Changes, func(c Coming) bool {
		return c.Seat == h.Seat && c.Seat != 0 && (c.Kind.Ends() || c.Kind == Recoded && c.Code != h.Code)
	})
}

// aheadBlockers are those of what is recorded ahead: one thing happens to a seat once on a day, nothing after its end,
// and no end before what is to happen later.
func (c Change) aheadBlockers(a About) []domain.Blocker {
	var b []domain.Blocker
	add := func(words string) { b = append(b, domain.Blocker{ID: "on", Field: "on", Words: words}) }
	for _, o := range a.Ahead {
		for _, x := range o.Changes {
			takes := slices.Contains(x.IntoSeats, a.Seat.ID)
			if x.Seat != a.Seat.ID && !takes {
				continue
			}
			said := fmt.Sprintf("From %s %s is recorded ahead: “%s”", o.On.Words(), x.SeatName, x.Words())
			switch {
			case x.Seat == a.Seat.ID && x.Kind.Ends() && !c.On.Before(o.On):
				add(said + ". Nothing can happen to it from that day on")
			case x.Seat == a.Seat.ID && c.On == o.On && (x.Kind == c.Kind || c.Kind.Ends()):
				add(said + ". Take that back first, or choose another day")
			case c.Kind.Ends() && o.On.After(c.On), c.Kind.Ends() && takes && o.On == c.On:
				add(said + ", and it would have ended by then. Take that back first")
			}
		}
	}
	return b
}

// BeginBlockers lists why a new ward or division cannot begin beside those that its council has.
func BeginBlockers(n places.Seat, existing []places.Seat, holders []places.CodeHolder) []domain.Blocker {
	b := nameless(n, existing, holders)
	if n.Valid.From.IsZero() {
		b = append(b, domain.Blocker{ID: "on", Field: "on", Words: "Enter the day on which it begins"})
	}
	if n.Boundary == "" {
		b = append(b, domain.Blocker{ID: "file", Field: "file", Words: "Choose a GeoJSON file with its boundary"})
	}
	return b
}

func nameless(n places.Seat, existing []places.Seat, holders []places.CodeHolder) []domain.Blocker {
	var b []domain.Blocker
	add := func(field, words string) { b = append(b, domain.Blocker{ID: field, Field: field, Words: words}) }
	if n.Name == "" {
		add("name", "Enter its name")
	}
	for _, s := range existing {
		if s.Kind == n.Kind && sameName(s, n) {
			add("name", "The council has a "+string(s.Kind)+" called "+s.Shown()+" already: if it has changed, "+
				"say so on its page")
		}
	}
	for _, h := range holders {
		add("code", fmt.Sprintf("%s is the code of a %s of %s", h.Code, h.Kind, h.Authority))
	}
	if n.Places < 0 || n.Places > places.MostPlaces {
		add("places", places.ElectsWrong())
	}
	return b
}

// PartBlockers lists why the parts of a seat that is split cannot begin, each under its own fields: part-1-name and so
// on. Their ground may be drawn later.
func PartBlockers(split places.Seat, parts, existing []places.Seat, holders []places.CodeHolder) []domain.Blocker {
	var b []domain.Blocker
	beside := slices.DeleteFunc(slices.Clone(existing), func(s places.Seat) bool { return s.ID == split.ID })
	for i, p := range parts {
		p.Kind = split.Kind
		taken := slices.DeleteFunc(slices.Clone(holders), func(h places.CodeHolder) bool { return h.Code != p.Code })
		for _, is := range parts[:i] {
			if p.Code != "" && is.Code == p.Code {
				taken = append(taken, places.CodeHolder{Code: p.Code, Kind: p.Kind, Authority: "the same split"})
			}
		}
		for _, one := range nameless(p, append(slices.Clone(beside), parts[:i]...), taken) {
			one.Field = fmt.Sprintf("part-%d-%s", i+1, one.Field)
			one.ID = one.Field
			b = append(b, one)
		}
	}
	return b
}
