package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// triageIssue sets theme and responsible tier, and accepts what was only raised.
func (s *Server) triageIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	theme := form.ID[domain.ThemeID](&f, "theme", "")
	tier := form.OptionalOneOf(&f, "tier", domain.ResponsibleTiers())
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = s.app.TriageIssue(r.Context(), actor, id, version, theme, tier)
	}
	status := http.StatusUnprocessableEntity
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Somebody else changed this issue while you were reading it. It is shown as it is now; what you chose is still chosen. Save again if it still holds.")
		status = http.StatusConflict
	} else if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.issueAgain(w, r, actor, id, status, func(p *page.IssueProps) {
			f.Values.Set("version", strconv.Itoa(p.Issue.Version))
			p.Triage = f
		})
	}
	return s.done(w, r, "Saved", "/issues/%d", id)
}

// moveIssue takes an issue a step further.
func (s *Server) moveIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	move, reason := f.Required("move", 40, "Choose a step"), f.Optional("reason", 1000)
	if f.OK() {
		err = s.app.MoveIssue(r.Context(), actor, id, move, reason)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.issueAgain(w, r, actor, id, http.StatusUnprocessableEntity, func(p *page.IssueProps) {
			if len(p.Moves) == 0 {
				shownAt(&f)
			}
			p.Move = f
		})
	}
	return s.done(w, r, "Status changed", "/issues/%d", id)
}
