package gateapp_test

import (
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

const toldOfChange = `SELECT count(*) FROM notices WHERE event = 'changed since it was signed' AND link = $1`

// Members of the area are told of a signed issue that is changed, whatever changes it: thing by thing.
func TestMembersAreToldOfAChangedSignedIssue(t *testing.T) {
	edit := func(alter func(*issues.IssueDraft)) func(*testing.T, *servertest.Harness, servertest.Quarter,
		[]domain.IssueID) error {
		return func(t *testing.T, h *servertest.Harness, q servertest.Quarter, ids []domain.IssueID) error {
			d := issues.IssueDraft{Area: q.Area, Title: h.Text(`SELECT title FROM issues WHERE id = $1`, int64(ids[0])),
				Theme:  domain.ThemeID(h.Int(`SELECT theme_id FROM issues WHERE id = $1`, int64(ids[0]))),
				Source: domain.Sources()[0], Visibility: issues.VisibleAreaTeam}
			alter(&d)
			return issueapp.EditIssue(t.Context(), h.App, h.Actor(q.Officer), ids[0],
				int(h.Int(`SELECT version FROM issues WHERE id = $1`, int64(ids[0]))), d)
		}
	}
	for name, change := range map[string]func(*testing.T, *servertest.Harness, servertest.Quarter,
		[]domain.IssueID) error{
		"retitled":  edit(func(d *issues.IssueDraft) { d.Title = "Bright path" }),
		"rewritten": edit(func(d *issues.IssueDraft) { d.Description = "Lit by moon" }),
		"place":     edit(func(d *issues.IssueDraft) { d.PlaceNote = "Behind the mill" }),
		"not taken forward": func(t *testing.T, h *servertest.Harness, q servertest.Quarter,
			ids []domain.IssueID) error {
			return issueapp.MoveIssue(t.Context(), h.App, h.Actor(q.Officer), ids[0], "not-taken-forward", "Too dear")
		},
		"tier": func(t *testing.T, h *servertest.Harness, q servertest.Quarter, ids []domain.IssueID) error {
			return issueapp.TriageIssue(t.Context(), h.App, h.Actor(q.Officer), ids[0],
				int(h.Int(`SELECT version FROM issues WHERE id = $1`, int64(ids[0]))),
				domain.ThemeID(h.Int(`SELECT theme_id FROM issues WHERE id = $1`, int64(ids[0]))), "parish")
		},
		"theme, of several at once": func(t *testing.T, h *servertest.Harness, q servertest.Quarter,
			ids []domain.IssueID) error {
			return issueapp.CategoriseIssues(t.Context(), h.App, h.Actor(q.Officer), ids, h.Theme("Another theme"))
		},
		"merged": func(t *testing.T, h *servertest.Harness, q servertest.Quarter, ids []domain.IssueID) error {
			return issueapp.MergeIssues(t.Context(), h.App, h.Actor(q.Officer), ids[:2], ids[1], "The same")
		},
		"evidence": func(t *testing.T, h *servertest.Harness, q servertest.Quarter, ids []domain.IssueID) error {
			return issueapp.AddEvidence(t.Context(), h.App, h.Actor(q.Officer), ids[0],
				issues.Evidence{Kind: "quote", Text: "I fell there", Source: "Forum", OnDate: domain.DateOf(h.Now()),
					Strength: 2}, nil)
		},
		"evidence corrected": func(t *testing.T, h *servertest.Harness, q servertest.Quarter,
			ids []domain.IssueID) error {
			id := signedEvidence(t, h, ids[0])
			return issueapp.CorrectEvidence(t.Context(), h.App, h.Actor(q.Officer), ids[0], 1,
				issues.Evidence{ID: id, Kind: "statistic", Text: "12", Source: "Count", OnDate: domain.DateOf(h.Now()),
					Strength: 1}, "Counted twice")
		},
		"evidence withdrawn": func(t *testing.T, h *servertest.Harness, q servertest.Quarter,
			ids []domain.IssueID) error {
			return issueapp.WithdrawEvidence(t.Context(), h.App, h.Actor(q.Officer), ids[0],
				signedEvidence(t, h, ids[0]), "The counter was broken")
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, q, ids := servertest.SignedQuarter(t)
			if err := change(t, h, q, ids); err != nil {
				t.Fatal(err)
			}
			if n := h.Int(toldOfChange, servertest.Path("/issues/#", ids[0])); n != 1 {
				t.Errorf("%d notices", n)
			}
			if n := h.Int(`SELECT count(*) FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
				WHERE n.event = 'changed since it was signed' AND n.link = $1
				AND r.person_id = ANY($2)`, servertest.Path("/issues/#", ids[0]), members(q)); n != 4 {
				t.Errorf("%d Members are told", n)
			}
		})
	}
}

func members(q servertest.Quarter) []int64 {
	var ids []int64
	for _, m := range q.Members {
		ids = append(ids, int64(m))
	}
	return ids
}

// Ten edits of a day make one notice, and none is made where the signed words are restored.
func TestTenEditsMakeOneNoticeADay(t *testing.T) {
	h, q, ids := servertest.SignedQuarter(t)
	link := servertest.Path("/issues/#", ids[0])
	retitle := func(title string) {
		t.Helper()
		d := issues.IssueDraft{Area: q.Area, Title: title,
			Theme:      domain.ThemeID(h.Int(`SELECT theme_id FROM issues WHERE id = $1`, int64(ids[0]))),
			Source:     domain.Sources()[0],
			Visibility: issues.VisibleAreaTeam}
		if err := issueapp.EditIssue(t.Context(), h.App, h.Actor(q.Officer), ids[0],
			int(h.Int(`SELECT version FROM issues WHERE id = $1`, int64(ids[0]))), d); err != nil {
			t.Fatal(err)
		}
	}
	want := func(n int64, when string) {
		t.Helper()
		if got := h.Int(toldOfChange, link); got != n {
			t.Errorf("%s there are %d notices, want %d", when, got, n)
		}
	}
	was := h.Text(`SELECT title FROM issues WHERE id = $1`, int64(ids[0]))
	for _, title := range []string{"One", "Two", "Three"} {
		retitle(title)
	}
	want(1, "after three edits")
	h.Move(24 * time.Hour)
	retitle("Four")
	want(2, "after one more the day after")
	h.Move(24 * time.Hour)
	retitle(was)
	want(2, "with the signed words restored")
}

func TestMembersAreToldOfAnAreaChangedAfterGateOne(t *testing.T) {
	h, q, _ := servertest.SignedQuarter(t)
	area, err := placestore.Area(t.Context(), h.App.Store.Reader, policy.Scope{All: true}, q.Area)
	if err != nil {
		t.Fatal(err)
	}
	area.Rationale = "For the ferry"
	if err := placeapp.ChangeArea(t.Context(), h.App, h.Actor(q.Officer), area); err != nil {
		t.Fatal(err)
	}
	if n := h.Int(toldOfChange, servertest.Path("/areas/#", q.Area)); n != 1 {
		t.Errorf("%d notices", n)
	}
}

// signedEvidence is the evidence that the issue was signed with.
func signedEvidence(t *testing.T, h *servertest.Harness, issue domain.IssueID) domain.EvidenceID {
	t.Helper()
	return domain.EvidenceID(h.Int(`SELECT evidence_id FROM issue_evidence WHERE issue_id = $1`, int64(issue)))
}
