package servertest

import (
	"fmt"

	"fourgates/internal/asks"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/syntheses"
	"fourgates/internal/syntheses/synthesisapp"
	"fourgates/internal/syntheses/synthesisstore"
	"fourgates/internal/themes/themeapp"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
)

// must fails the test where somebody could not do what the scene needs.
func (h *Harness) must(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatalf("setting the scene: %v", err)
	}
}

// Inducted records today that the Members have had their induction for the area.
func (h *Harness) Inducted(area domain.AreaID, by domain.PersonID, members ...domain.PersonID) {
	h.T.Helper()
	officer := h.Actor(by)
	for _, m := range members {
		i := places.Induction{Person: m, Outcome: places.InductionDone, On: domain.DateOf(h.Now())}
		h.must(placeapp.RecordInduction(h.T.Context(), h.App, officer, area, i))
	}
}

// Supported records for each kind of view that its speaker supports the area's boundary.
func (h *Harness) Supported(area domain.AreaID, by domain.PersonID, speaker func(kind string) string) {
	h.T.Helper()
	officer := h.Actor(by)
	for _, kind := range places.ValidityKinds() {
		v := places.ValidityView{Kind: kind, SaidBy: speaker(kind), Supports: "yes", SaidOn: domain.DateOf(h.Now())}
		h.must(placeapp.RecordValidity(h.T.Context(), h.App, officer, area, v))
	}
}

// Manager lists somebody without an account as a service's manager, from so many days ago.
func (h *Harness) Manager(service domain.ServiceID, by domain.PersonID, name, email string, days int) {
	h.T.Helper()
	post := partners.ServicePost{Service: service, Name: name, Email: email, From: domain.DateOf(h.Now()).
		AddDays(-days)}
	h.must(partnerapp.AddServicePost(h.T.Context(), h.App, h.Actor(by), post))
}

// Joins adds a new contact to an area's network, engaged today; one who is barred is not to be contacted.
func (h *Harness) Joins(area domain.AreaID, by domain.PersonID, kind, name, patch string,
	barred bool) domain.ContactID {
	h.T.Helper()
	officer := h.Actor(by)
	address := fmt.Sprintf("contact.%d@aldermoor.test", h.Int(`SELECT count(*) FROM contacts`)+1)
	c := partners.Contact{Name: name, Email: address, LawfulBasis: "public task",
		Channel: partners.ByEmail}
	e := partners.NetworkEntry{Area: area, Kind: kind, Patch: patch, EngagedOn: domain.DateOf(h.Now())}
	h.must(partnerapp.AddToNetwork(h.T.Context(), h.App, officer, e, c, partners.ContactRole{}))
	id := domain.ContactID(h.Int(`SELECT max(id) FROM contacts`))
	if barred {
		h.must(partnerapp.SetDoNotContact(h.T.Context(), h.App, officer, id, true, "They asked for it"))
	}
	return id
}

// States states something about an area's network, such as who is missing from it.
func (h *Harness) States(area domain.AreaID, by domain.PersonID, about, text string) {
	h.T.Helper()
	h.must(partnerapp.StateAboutArea(h.T.Context(), h.App, h.Actor(by), area, about, text))
}

// Theme is the theme of a name, which an administrator adds where there is none.
func (h *Harness) Theme(name string) domain.ThemeID {
	h.T.Helper()
	if h.Int(`SELECT count(*) FROM themes WHERE name = $1`, name) == 0 {
		h.must(themeapp.AddTheme(h.T.Context(), h.App, h.clerk(), name))
	}
	return domain.ThemeID(h.Int(`SELECT id FROM themes WHERE name = $1`, name))
}

// clerk is an administrator who is no person of the scene.
func (h *Harness) clerk() policy.Actor {
	h.T.Helper()
	id := h.Int(`SELECT min(id) FROM people`)
	return policy.Actor{ID: domain.PersonID(id), Name: "The clerk", Grants: []policy.Grant{{Role: policy.Admin}}}
}

// steps are how an officer takes an issue from triage to a state.
var steps = map[issues.IssueState]string{
	issues.IssueSynthesised: "stand-alone", issues.IssueQuickWin: "quick-win", issues.IssueWithService: "with-service",
	issues.IssueCommunityLed: "community-led", issues.IssueNotTakenForward: "not-taken-forward",
	issues.IssueResolved: "resolve",
}

