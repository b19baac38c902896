package home_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// Every pair of powers over a condition in one person: to report it met, to agree as a Member, to decide in the
// Member's place.
func TestEveryPairOfPowersOverACondition(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	substitute, admin := c.Person("Caradoc Finch", policy.CPO), c.Person("Ottoline Voss", policy.Admin)
	deputy, elsewhere := c.Person("Ifan Okonjo"), c.Person("Wren Achebe", policy.CLO)
	c.Term(substitute, c.Seat("ward", "Far Quay"))
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.ApproveWithConditions)
	for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Approve)
	}
	c.Move(town.ADay)
	c.TakesOver(admin, c.Upper)
	c.StandsIn(substitute, c.Keep, 0, 60)
	for _, who := range []domain.PersonID{deputy, elsewhere} {
		if err := named(c, c.Owen, who, policy.CPO); err != nil {
			t.Fatal(err)
		}
	}
	c.Grant(c.Priya, policy.CPO, 0)
	is := town.Condition(c)
	at := "/conditions/" + servertest.ID(is.ID)
	goOn := stopAtAudit(c)
	cells(t, c, "open", []somebody{
		{"liaison officer who is responsible", c.Nia, "report: may"},
		{"planning officer", c.Owen, "report: may"},
		{"deputy of the planning officer", deputy, "report: may"},
		{"deputy and liaison officer elsewhere", elsewhere, "report: may"},
		{"planning officer and substitute", substitute, "report: may"},
		{"planning officer and another Member", c.Priya, "report: may"},
		{"Member who set it", c.Aneurin, ""},
		{"another Member", c.Maire, ""},
		{"administrator and Member", admin, ""},
		{"administrator", c.Admin, ""},
	}, []power{{"report", func(who domain.PersonID) error {
		return town.Reporting(c, who, is, "Lit")(t.Context())
	}, forms(at, at+"/reports")}})
	goOn()

	town.Does(c, town.Reporting(c, elsewhere, is, "Lit"))
	const shown = "Wren Achebe, deputy for Owen Adeyemi"
	for _, page := range []string{"/attempts/" + servertest.ID(id), at} {
		if p := c.As(c.Aneurin).Get(page); !p.Says(shown) {
			t.Errorf("%s does not say who reported it as whose deputy: %s", page, p.Words())
		}
	}
	c.WantLines([]string{"1"}, `SELECT count(*)::text FROM audit_entries
		WHERE action = 'condition.report' AND summary LIKE '%, as deputy for Owen Adeyemi'`)
	is = town.Condition(c)
	c.Move(21 * town.ADay)
	c.Grant(c.Aneurin, policy.CPO, 0)
	stopAtAudit(c)
	cells(t, c, "reported, and not answered in time", []somebody{
		{"planning officer and Member who set it", c.Aneurin, "agree: may, decide: seat"},
		{"planning officer and substitute", substitute, "agree: may, decide: seat"},
		{"planning officer and another Member", c.Priya, "decide: may"},
		{"planning officer", c.Owen, "decide: may"},
		{"liaison officer who is responsible", c.Nia, ""},
		{"another Member", c.Maire, ""},
		{"administrator and Member", admin, ""},
		{"administrator", c.Admin, ""},
	}, []power{{"agree", func(who domain.PersonID) error {
		return town.Answering(c, who, is, true, "")(t.Context())
	}, forms(at, at+"/answers/check")}, {"decide", func(who domain.PersonID) error {
		return town.Deciding(c, who, is, true, "The lamps burn")(t.Context())
	}, forms(at, at+"/decisions/check")}})
}
