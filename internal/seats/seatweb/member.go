package seatweb

import (
	"net/url"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

// membersOnPage is how many places a page of the register has.
const membersOnPage = 100

// members shows the register of Members. The address is the filter.
func members(c *serve.Call) error {
	q := c.URL.Query()
	f := form.New(q)
	councils, err := placestore.Authorities(c.Context(), c.Read)
	if err != nil {
		return err
	}
	filter := places.MemberFilter{Text: f.Optional("q", 100), Tier: form.OptionalOneOf(&f, "tier", places.Tiers()),
		Authority: form.ID[domain.AuthorityID](&f, "authority", ""), Vacant: f.Text("vacant") != ""}
	after := memberCursor(f.Text("after"))
	lines, err := placestore.Members(c.Context(), c.Read, filter, after, membersOnPage+1, c.Today())
	if err != nil {
		return err
	}
	vacancies, err := placestore.CountVacancies(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	p := MemberListProps{Shell: c.Shell("Members"), Filter: form.New(q), Authorities: councils, Members: lines,
		Vacancies: vacancies, Selected: memberTags(filter, councils, q), MayEdit: policy.Can(c.Actor, policy.EditSeats)}
	if len(lines) > membersOnPage {
		p.Members = lines[:membersOnPage]
		last := p.Members[membersOnPage-1]
		next := serve.Without(q, "after")
		next.Set("after", serve.IDText(last.Seat)+"."+strconv.Itoa(last.Place))
		p.Next = serve.Address("/members", next)
	}
	if after.Seat != 0 {
		p.First = serve.Address("/members", serve.Without(q, "after"))
	}
	return c.Show(MemberList(p))
}

// memberCursor reads "seat.place"; anything else is the start of the register.
func memberCursor(text string) places.MemberCursor {
	seat, place, _ := strings.Cut(text, ".")
	id, err1 := strconv.ParseInt(seat, 10, 64)
	n, err2 := strconv.Atoi(place)
	if err1 != nil || err2 != nil || id < 1 || n < 1 || n > places.MostPlaces {
		return places.MemberCursor{}
	}
	return places.MemberCursor{Seat: domain.SeatID(id), Place: n}
}

func memberTags(f places.MemberFilter, councils []places.Authority, q url.Values) []ui.FilterTag {
	var tags []ui.FilterTag
	add := func(kind, text, name string) {
		tags = append(tags, ui.FilterTag{Kind: kind, Text: text,
			Remove: serve.Address("/members", serve.Without(q, name, "after"))})
	}
	if f.Text != "" {
		add("Name", f.Text, "q")
	}
	if f.Tier != "" {
		add("Tier", string(f.Tier), "tier")
	}
	for _, a := range councils {
		if a.ID == f.Authority {
			add("Council", a.Name, "authority")
		}
	}
	if f.Vacant {
		add("Places", "vacant", "vacant")
	}
	return tags
}
