package gates

import (
	"fmt"

	"fourgates/internal/comments"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/syntheses"
)

// SnapshotIssue is one issue of the list signed at gate 2. Restricted issues are counted, never listed.
type SnapshotIssue = issues.WholeIssue

// SnapshotSession is a session in which the issues were synthesised with Area Members.
type SnapshotSession = syntheses.WholeSession

// SnapshotComment is what an Area Member said of an issue.
type SnapshotComment = comments.WholeComment

// SnapshotEvidence is a piece of evidence that bears an issue out.
type SnapshotEvidence = issues.WholeEvidence

// SnapshotWin is a quick win that passing gate 2 releases (D11).
type SnapshotWin struct {
	ID          domain.QuickWinID `json:"id"`
	Issue       domain.IssueID    `json:"issue"`
	Title       string            `json:"title"`
	Words       string            `json:"words,omitempty"`
	DeliveredBy string            `json:"delivered_by"`
	WithinDuty  bool              `json:"within_duty,omitempty"` // of the service that delivers it
	DueOn       domain.Date       `json:"due_on"`
}

func (s *Snapshot) addIssues(f GateFacts) {
	whole := map[domain.IssueID]SnapshotIssue{}
	for _, i := range f.Whole {
		whole[i.ID] = i
	}
	for _, l := range f.Issues {
		if l.Visibility == issues.VisibleRestricted {
			s.RestrictedIssues++
			continue
		}
		i, ok := whole[l.ID]
		if !ok {
			i = SnapshotIssue{ID: l.ID, Title: l.Title, Source: l.Source, State: l.State, Tier: l.Tier,
				IsSynthesis: l.IsSynthesis, Members: l.Members}
		}
		i.Theme, i.Place = l.Theme, l.Place
		s.Issues = append(s.Issues, i)
	}
	counts := CountSources(f.Issues)
	for _, source := range domain.Sources() {
		s.Sources = append(s.Sources, SnapshotSource{source, counts[source],
			f.Statements[partners.StatedAbsence(source)].Text})
	}
	s.Sessions, s.Comments = syntheses.Whole(f.Sessions), comments.Whole(f.Comments)
	s.Representativeness = f.Statements[partners.StatedRepresentativeness].Text
	for _, q := range f.QuickWins {
		s.AgreedWins = append(s.AgreedWins, SnapshotWin{q.ID, q.Issue, q.Title, q.Description, q.Who(), q.WithinDuty,
			q.DueOn})
	}
}

