package server

import (
	"net/url"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

// membersOnPage is how many places a page of the register has.
const membersOnPage = 100

// members shows the register of Members. The address is the filter.
func members(c *serve.Call) error {
	q := c.URL.Query()
	f := form.New(q)
	councils, err := store.Authorities(c.Context(), c.Read)
	if err != nil {
		return err
	}
	filter := rules.MemberFilter{Text: f.Optional("q", 100), Tier: form.OptionalOneOf(&f, "tier", rules.Tiers()),
		Authority: form.ID[domain.AuthorityID](&f, "authority", ""), Vacant: f.Text("vacant") != ""}
	after := memberCursor(f.Text("after"))
	lines, err := store.Members(c.Context(), c.Read, filter, after, membersOnPage+1, c.Today())
	if err != nil {
		return err
	}
	vacancies, err := store.CountVacancies(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	p := page.MemberListProps{Shell: c.Shell("Members"), Filter: form.New(q), Authorities: councils, Members: lines,
		Vacancies: vacancies, Selected: memberTags(filter, councils, q), MayEdit: policy.Can(c.Actor, policy.EditSeats)}
	if len(lines) > membersOnPage {
		p.Members = lines[:membersOnPage]
		last := p.Members[membersOnPage-1]
		next := serve.Without(q, "after")
		next.Set("after", serve.IdText(last.Seat)+"."+strconv.Itoa(last.Place))
		p.Next = serve.Address("/members", next)
	}
	if after.Seat != 0 {
		p.First = serve.Address("/members", serve.Without(q, "after"))
	}
	return c.Show(page.MemberList(p))
}

// memberCursor reads "seat.place"; anything else is the start of the register.
func memberCursor(text string) rules.MemberCursor {
	seat, place, _ := strings.Cut(text, ".")
	id, err1 := strconv.ParseInt(seat, 10, 64)
	n, err2 := strconv.Atoi(place)
	if err1 != nil || err2 != nil || id < 1 || n < 1 || n > rules.MostPlaces {
		return rules.MemberCursor{}
	}
	return rules.MemberCursor{Seat: domain.SeatID(id), Place: n}
}

func memberTags(f rules.MemberFilter, councils []rules.Authority, q url.Values) []ui.FilterTag {
	var tags []ui.FilterTag
	add := func(kind, text, name string) {
		tags = append(tags, ui.FilterTag{Kind: kind, Text: text, Remove: serve.Address("/members", serve.Without(q, name, "after"))})
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
