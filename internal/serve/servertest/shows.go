package servertest

import (
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// Shows edits an issue so that it is seen by others than before.
func Shows(h *Harness, by domain.PersonID, id domain.IssueID, seen issues.Visibility) {
	h.T.Helper()
	officer := h.Actor(by)
	is, err := issuestore.Issue(h.T.Context(), h.App.Store.Reader, policy.IssueScopeOf(officer), id)
	h.must(err)
	d := is.Draft()
	d.Visibility = seen
	h.must(issueapp.EditIssue(h.T.Context(), h.App, officer, id, is.Version, d))
}