// QuickWins lists the issues that stand in the snapshot as quick wins: what Members agree to at gate 2.
func (s Snapshot) QuickWins() []domain.IssueID {
	var ids []domain.IssueID
	for _, i := range s.Issues {
		if i.State == issues.IssueQuickWin {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

// ReleasedWins lists the quick wins that are released when the snapshot is signed.
func (s Snapshot) ReleasedWins() []domain.QuickWinID {
	ids := make([]domain.QuickWinID, len(s.AgreedWins))
	for i, q := range s.AgreedWins {
		ids[i] = q.ID
	}
	return ids
}

// PartOf says of each issue that a synthesis was made from in which it is.
func (s Snapshot) PartOf() map[domain.IssueID]domain.IssueID {
	part := map[domain.IssueID]domain.IssueID{}
	for _, i := range s.Issues {
		for _, m := range i.Members {
			part[m] = i.ID
		}
	}
	return part
}

// Issue is an issue of the snapshot.
func (s Snapshot) Issue(id domain.IssueID) (SnapshotIssue, bool) { return issueIn(s.Issues, id) }

func issueIn(list []SnapshotIssue, id domain.IssueID) (SnapshotIssue, bool) {
	for _, i := range list {
		if i.ID == id {
			return i, true
		}
	}
	return SnapshotIssue{}, false
}

// issueLines are an issue in a difference between two snapshots: what it is in a word, then each of its texts.
func issueLines(i SnapshotIssue, add func(section, key string, words ...string)) {
	key := fmt.Sprintf("Issue %d", i.ID)
	add("Issues", key, i.Title, domain.Prefixed("theme ", i.Theme), domain.Prefixed("from ", string(i.Source)),
		string(i.State), domain.Prefixed("for ", i.Tier),
		madeFrom(i.IsSynthesis, i.Members), mergedInto(i.MergedInto), placeByPoints(i.Place))
	text := func(what string, words ...string) {
		if said := joinWords(words...); said != "" {
			add("Issues", key+": "+what, said)
		}
	}
	text("what is happening", i.Words)
	text("reason", i.Reason)
	text("place", i.PlaceWords)
	text("who raised it", i.RaisedFor)
	text("entered", i.EnteredBy, i.EnteredOn.Words())
	text("who may read it", string(i.Visibility))
	for _, e := range i.Evidence {
		add("Issues", fmt.Sprintf("%s: evidence %d", key, e.ID), e.Kind, e.Words, "from "+e.Source, e.On.Words(),
			issues.StrengthWords(e.Strength), e.Link, e.File)
	}
}

// commentLines are what a Member said in a difference between two snapshots.
func commentLines(c SnapshotComment, add func(section, key string, words ...string)) {
	key := fmt.Sprintf("Issue %d: comment %d", c.Issue, c.ID)
	add("What Members say", key, c.By, c.Capacity, c.Words, domain.Prefixed("answered: ", c.Answer),
		domain.Prefixed("by ", c.AnswerBy), c.On.Words())
}

// sessionLines are a session in a difference between two snapshots.
func sessionLines(is SnapshotSession, add func(section, key string, words ...string)) {
	key := fmt.Sprintf("Session %d", is.ID)
	add("Synthesis with Members", key, is.HeldOn.Words(), domain.Prefixed("at ", is.HeldAt), is.Venue, is.Counts)
	add("Synthesis with Members", key+": what was synthesised", is.Synthesised)
	for _, a := range is.Attendance {
		add("Synthesis with Members", key+": "+a.Words(), a.Name, a.Came, domain.Prefixed("stood in: ", a.StoodIn))
	}
}

// comparable is a later snapshot with no more than the earlier one could hold, so that what was not frozen then does
// not count as changed.
func (s Snapshot) comparable(earlier Snapshot) Snapshot {
	if s.Plan != nil && earlier.Plan != nil {
		plan := s.Plan.As(earlier.Plan.Format)
		s.Plan = &plan
	}
	if earlier.Progress == nil {
		s.Progress = nil
	}
	if earlier.Format < withReviews {
		s.Reviews = nil
	}
	if earlier.Format < withSession {
		s.Sessions = nil
	}
	if earlier.Format < withComments {
		s.Comments = nil
	}
	if earlier.Format >= wholeIssues || s.Format < wholeIssues {
		return s
	}
	named := make([]SnapshotIssue, len(s.Issues))
	for n, i := range s.Issues {
		named[n] = i.AsNamed()
	}
	wins := make([]SnapshotWin, len(s.AgreedWins))
	for n, q := range s.AgreedWins {
		q.Words, q.WithinDuty = "", false
		wins[n] = q
	}
	s.Issues, s.AgreedWins = named, wins
	return s
}

// drawnDifferently lists the issues whose place on the map changed.
func drawnDifferently(from, to Snapshot) []Change {
	was := map[domain.IssueID]string{}
	for _, i := range from.whole() {
		was[i.ID] = i.Shape
	}
	var changes []Change
	for _, i := range to.whole() {
		earlier, listed := was[i.ID]
		if !listed || earlier == i.Shape {
			continue
		}
		c := Change{"Issues", fmt.Sprintf("Issue %d: on the map", i.ID), "as drawn before", "drawn differently"}
		if earlier == "" {
			c.Before = ""
		}
		if i.Shape == "" {
			c.After = ""
		}
		changes = append(changes, c)
	}
	return changes
}

// whole lists the issues that the snapshot holds whole: those of gate 2, or those that the plan speaks of.
func (s Snapshot) whole() []SnapshotIssue {
	if s.Plan != nil {
		return s.Plan.Issues
	}
	return s.Issues
}

func mergedInto(id domain.IssueID) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprintf("merged into issue %d", id)
}
