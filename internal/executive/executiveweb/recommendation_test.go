package executiveweb_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// The liaison officer reads the draft before it is decided on, and words what the Executive is asked (domain §7.8).
func TestOfficerWordsTheRecommendationsByTheirPages(t *testing.T) {
	c := newCabinet(t)
	officer, report := c.As(c.Officer), c.decision+"/report"
	officer.Get(c.decision).Want(t, 404) // the decision itself stays with the Executive
	if p := officer.Get(c.attempt).Want(t, 200); !p.Says("Report to the Executive") {
		t.Errorf("the gate does not lead to the report: %s", p.Words())
	}
	if p := officer.Get(report).Want(t, 200); !p.Says("Version 1, a draft") || !p.Says("Move (iii) up") ||
		p.Says("Remove (i)") {
		t.Errorf("the report says %s", p.Words())
	}
	if p := officer.Get(report+"/recommendations/1").Want(t, 200); !p.Says("Have regard to and approve …") {
		t.Errorf("the form says %s", p.Words())
	}
	council := c.Text(`SELECT authority_id::text FROM executive_items LIMIT 1`)
	officer.Post(report+"/recommendations/1", "version", c.version(), "verb", "have regard to", "what",
		"the draft plan", "authority", council).Want(t, 303)
	officer.Get(report+"/recommendations").Want(t, 200)
	done := officer.Follow(officer.Post(report+"/recommendations", "version", c.version(), "about", "other", "verb",
		"other", "what", "Thank the <b>volunteers</b>.", "minutes", "The volunteers be thanked.", "authority",
		council).Want(t, 303)).Want(t, 200)
	for _, want := range []string{"(i) Have regard to the draft plan.", "Regard be had to the draft plan.",
		"(v) Thank the <b>volunteers</b>.", "Version 3"} {
		if !done.Says(want) {
			t.Errorf("the report does not say %q: %s", want, done.Words())
		}
	}
	officer.Post(report+"/recommendations/5/place", "version", c.version(), "to", "up").Want(t, 303)
	// A bid that was taken out can be put again.
	officer.Post(report+"/recommendations/2/removal", "version", c.version()).Want(t, 303)
	bid := c.Text(`SELECT 'bid-' || min(id) FROM bids WHERE state = 'drafting'`)
	if p := officer.Get(report+"/recommendations").Want(t, 200); !p.Says("The bid “") {
		t.Errorf("the form says %s", p.Words())
	}
	officer.Post(report+"/recommendations", "version", c.version(), "about", bid, "verb", "approve", "what",
		"the bid", "authority", council).Want(t, 303)
	officer.Post(report+"/recommendations/2/removal", "version", "1").Want(t, 409)
	officer.Post(report+"/recommendations/1/removal", "version", c.version()).Want(t, 422)
	officer.Get(report+"/recommendations/9").Want(t, 404)

	for _, x := range []struct {
		field string
		pairs []string
	}{
		{"verb", []string{"verb", ""}},
		{"verb", []string{"verb", "burn"}},
		{"what", []string{"verb", "note", "what", ""}},
		{"what", []string{"verb", "other", "minutes", "x"}},
		{"minutes", []string{"verb", "other", "what", "Kept words"}},
		{"authority", []string{"verb", "note", "what", "Kept words", "authority", "0"}},
	} {
		p := officer.Post(report+"/recommendations/1", append([]string{"version", c.version()}, x.pairs...)...).
			Want(t, 422)
		if p.Problem(x.field) == "" {
			t.Errorf("%v: no message by %s: %s", x.pairs, x.field, p.Words())
		}
	}
	stale := officer.Post(report+"/recommendations/1", "version", "1", "verb", "note", "what", "my own words",
		"authority", council).Want(t, 409)
	if !stale.Says("Somebody else changed this report") || !stale.Says("my own words") {
		t.Errorf("from an old page: %s", stale.Words())
	}

	c.schedule()
	c.As(c.clerk).Post(c.decision+"/record", c.agreed("item-5", "agreed")...).Want(t, 303)
	officer.Get(report+"/recommendations/1").Want(t, 409)
	if p := officer.Get(report).Want(t, 200); !p.Says("the report stays as it is") || p.Says("Change (i)") {
		t.Errorf("once decided, the report says %s", p.Words())
	}
}

func TestWhoReadsAndWritesTheDraftByItsPages(t *testing.T) {
	c := newCabinet(t)
	report := c.decision + "/report"
	people := map[string]struct {
		who           domain.PersonID
		reads, writes int
	}{
		"liaison officer":  {c.Officer, 200, 200},
		"planning officer": {c.Person("Owen", policy.CPO), 200, 200},
		"clerk":            {c.clerk, 200, 403},
		"director":         {c.Person("Ines", policy.Director), 200, 403},
		"Executive Member": {c.member, 200, 403},
		"coordinator":      {c.Person("Lac", policy.LAC), 403, 403},
		"administrator":    {c.Person("Adm", policy.Admin), 403, 403},
	}
	for name, p := range people {
		c.As(p.who).Get(report).Want(t, p.reads)
		if got := c.As(p.who).Get(report + "/recommendations"); got.Status != p.writes {
			t.Errorf("%s: writes %d, want %d", name, got.Status, p.writes)
		}
	}
}
