package server

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func causeRoutes() []Route {
	return []Route{
		get("/issues/{id}/causes", policy.ViewIssues, on(idOf[domain.IssueID]("id"), causes)),
		post("/issues/{id}/causes", policy.WorkCauses, on(idOf[domain.IssueID]("id"), addCause)),
		get("/causes/{cause}", policy.WorkCauses, on(causeOf, editCause)),
		post("/causes/{cause}", policy.WorkCauses, on(causeOf, changeCause)),
		post("/causes/{cause}/moves", policy.WorkCauses, on(causeOf, moveCause)),
		get("/causes/{cause}/removal", policy.WorkCauses, on(causeOf, askRemoveCause)),
		post("/causes/{cause}/removal", policy.WorkCauses, on(causeOf, removeCause)),
	}
}

// causes shows the tree of causes of an issue; ?under= chooses what another is put under.
func causes(c *Call, id domain.IssueID) error {
	return causesPage(c, id, form.With("parent", c.URL.Query().Get("under")))
}

func causesPage(c *Call, id domain.IssueID, f form.Form) error {
	i, tree, may, err := causesOf(c, id)
	if err != nil {
		return err
	}
	p := page.CausesProps{Form: f, Issue: i.Issue, Tree: tree, MayWork: may && i.CheckEdit() == nil}
	p.Shell = c.Shell("Root causes").Under("Issues", "/issues", i.Title, "/issues/"+idText(id), "Root causes")
	return c.Page(f, page.Causes(p))
}

// causesOf loads an issue with its tree, and whether the actor works on it.
func causesOf(c *Call, id domain.IssueID) (store.IssueRecord, []domain.CauseNode, bool, error) {
	i, err := c.Read.Issue(c.Context(), policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return i, nil, false, err
	}
	services, organisations, err := c.Read.IssueParties(c.Context(), id)
	if err != nil {
		return i, nil, false, err
	}
	list, err := c.Read.Causes(c.Context(), id)
	return i, domain.CauseTree(list), policy.MayWorkCauses(c.Actor, i.Area, services, organisations), err
}

// causeRecord is a cause in the tree of its issue.
type causeRecord struct {
	domain.CauseNode
	Of   store.IssueRecord
	Tree []domain.CauseNode
}

// causeOf loads the cause of the address in its tree, for somebody who works on it.
func causeOf(c *Call) (cause causeRecord, err error) {
	id, err := pathID[domain.CauseID](c, "cause")
	if err != nil {
		return cause, err
	}
	issue, err := c.Read.IssueOfCause(c.Context(), id)
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
	if cause.CauseNode, _, found = domain.FindCause(cause.Tree, id); !found {
		return cause, domain.ErrNotFound
	}
	return cause, nil
}

func causeShell(c *Call, cause causeRecord, title, step string) page.Shell {
	at := "/issues/" + idText(cause.Of.ID)
	return c.Shell(title).Under("Issues", "/issues", cause.Of.Title, at, "Root causes", at+"/causes", step)
}

func decodeCause(f *form.Form) domain.Cause {
	return domain.Cause{
		Parent:    form.ID[domain.CauseID](f, "parent", ""),
		Text:      f.Required("text", 1000, "Say what the cause is"),
		TakenPart: f.Required("taken_part", 300, "Say who took part in finding it: community groups, patch workers"),
	}
}

// addCause adds a cause to the tree.
func addCause(c *Call, id domain.IssueID) error {
	f := c.Posted()
	cause := decodeCause(&f)
	cause.Issue = id
	if err := f.Take(func() error { _, err := c.App.AddCause(c.Context(), c.Actor, cause); return err }); err != nil {
		return err
	}
	if !f.OK() {
		return causesPage(c, id, f)
	}
	return c.Done("Cause added", "/issues/%d/causes", id)
}

// editCause shows the form on which a cause is changed.
func editCause(c *Call, cause causeRecord) error {
	f := form.With("text", cause.Text, "taken_part", cause.TakenPart, "version", strconv.Itoa(cause.Version))
	if cause.Parent != 0 {
		f.Values.Set("parent", idText(cause.Parent))
	}
	return causeForm(c, cause, f)
}

func causeForm(c *Call, cause causeRecord, f form.Form) error {
	shell := causeShell(c, cause, "Change a cause", "Change")
	return c.Page(f, page.CauseForm(page.CauseFormProps{Shell: shell, Form: f, Issue: cause.Of.Issue, ID: cause.ID,
		Tree: cause.Tree}))
}

// changeCause saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeCause(c *Call, now causeRecord) error {
	f := c.Posted()
	cause := decodeCause(&f)
	cause.ID, cause.Version = now.ID, f.Version("Load the page again")
	if err := f.Save(func() error { return c.App.ChangeCause(c.Context(), c.Actor, cause) }); err != nil {
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
func moveCause(c *Call, cause causeRecord) error {
	f := c.Posted()
	version := f.Version("Load the page again")
	do := form.OneOf(&f, "do", []string{"up", "down"}, "Choose up or down")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := c.App.MoveCause(c.Context(), c.Actor, cause.ID, version, do == "up"); err != nil {
		return err
	}
	return c.Done("Cause moved", "/issues/%d/causes", cause.Of.ID)
}

// askRemoveCause asks before a cause goes, with what would go with it.
func askRemoveCause(c *Call, cause causeRecord) error {
	return c.Show(page.CauseRemoval(page.CauseRemovalProps{Shell: causeShell(c, cause, "Remove a cause", "Remove"),
		Issue: cause.Of.Issue, Node: cause.CauseNode, Blockers: domain.RemoveCauseBlockers(cause.CauseNode)}))
}

// removeCause takes a cause off with all that lies under it.
func removeCause(c *Call, cause causeRecord) error {
	f := c.Posted()
	version := f.Version("Load the page again")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := c.App.RemoveCause(c.Context(), c.Actor, cause.ID, version); err != nil {
		return err
	}
	return c.Done("Cause removed", "/issues/%d/causes", cause.Of.ID)
}
