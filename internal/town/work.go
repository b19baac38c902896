package town

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
)

// Contact adds somebody to an area's network.
func (c *Town) Contact(area domain.AreaID, kind, name string, doNotContact bool) domain.ContactID {
	c.T.Helper()
	return c.Joins(area, c.Nia, kind, name, "Quay Street", doNotContact)
}

// NetworkLeaves takes everybody off the area's network.
func (c *Town) NetworkLeaves() {
	c.T.Helper()
	list, err := partnerstore.Network(c.T.Context(), c.App.Store.Reader, c.Area, c.Day())
	if err != nil {
		c.T.Fatal(err)
	}
	for _, e := range list {
		if err := partnerapp.RemoveFromNetwork(c.T.Context(), c.App, c.Actor(c.Nia), c.Area, e.ID,
			"Moved away"); err != nil {
			c.T.Fatal(err)
		}
	}
}

// ContactsChange gives every contact another name, and lets all be contacted.
func (c *Town) ContactsChange() {
	c.T.Helper()
	list, err := partnerstore.Network(c.T.Context(), c.App.Store.Reader, c.Area, c.Day())
	if err != nil {
		c.T.Fatal(err)
	}
	officer := c.Actor(c.Nia)
	for _, e := range list {
		if e.DoNotContact {
			if err := partnerapp.SetDoNotContact(c.T.Context(), c.App, officer, e.Contact, false,
				"They changed their mind"); err != nil {
				c.T.Fatal(err)
			}
		}
		contact, err := partnerstore.Contact(c.T.Context(), c.App.Store.Reader, Anywhere, c.Day(), e.Contact)
		if err != nil {
			c.T.Fatal(err)
		}
		contact.Name = "Somebody else"
		if err := partnerapp.ChangeContact(c.T.Context(), c.App, officer, contact); err != nil {
			c.T.Fatal(err)
		}
	}
}

// Issue raises an issue of the area and works on it until it is in the state.
func (c *Town) Issue(title string, source domain.Source, state issues.IssueState,
	seen issues.Visibility) domain.IssueID {
	c.T.Helper()
	d := issues.IssueDraft{Area: c.Area, Title: title, Theme: c.Theme("Roads"), Source: source, Visibility: seen}
	return c.Harness.Issue(c.Nia, d, state)
}

// InPhase puts the area into a phase by hand, wherever it was.
func (c *Town) InPhase(phase string) {
	c.T.Helper()
	const why = "phases go forwards, and past gates"
	c.Forced(why, `UPDATE areas SET state = 'active' WHERE id = $1`, int64(c.Area))
	c.Forced(why, `DELETE FROM phases WHERE area_id = $1`, int64(c.Area))
	c.Forced(why, `INSERT INTO phases (area_id, phase, opened_on, opened_by) VALUES ($1, $2, $3, $4)`, int64(c.Area),
		phase, c.Day().Time(), int64(c.Nia))
}

// Round enters a round with its votes.
func (c *Town) Round(votes map[domain.IssueID]int) domain.RoundID {
	c.T.Helper()
	id, err := priorityapp.EnterRound(c.T.Context(), c.App, c.Actor(c.Nia), priorities.PriorityRound{Area: c.Area,
		Method: priorities.PaperCount, HeldOn: c.Day(), TakingPart: 30, VotesEach: 3, Votes: votes})
	if err != nil {
		c.T.Fatal(err)
	}
	return id
}

// Confirmed confirms a round with its priorities.
func (c *Town) Confirmed(id domain.RoundID, priorities ...domain.IssueID) {
	c.T.Helper()
	if err := priorityapp.ConfirmRound(c.T.Context(), c.App, c.Actor(c.Nia), c.Area, id, 1, priorities); err != nil {
		c.T.Fatal(err)
	}
}

// Proposed is a solution for an issue of the castle's that was synthesised.
func (c *Town) Proposed(by domain.PersonID, change ...func(*solutions.SolutionDraft)) domain.SolutionID {
	c.T.Helper()
	d := solutions.SolutionDraft{Issue: c.Issue("Speed on the quay", domain.FromAreaMember, issues.IssueSynthesised,
		issues.VisiblePublic), Title: "Bollards", DeliveredBy: solutions.ByCouncil}
	for _, f := range change {
		f(&d)
	}
	id, err := solutionapp.ProposeSolution(c.T.Context(), c.App, c.Actor(by), c.Area, d, "")
	if err != nil {
		c.T.Fatal(err)
	}
	return id
}

// CommunitySays asks the community and writes down a finished view.
func (c *Town) CommunitySays(id domain.SolutionID, verdict solutions.Verdict) {
	c.T.Helper()
	c.Answers(id, c.Nia, solutions.ViewDraft{Verdict: verdict, Reason: "So they say", SaidBy: "The forum"})
}

// MoveSolution moves a solution.
func (c *Town) MoveSolution(id domain.SolutionID, move, reason string) {
	c.T.Helper()
	if err := solutionapp.MoveSolution(c.T.Context(), c.App, c.Actor(c.Nia), id, move, reason); err != nil {
		c.T.Fatalf("%s: %v", move, err)
	}
}

// ByHand runs SQL as somebody with every right over the database, past the triggers that keep the register.
func (c *Town) ByHand(sql string, args ...any) {
	c.T.Helper()
	tx, err := c.Pool.Begin(c.T.Context())
	if err != nil {
		c.T.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if _, err := tx.Exec(c.T.Context(), `SET LOCAL session_replication_role = replica`); err != nil {
		c.T.Fatal(err)
	}
	if _, err := tx.Exec(c.T.Context(), sql, args...); err != nil {
		c.T.Fatalf("%s: %v", sql, err)
	}
	if err := tx.Commit(c.T.Context()); err != nil {
		c.T.Fatal(err)
	}
}

// Typed is an issue of the one area, which is built with the first, as somebody types it.
func (c *Town) Typed(title string) issues.IssueDraft {
	c.T.Helper()
	if c.Area == 0 {
		c.Area = c.Build()
	}
	return issues.IssueDraft{Area: c.Area, Title: title, Description: "As it says", Source: domain.FromTheCommunity,
		Visibility: issues.VisibleAreaTeam}
}

// Raised raises an issue.
func (c *Town) Raised(d issues.IssueDraft) domain.IssueID {
	c.T.Helper()
	return c.Harness.Issue(c.Owen, d, issues.IssueRaised)
}
