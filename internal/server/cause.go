package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func causeRoutes() []Route {
	return []Route{
		get("/issues/{id}/causes", policy.ViewIssues, causes),
		post("/issues/{id}/causes", policy.WorkCauses, addCause),
		get("/causes/{cause}", policy.WorkCauses, editCause),
		post("/causes/{cause}", policy.WorkCauses, changeCause),
		post("/causes/{cause}/moves", policy.WorkCauses, moveCause),
		get("/causes/{cause}/removal", policy.WorkCauses, askRemoveCause),
		post("/causes/{cause}/removal", policy.WorkCauses, removeCause),
	}
}

// causes shows the tree of causes of an issue; ?under= chooses what another is put under.
func causes(c *Call) error {
	return causesPage(c, http.StatusOK, form.With("parent", c.URL.Query().Get("under")))
}

func causesPage(c *Call, status int, f form.Form) error {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return err
	}
	i, tree, may, err := causesOf(c, id)
	if err != nil {
		return err
	}
	p := page.CausesProps{Form: f, Issue: i.Issue, Tree: tree, MayWork: may && i.CheckEdit() == nil}
	p.Shell = c.Shell("Root causes").Under("Issues", "/issues", i.Title, "/issues/"+idText(id), "Root causes")
	return c.Answer(status, page.Causes(p))
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

// causeOf loads the cause of the address in its tree, for somebody who works on it.
func causeOf(c *Call) (store.IssueRecord, []domain.CauseNode, domain.CauseNode, error) {
	none := domain.CauseNode{}
	id, err := pathID[domain.CauseID](c, "cause")
	if err != nil {
		return store.IssueRecord{}, nil, none, err
	}
	issue, err := c.Read.IssueOfCause(c.Context(), id)
	if err != nil {
		return store.IssueRecord{}, nil, none, err
	}
	i, tree, may, err := causesOf(c, issue)
	if err == nil && !may {
		err = domain.ErrForbidden
	}
	if err != nil {
		return i, nil, none, err
	}
	node, _, ok := domain.FindCause(tree, id)
	if !ok {
		return i, nil, none, domain.ErrNotFound
	}
	return i, tree, node, nil
}

func decodeCause(f *form.Form) domain.Cause {
	return domain.Cause{
		Parent:    form.ID[domain.CauseID](f, "parent", ""),
		Text:      f.Required("text", 1000, "Say what the cause is"),
		TakenPart: f.Required("taken_part", 300, "Say who took part in finding it: community groups, patch workers"),
	}
}

// addCause adds a cause to the tree.
func addCause(c *Call) error {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return err
	}
	f := c.Posted()
	cause := decodeCause(&f)
	cause.Issue = id
	if f.OK() {
		_, err = c.App.AddCause(c.Context(), c.Actor, cause)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return causesPage(c, http.StatusUnprocessableEntity, f)
	}
	return c.Done("Cause added", "/issues/%d/causes", id)
}

// editCause shows the form on which a cause is changed.
func editCause(c *Call) error {
	_, _, node, err := causeOf(c)
	if err != nil {
		return err
	}
	f := form.With("text", node.Text, "taken_part", node.TakenPart, "version", strconv.Itoa(node.Version))
	if node.Parent != 0 {
		f.Values.Set("parent", idText(node.Parent))
	}
	return causeForm(c, http.StatusOK, f, nil)
}

func causeForm(c *Call, status int, f form.Form, stale []page.StaleField) error {
	i, tree, node, err := causeOf(c)
	if err != nil {
		return err
	}
	at := "/issues/" + idText(i.ID)
	p := page.CauseFormProps{Form: f, Issue: i.Issue, ID: node.ID, Tree: tree, Stale: stale,
		Shell: c.Shell("Change a cause").Under("Issues", "/issues", i.Title, at, "Root causes", at+"/causes", "Change")}
	return c.Answer(status, page.CauseForm(p))
}

// changeCause saves the change. Where somebody else saved first, both are shown and what was typed stays.
func changeCause(c *Call) error {
	i, _, now, err := causeOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	cause := decodeCause(&f)
	cause.ID, cause.Version = now.ID, f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = c.App.ChangeCause(c.Context(), c.Actor, cause)
	}
	if errors.Is(err, domain.ErrConflict) {
		f.Values.Set("version", strconv.Itoa(now.Version))
		return causeForm(c, http.StatusConflict, f, page.StaleFields("Cause", now.Text, cause.Text, "Who took part", now.TakenPart, cause.TakenPart))
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return causeForm(c, http.StatusUnprocessableEntity, f, nil)
	}
	return c.Done("Cause saved", "/issues/%d/causes", i.ID)
}

// moveCause puts a cause one place up or down.
func moveCause(c *Call) error {
	i, _, node, err := causeOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	version, do := f.Int("version", 1, 1<<30, "Load the page again"), form.OneOf(&f, "do", []string{"up", "down"}, "Choose up or down")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := c.App.MoveCause(c.Context(), c.Actor, node.ID, version, do == "up"); err != nil {
		return err
	}
	return c.Done("Cause moved", "/issues/%d/causes", i.ID)
}

// askRemoveCause asks before a cause goes, with what would go with it.
func askRemoveCause(c *Call) error {
	i, _, node, err := causeOf(c)
	if err != nil {
		return err
	}
	at := "/issues/" + idText(i.ID)
	return c.Show(page.CauseRemoval(page.CauseRemovalProps{Issue: i.Issue, Node: node, Blockers: domain.RemoveCauseBlockers(node),
		Shell: c.Shell("Remove a cause").Under("Issues", "/issues", i.Title, at, "Root causes", at+"/causes", "Remove")}))
}

// removeCause takes a cause off with all that lies under it.
func removeCause(c *Call) error {
	i, _, node, err := causeOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := c.App.RemoveCause(c.Context(), c.Actor, node.ID, version); err != nil {
		return err
	}
	return c.Done("Cause removed", "/issues/%d/causes", i.ID)
}
