// Package causeweb serves the page of an issue's root causes.
package causeweb

import (
	"strconv"

	"fourgates/internal/causes"
	"fourgates/internal/causes/causeapp"
	"fourgates/internal/causes/causestore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

func CauseRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/issues/{id}/causes", policy.ViewIssues, serve.On(serve.IDOf[domain.IssueID]("id"), showCauses)),
		serve.Post("/issues/{id}/causes", policy.WorkCauses, serve.On(issueToAnalyse, addCause)),
		serve.Get("/causes/{cause}", policy.WorkCauses, serve.On(causeOf, editCause)),
		serve.Post("/causes/{cause}", policy.WorkCauses, serve.On(causeOf, changeCause)),
		serve.Post("/causes/{cause}/moves", policy.WorkCauses, serve.On(causeOf, moveCause)),
		serve.Get("/causes/{cause}/removal", policy.WorkCauses, serve.On(causeOf, askRemoveCause)),
		serve.Post("/causes/{cause}/removal", policy.WorkCauses, serve.On(causeOf, removeCause)),
	}
}

// showCauses shows the tree of causes of an issue; ?under= chooses what another is put under.
func showCauses(c *serve.Call, id domain.IssueID) error {
	return causesPage(c, id, form.With("parent", c.URL.Query().Get("under")))
}

func causesPage(c *serve.Call, id domain.IssueID, f form.Form) error {
	i, tree, may, err := causesOf(c, id)
	if err != nil {
		return err
	}
	p := CausesProps{Form: f, Issue: i.Issue, Tree: tree, MayWork: may && i.CheckEdit() == nil}
	p.Shell = c.Shell("Root causes").Under("Issues", "/issues", i.Title, "/issues/"+serve.IDText(id), "Root causes")
	return c.Page(f, Causes(p))
}

// causesOf loads an issue with its tree, and whether the actor works on it.
func causesOf(c *serve.Call, id domain.IssueID) (issuestore.IssueRecord, []causes.CauseNode, bool, error) {
	i, err := issuestore.Issue(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return i, nil, false, err
	}
	services, organisations, err := causestore.IssueParties(c.Context(), c.Read, id)
	if err != nil {
		return i, nil, false, err
	}
	list, err := causestore.Causes(c.Context(), c.Read, id)
	return i, causes.CauseTree(list), issues.MayWorkCauses(c.Actor, i.Area, services, organisations), err
}

// issueToAnalyse reads the issue of the address, for somebody who works on its causes.
func issueToAnalyse(c *serve.Call) (domain.IssueID, error) {
	id, err := serve.PathID[domain.IssueID](c, "id")
	if err != nil {
		return id, err
	}
	_, _, may, err := causesOf(c, id)
	if err == nil && !may {
		err = domain.ErrForbidden
	}
	return id, err
}

// causeRecord is a cause in the tree of its issue.
type causeRecord struct {
	causes.CauseNode
	Of   issuestore.IssueRecord
	Tree []causes.CauseNode
}

// causeOf loads the cause of the address in its tree, for somebody who works on it.
func causeOf(c *serve.Call) (cause causeRecord, err error) {
	id, err := serve.PathID[domain.CauseID](c, "cause")
	if err != nil {
		return cause, err
	}
	issue, err := causestore.IssueOfCause(c.Context(), c.Read, id)
	if err != nil {
		return cause, err
	}
	var may, found bool
	if cause.Of, cause.Tree, may, err = causesOf(c, issue); err != nil {
		return cause, err
	}
	if !may {
		return cause, domain.ErrForbidden
	}
	if cause.CauseNode, _, found = causes.FindCause(cause.Tree, id); !found {
		return cause, domain.ErrNotFound
	}
	return cause, nil
}

func causeShell(c *serve.Call, cause causeRecord, title, step string) frame.Shell {
	at := "/issues/" + serve.IDText(cause.Of.ID)
	return c.Shell(title).Under("Issues", "/issues", cause.Of.Title, at, "Root causes", at+"/causes", step)
}

func decodeCause(f *form.Form) causes.Cause {
	return causes.Cause{
		Parent:    form.ID[domain.CauseID](f, "parent", ""),
		Text:      f.Required("text", 1000, "Say what the cause is"),
		TakenPart: f.Required("taken_part", 300, "Say who took part in finding it: community groups, patch workers"),
	}
}

// addCause adds a cause to the tree.
func addCause(c *serve.Call, id domain.IssueID) error {
	f := c.Posted()
	cause := decodeCause(&f)
	cause.Issue = id
	if err := f.Take(func() error {
		_, err := causeapp.AddCause(c.Context(), c.App, c.Actor, cause)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return causesPage(c, id, f)
	}
	return c.Done("Cause added", "/issues/%d/causes", id)
}

// editCause shows the form on which a cause is changed.
func editCause(c *serve.Call, cause causeRecord) error {
	f := form.With("text", cause.Text, "taken_part", cause.TakenPart, "version", strconv.Itoa(cause.Version))
	if cause.Parent != 0 {
		f.Values.Set("parent", serve.IDText(cause.Parent))
	}
	return causeForm(c, cause, f)
}

func causeForm(c *serve.Call, cause causeRecord, f form.Form) error {
	shell := causeShell(c, cause, "Change a cause", "Change")
	return c.Page(f, CauseForm(CauseFormProps{Shell: shell, Form: f, Issue: cause.Of.Issue, ID: cause.ID,
		Tree: cause.Tree}))
}

// changeCause saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeCause(c *serve.Call, now causeRecord) error {
	f := c.Posted()
	cause := decodeCause(&f)
	cause.ID, cause.Version = now.ID, f.Version("Load the page again")
	if err := f.Save(func() error { return causeapp.ChangeCause(c.Context(), c.App, c.Actor, cause) }); err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(now.Version, "Cause", now.Text, cause.Text, "Who took part", now.TakenPart, cause.TakenPart)
	}
	if !f.OK() {
		return causeForm(c, now, f)
	}
	return c.Done("Cause saved", "/issues/%d/causes", now.Of.ID)
}

// moveCause puts a cause one place up or down.
func moveCause(c *serve.Call, cause causeRecord) error {
	f := c.Posted()
	version := f.Version("Load the page again")
	do := form.OneOf(&f, "do", []string{"up", "down"}, "Choose up or down")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := causeapp.MoveCause(c.Context(), c.App, c.Actor, cause.ID, version, do == "up"); err != nil {
		return err
	}
	return c.Done("Cause moved", "/issues/%d/causes", cause.Of.ID)
}

// askRemoveCause asks before a cause goes, with what would go with it.
func askRemoveCause(c *serve.Call, cause causeRecord) error {
	return c.Show(CauseRemoval(CauseRemovalProps{Shell: causeShell(c, cause, "Remove a cause", "Remove"),
		Issue: cause.Of.Issue, Node: cause.CauseNode, Blockers: causes.RemoveCauseBlockers(cause.CauseNode)}))
}

// removeCause takes a cause off with all that lies under it.
func removeCause(c *serve.Call, cause causeRecord) error {
	f := c.Posted()
	version := f.Version("Load the page again")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := causeapp.RemoveCause(c.Context(), c.App, c.Actor, cause.ID, version); err != nil {
		return err
	}
	return c.Done("Cause removed", "/issues/%d/causes", cause.Of.ID)
}
