package gateweb

import (
	"context"
	"crypto/rand"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"fourgates/internal/comments"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// attemptOf loads the attempt of the address within what the actor may see: else domain.ErrNotFound.
func attemptOf(c *serve.Call) (gates.Attempt, error) {
	id, err := serve.PathID[domain.AttemptID](c, "attempt")
	if err != nil {
		return gates.Attempt{}, err
	}
	return attemptSeen(c, id)
}

func attemptSeen(c *serve.Call, id domain.AttemptID) (gates.Attempt, error) {
	return gatestore.Attempt(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates), id)
}

// showAttempt shows a gate as it was submitted.
func (g gatePages) showAttempt(c *serve.Call, id domain.AttemptID) error {
	return g.attemptPage(c, id, form.With("key", rand.Text()))
}

// attemptPage shows exactly what was frozen, who has decided and who is pending, and to a Member the form.
func (g gatePages) attemptPage(c *serve.Call, id domain.AttemptID, f form.Form) error {
	p, err := attemptProps(c, id)
	if err != nil {
		return err
	}
	if p.Aside, err = g.aside(c, p.Attempt); err != nil {
		return err
	}
	p.Shell = c.Shell(p.Attempt.AreaName + ": " + p.Attempt.Gate.Title()).Overridden(p.Attempt.Overrides)
	p.Form = f
	return c.Page(f, Attempt(p))
}

func attemptProps(c *serve.Call, id domain.AttemptID) (AttemptProps, error) {
	t, err := attemptSeen(c, id)
	if err != nil {
		return AttemptProps{}, err
	}
	p := AttemptProps{Attempt: t, Actor: c.Actor, Today: c.Today()}
	if p.SubmittedContent, err = Content(c.Actor, t); err != nil {
		return p, err
	}
	if p.Asked, err = gatestore.Signatories(c.Context(), c.Read, id, p.Today); err != nil {
		return p, err
	}
	if err := addConditions(c, &p); err != nil {
		return p, err
	}
	p.Own = gates.DecidedBy(p.Asked, c.Actor.Self())
	if t.HasChanged {
		if p.AskedChanges, err = gatestore.AskedChanges(c.Context(), c.Read, id); err != nil {
			return p, err
		}
	}
	if t.HasHolds {
		if p.Holds, err = holdstore.On(c.Context(), c.Read, id); err != nil {
			return p, err
		}
	}
	if t.HasReplaced {
		if p.Replaced, err = gatestore.ReplacedDecisions(c.Context(), c.Read, id); err != nil {
			return p, err
		}
	}
	if err := addChanges(c, &p); err != nil {
		return p, err
	}
	if gates.MaySign(c.Actor, t) {
		p.Mine = gates.Mine(p.Asked, c.Actor.Self())
		p.Blockers = t.SignBlockers(p.Asked, c.Actor.Self())
		if len(t.ChangeBlockers(p.Asked, c.Actor.Self())) == 0 {
			p.Changeable = gates.Changeable(p.Asked, c.Actor.Self())
		}
	}
	p.Sends = policy.CanIn(c.Actor, policy.SendLetters, t.Area)
	p.Records = policy.CanIn(c.Actor, policy.RecordPaper, t.Area)
	if !t.Open() {
		return p, nil
	}
	o, err := officerOf(c, areaGate{t.Area, t.Gate})
	p.MayWithdraw, p.MayOverride, p.Apart = o.MaySubmit, o.MayOverride, o.Apart
	return p, err
}

// addConditions adds the conditions that bear on the attempt: carried over to it, and set on it; and for who may set
// one, who can be responsible for it.
func addConditions(c *serve.Call, p *AttemptProps) error {
	t := p.Attempt
	all, err := gatestore.CycleConditions(c.Context(), c.Read, t.Area, t.Cycle)
	if err != nil {
		return err
	}
	p.ofCycle, p.Conditions = all, gates.OfAttempt(all, t)
	if t.Open() {
		_, p.Held = t.Settled(p.Asked, all)
	}
	if t.Open() && gates.MaySign(c.Actor, t) {
		p.Owners, err = gatestore.Owners(c.Context(), c.Read, t.Area, p.Today)
	}
	return err
}

// Content reads what was frozen, and draws its boundary at the gates that are about the ground and its people; at gate
// 1, which agrees it, among the wards and divisions, unless it has been drawn anew since.
func Content(a policy.Actor, t gates.Attempt) (SubmittedContent, error) {
	is := SubmittedContent{AskedOnly: !policy.CanIn(a, policy.ViewGates, t.Area)}
	if t.Gate == domain.GateIssues && t.Open() && comments.MayComment(a, t.Area) {
		is.Comments = t.ID
	}
	var err error
	if is.Snapshot, err = t.Content(); err != nil || t.Gate == domain.GateDraftPlan || is.Snapshot.Boundary == "" {
		return is, err
	}
	drawn, err := placeapp.DrawBoundary(is.Snapshot.Boundary)
	if err != nil {
		return is, err
	}
	outline := t.Outline
	if t.OutlineNo != is.Snapshot.BoundaryNo {
		outline = "" // it draws another boundary by now
	}
	seats, err := placeapp.ReadOutline(outline)
	if err != nil {
		return is, err
	}
	drawn.Seats = slices.DeleteFunc(seats.Seats, func(o placeapp.OutlineSeat) bool { return o.Tier == places.Parish })
	is.Ground, _ = placeweb.Drawing(t.AreaName, drawn)
	is.Numbers = map[string]int{}
	for i, part := range is.Ground.Parts {
		if part.Number > 0 {
			is.Numbers[SeatOn(drawn.Seats[i].Tier, drawn.Seats[i].Name)] = part.Number
		}
	}
	if len(drawn.Seats) == 0 {
		is.Ground.Label = "Outline of " + t.AreaName
	}
	return is, nil
}