// Issue raises an issue and works on it until it is in the state: raised, triaged, referred, or where one step leads
// from triage.
func (h *Harness) Issue(by domain.PersonID, d issues.IssueDraft, state issues.IssueState) domain.IssueID {
	h.T.Helper()
	ctx, officer := h.T.Context(), h.Actor(by)
	id, err := issueapp.RaiseIssue(ctx, h.App, officer, d, "")
	h.must(err)
	if state == issues.IssueRaised {
		return id
	}
	h.must(issueapp.TriageIssue(ctx, h.App, officer, id, 1, d.Theme, ""))
	switch move, ok := steps[state]; {
	case state == issues.IssueReferred:
		h.must(issueapp.ReferIssue(ctx, h.App, officer, id, asks.Ask{Service: h.someService(),
			Question: "Can you put it right?", Way: asks.Telephone, DueOn: domain.DateOf(h.Now()).AddDays(14)}))
	case ok:
		reason := ""
		if state == issues.IssueNotTakenForward {
			reason = "Out of reach"
		}
		h.must(issueapp.MoveIssue(ctx, h.App, officer, id, move, reason))
	case state != issues.IssueTriaged:
		h.T.Fatalf("no step takes an issue from triage to %q", state)
	}
	return id
}

// someService is a service to refer something to.
func (h *Harness) someService() domain.ServiceID {
	h.T.Helper()
	if h.Int(`SELECT count(*) FROM services`) == 0 {
		return h.Service("Highways")
	}
	return domain.ServiceID(h.Int(`SELECT min(id) FROM services`))
}

// Begins takes an area through its phases, as far as no gate stands between, until it is in the one.
func (h *Harness) Begins(area domain.AreaID, by domain.PersonID, phase domain.Phase) {
	h.T.Helper()
	for {
		line, err := timelinestore.Timeline(h.T.Context(), h.App.Store.Reader, area)
		h.must(err)
		if line.Phases[line.PresentAt()].Phase == phase {
			return
		}
		next, _, _ := line.Next(places.AreaActive)
		h.must(timelineapp.BeginPhase(h.T.Context(), h.App, h.Actor(by), area, next.Phase,
			timelines.Deviation{Kind: timelines.Fitted, Reason: "The two ran together"}))
	}
}

// Solves proposes a solution for an issue, and asks the community, who find it feasible.
func (h *Harness) Solves(area domain.AreaID, by domain.PersonID, d solutions.SolutionDraft,
	conclusion string) domain.SolutionID {
	h.T.Helper()
	ctx, officer := h.T.Context(), h.Actor(by)
	id, err := solutionapp.ProposeSolution(ctx, h.App, officer, area, d, "")
	h.must(err)
	h.Answers(id, by, solutions.ViewDraft{Verdict: solutions.Feasible, Reason: "So they say", SaidBy: "The forum"})
	h.must(solutionapp.MoveSolution(ctx, h.App, officer, id, "feasible", conclusion))
	return id
}

// Answers asks the community about a solution and writes down its finished view.
func (h *Harness) Answers(id domain.SolutionID, by domain.PersonID, said solutions.ViewDraft) {
	h.T.Helper()
	ctx, officer := h.T.Context(), h.Actor(by)
	h.must(solutionapp.AskFeasibility(ctx, h.App, officer, id, solutionapp.FeasibilityAsk{Community: true}))
	l, err := solutionstore.Solution(ctx, h.App.Store.Reader, policy.SolutionScopeOf(officer), id)
	h.must(err)
	h.must(solutionapp.SaveView(ctx, h.App, officer, id, l.Views[len(l.Views)-1].ID, 1, said, true))
}

// unique makes a name that nothing has yet.
func (h *Harness) unique(name string) string {
	h.nth++
	return fmt.Sprintf("%s %d", name, h.nth)
}

// Synthesised holds a session with the area's Members, to which everybody comes.
func Synthesised(h *Harness, area domain.AreaID, by domain.PersonID) domain.SynthesisID {
	h.T.Helper()
	ctx, officer := h.T.Context(), h.Actor(by)
	id, err := synthesisapp.PlanSession(ctx, h.App, officer, area, syntheses.Plan{HeldOn: domain.DateOf(h.Now()),
		HeldAt: "18:30", Venue: "Quay hall"})
	h.must(err)
	s, err := synthesisstore.Session(ctx, h.App.Store.Reader, policy.Scope{All: true}, id)
	h.must(err)
	r := syntheses.Record{Synthesised: "What was said of lighting became one issue."}
	for _, p := range s.Invited {
		r.Attendance = append(r.Attendance, syntheses.Attendance{Place: p, Came: syntheses.Came})
	}
	h.must(synthesisapp.RecordSession(ctx, h.App, officer, id, s.Version, r))
	return id
}
