package executiveapp_test

import (
	"context"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/town"
)

// reword is a step in which somebody words a recommendation of a report.
func reword(c *town.Town, who domain.PersonID, d executive.ExecutiveDecision, position int,
	w executive.Wording) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.Reword(ctx, c.App, c.Actor(who), d.ID, d.Version, position, w)
	}
}

func recommend(c *town.Town, who domain.PersonID, d executive.ExecutiveDecision,
	w executive.Wording) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.Recommend(ctx, c.App, c.Actor(who), d.ID, d.Version, w)
	}
}

// What was recommended to be had regard to is recorded as agreed, in the words of the minutes (Reigate 2005).
func TestWordedRecommendationIsWhatIsDecided(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	council := executive.Decides{ID: d.Items[0].Authority}
	if d.Items[0].AuthorityName != "Test county" || d.ReportVersion != 1 {
		t.Fatalf("proposed for %q in version %d", d.Items[0].AuthorityName, d.ReportVersion)
	}
	c.WantTold("report to write", "Nia Pugh, community liaison officer: shown in app")
	first := d.ReportDigest

	d = c.Must(d.ID, reword(c, c.Nia, d, 1, executive.Wording{Verb: executive.HaveRegardTo,
		What: "the draft plan in decisions about services in Castle", Decides: council}))
	d = c.Must(d.ID, recommend(c, c.Owen, d, executive.Wording{About: executive.AboutOther,
		Verb: executive.Note, What: "the risks", Decides: council}))
	last := len(d.Items)
	d = c.Must(d.ID, func(ctx context.Context) error {
		return executiveapp.MoveRecommendation(ctx, c.App, c.Actor(c.Owen), d.ID, d.Version, last, true)
	})
	d = c.Must(d.ID, func(ctx context.Context) error {
		return executiveapp.Unrecommend(ctx, c.App, c.Actor(c.Nia), d.ID, d.Version, 3)
	})
	if d.ReportVersion != 5 || d.ReportDigest == first {
		t.Errorf("version %d of the report", d.ReportVersion)
	}
	report, err := executive.ReadExecutiveReport(d.Frozen())
	if err != nil || len(report.Recommendations) != len(d.Items) ||
		report.Recommendations[0].Text != "Have regard to the draft plan in decisions about services in Castle." {
		t.Errorf("the report recommends %+v, %v", report.Recommendations, err)
	}
	c.Verify()

	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	d = c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	if i := d.Items[0]; i.Outcome != executive.ItemAgreed ||
		i.Resolved != "Regard be had to the draft plan in decisions about services in Castle." {
		t.Errorf("resolved %+v", i)
	}
	if !strings.Contains(d.Record, d.ReportDigest.String()) {
		t.Error("the record is not of the report as it was worded")
	}
	c.Verify()
	c.RefusedFor("words after the decision", "state", reword(c, c.Nia, d, 1,
		executive.Wording{Verb: executive.Approve, What: "it", Decides: council}))
	c.WantLines([]string{"Recommendation (i) of the report to the Executive worded anew",
		"Recommendation added to the report to the Executive",
		"Recommendations of the report to the Executive in another order",
		"Recommendation (iii) removed from the report to the Executive"},
		`SELECT summary FROM audit_entries WHERE action = 'report.write' ORDER BY id`)
}

func TestReportThatWasChangedUnnoticedIsFound(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	d = c.Must(d.ID, recommend(c, c.Nia, d, executive.Wording{About: executive.AboutOther, Verb: executive.Note,
		What: "the risks", Decides: executive.Decides{ID: d.Items[0].Authority}}))
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	c.Verify()
	kept := c.Text(`SELECT words FROM executive_reports`)
	c.ByHand(`UPDATE executive_reports SET words = replace(words, 'Note the risks', 'Note no risks')`)
	if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil ||
		!strings.Contains(err.Error(), "the report of executive decision") {
		t.Errorf("other words are found as %v", err)
	}
	c.ByHand(`UPDATE executive_reports SET text = replace(text, 'title', 'tilte'), words = $1,
		digest = sha256(convert_to(replace(text, 'title', 'tilte'), 'UTF8'))`, kept)
	found, err := registerstore.RegisterMisfits(t.Context(), c.App.Store.Reader)
	if err != nil || len(found) != 1 || !strings.HasPrefix(found[0].Words, "the report of executive decision") {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestWhoWordsTheReport(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	w := executive.Wording{Verb: executive.Note, What: "it", Decides: executive.Decides{ID: d.Items[0].Authority}}
	for name, who := range map[string]domain.PersonID{"the clerk": c.Clerk, "an Executive Member": c.Member,
		"a Member": c.Aneurin, "an administrator": c.Admin} {
		c.RefusedAs("wording by "+name, domain.ErrForbidden, reword(c, who, d, 1, w))
	}
	stale := d
	stale.Version = 99
	c.RefusedAs("from an old page", domain.ErrConflict, reword(c, c.Nia, stale, 1, w))
	c.RefusedAs("a recommendation that is not there", domain.ErrNotFound, reword(c, c.Nia, d, 40, w))
	w.Decides.ID = 987654
	c.RefusedFor("a council that is not there", "authority", reword(c, c.Nia, d, 1, w))
	c.RefusedFor("a bid that is not there", "about", recommend(c, c.Nia, d, executive.Wording{
		About: executive.AboutBid, Bid: 987654, Verb: executive.Note, What: "it",
		Decides: executive.Decides{ID: d.Items[0].Authority}}))
}