// addChanges compares with the attempt before, and for the officer of an open attempt with the records as they are
// now.
func addChanges(c *serve.Call, p *AttemptProps) error {
	t := p.Attempt
	if err := addEarlier(c, p); err != nil {
		return err
	}
	if !t.Open() || t.Gate == domain.GateDraftPlan || !policy.CanIn(p.Actor, policy.SubmitGate, t.Area) {
		return nil // the plan of gate 3 is locked meanwhile
	}
	facts, boundary, version, err := gatestore.GateFacts(c.Context(), c.Read, t.Area, p.Today)
	if err != nil {
		return err
	}
	if t.Gate == domain.GateIssues {
		if err := gatestore.AddWholeIssues(c.Context(), c.Read, &facts); err != nil {
			return err
		}
	}
	now := gates.TakeSnapshot(gates.SnapshotHead{Gate: t.Gate, Attempt: t.Number, Rule: t.Rule, Note: t.Note,
		Boundary: boundary, BoundaryNo: version}, facts)
	now.Progress = p.Snapshot.Progress // it says how things stood then
	p.SinceSubmission = gates.Changes(p.Snapshot, now)
	return nil
}

// addEarlier compares with the attempt of this gate before, or, for a Member who decides, with the gate that they
// decided on last.
func addEarlier(c *serve.Call, p *AttemptProps) error {
	if t := p.Attempt; t.Number == 1 && (!t.Open() || !gates.MaySign(c.Actor, t)) {
		return nil
	}
	last, mine, err := gatestore.Earlier(c.Context(), c.Read, p.Attempt, c.Actor.Self())
	if err != nil {
		return err
	}
	if last != nil {
		before, err := last.Content()
		p.Before, p.SinceBefore = last, gates.Changes(before, p.Snapshot)
		return err
	}
	if mine != nil {
		before, err := mine.Content()
		p.Earlier, p.SinceSigned = mine, mine.SinceSigned(before, p.Snapshot, p.ofCycle)
		return err
	}
	return nil
}

// downloadSnapshot gives the frozen content byte for byte, so that anybody can check it against its digest (README).
func downloadSnapshot(c *serve.Call, t gates.Attempt) error {
	name := "snapshot-" + t.Digest.String()[:12]
	if t.Frozen().InLines() {
		return c.Download("application/jsonl", name+".jsonl", t.Frozen().File())
	}
	return c.Download("application/json", name+".json", t.Frozen().File())
}

// Submitted is what was frozen. For a reader who is asked, and sees nothing else of the area, it leads nowhere: what
// stands behind its links is not theirs to open.
func Submitted(is SubmittedContent) templ.Component {
	whole := SnapshotContent(is)
	if !is.AskedOnly {
		return whole
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var html strings.Builder
		if err := whole.Render(ctx, &html); err != nil {
			return err
		}
		_, err := io.WriteString(w, linkAway.ReplaceAllString(html.String(), "$1"))
		return err
	})
}

// linkAway is a link to another page, with what it says.
var linkAway = regexp.MustCompile(`(?s)<a [^>]*href="/[^>]*>(.*?)</a>`)

// paperMembers lists the Members without e-mail address whose decision can be recorded on paper, each once.
func (p AttemptProps) paperMembers() []gates.Signatory {
	var list []gates.Signatory
	for _, s := range p.Asked {
		if p.Attempt.Open() && s.HolderNoAddress && s.DecidesOnPaper(s.Holder) &&
			!slices.ContainsFunc(list, func(has gates.Signatory) bool { return has.Holder == s.Holder }) {
			list = append(list, s)
		}
	}
	return list
}

// papers lists the decisions that were made on paper, for who may read the scans.
func (p AttemptProps) papers() []gates.Signatory {
	var list []gates.Signatory
	for _, s := range p.Asked {
		if s.Paper != 0 && p.Records {
			list = append(list, s)
		}
	}
	return list
}

// recordBlockers lists why the reader may not record decisions on paper, by what the page knows of the gate.
func (p AttemptProps) recordBlockers() []domain.Blocker {
	m := gates.Matter{SubmittedBy: p.Attempt.SubmittedBy}
	for _, s := range p.Asked {
		m.Asked = append(m.Asked, gates.Asked{Person: s.Holder, Seat: s.SeatName},
			gates.Asked{Person: s.Substitute, Seat: s.SeatName, Substitute: true})
		m.Signed = append(m.Signed, s.SignedBy)
	}
	return m.RecordBlockers(p.Actor.Self())
}
