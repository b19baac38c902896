package issueweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/serve"
)

// triageIssue sets theme and responsible tier, and accepts what was only raised.
func (pages issuePages) triageIssue(c *serve.Call, i issuestore.IssueRecord) error {
	f, id := c.Posted(), i.ID
	theme := form.ID[domain.ThemeID](&f, "theme", "")
	tier := form.OptionalOneOf(&f, "tier", issues.ResponsibleTiers())
	version := f.Version("Load the page again")
	err := f.Save(func() error { return issueapp.TriageIssue(c.Context(), c.App, c.Actor, id, version, theme, tier) })
	if err != nil {
		return err
	}
	if f.Stale() {
		f.Add("", "Somebody else changed this issue while you were reading it. It is shown as it is now; "+
			"what you chose is still chosen. Save again if it still holds.")
	}
	if !f.OK() {
		return pages.again(c, id, f, func(p *IssueProps) {
			f.Values.Set("version", strconv.Itoa(p.Issue.Version))
			p.Triage = f
		})
	}
	return c.Done("Saved", "/issues/%d", id)
}

// moveIssue takes an issue a step further.
func (pages issuePages) moveIssue(c *serve.Call, i issuestore.IssueRecord) error {
	f, id := c.Posted(), i.ID
	move, reason := f.Required("move", 40, "Choose a step"), f.Optional("reason", 1000)
	if err := f.Take(func() error {
		return issueapp.MoveIssue(c.Context(), c.App, c.Actor, id, move,
			reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return pages.again(c, id, f, func(p *IssueProps) {
			if len(p.Moves) == 0 {
				ShownAt(&f)
			}
			p.Move = f
		})
	}
	return c.Done("Status changed", "/issues/%d", id)
}
