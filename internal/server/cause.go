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

func (s *Server) causeRoutes() []Route {
	return []Route{
		get("/issues/{id}/causes", policy.ViewIssues, s.causes),
		post("/issues/{id}/causes", policy.WorkCauses, s.addCause),
		get("/causes/{cause}", policy.WorkCauses, s.editCause),
		post("/causes/{cause}", policy.WorkCauses, s.changeCause),
		post("/causes/{cause}/moves", policy.WorkCauses, s.moveCause),
		get("/causes/{cause}/removal", policy.WorkCauses, s.askRemoveCause),
		post("/causes/{cause}/removal", policy.WorkCauses, s.removeCause),
	}
}

// causes shows the tree of causes of an issue; ?under= chooses what another is put under.
func (s *Server) causes(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.causesPage(w, r, actor, http.StatusOK, form.With("parent", r.URL.Query().Get("under")))
}

func (s *Server) causesPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	i, tree, may, err := s.causesOf(r, actor, id)
	if err != nil {
		return err
	}
	p := page.CausesProps{Form: f, Issue: i.Issue, Tree: tree, MayWork: may && i.CheckEdit() == nil}
	p.Shell = s.shell(r, actor, "Root causes").Under("Issues", "/issues", i.Title, "/issues/"+idText(id), "Root causes")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Causes(p))
}

// causesOf loads an issue with its tree, and whether the actor works on it.
func (s *Server) causesOf(r *http.Request, actor policy.Actor, id domain.IssueID) (store.IssueRecord, []domain.CauseNode, bool, error) {
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), id)
	if err != nil {
		return i, nil, false, err
	}
	services, organisations, err := s.read.IssueParties(r.Context(), id)
	if err != nil {
		return i, nil, false, err
	}
	list, err := s.read.Causes(r.Context(), id)
	return i, domain.CauseTree(list), policy.MayWorkCauses(actor, i.Area, services, organisations), err
}

// causeOf loads the cause of the address in its tree, for somebody who works on it.
func (s *Server) causeOf(r *http.Request, actor policy.Actor) (store.IssueRecord, []domain.CauseNode, domain.CauseNode, error) {
	none := domain.CauseNode{}
	id, err := pathID[domain.CauseID](r, "cause")
	if err != nil {
		return store.IssueRecord{}, nil, none, err
	}
	issue, err := s.read.IssueOfCause(r.Context(), id)
	if err != nil {
		return store.IssueRecord{}, nil, none, err
	}
	i, tree, may, err := s.causesOf(r, actor, issue)
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
func (s *Server) addCause(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	c := decodeCause(&f)
	c.Issue = id
	if f.OK() {
		_, err = s.app.AddCause(r.Context(), actor, c)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.causesPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Cause added", "/issues/%d/causes", id)
}

// editCause shows the form on which a cause is changed.
func (s *Server) editCause(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	_, _, node, err := s.causeOf(r, actor)
	if err != nil {
		return err
	}
	f := form.With("text", node.Text, "taken_part", node.TakenPart, "version", strconv.Itoa(node.Version))
	if node.Parent != 0 {
		f.Values.Set("parent", idText(node.Parent))
	}
	return s.causeForm(w, r, actor, http.StatusOK, f, nil)
}

func (s *Server) causeForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form, stale []page.StaleField) error {
	i, tree, node, err := s.causeOf(r, actor)
	if err != nil {
		return err
	}
	at := "/issues/" + idText(i.ID)
	p := page.CauseFormProps{Form: f, Issue: i.Issue, ID: node.ID, Tree: tree, Stale: stale,
		Shell: s.shell(r, actor, "Change a cause").Under("Issues", "/issues", i.Title, at, "Root causes", at+"/causes", "Change")}
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.CauseForm(p))
}

// changeCause saves the change. Where somebody else saved first, both are shown and what was typed stays.
func (s *Server) changeCause(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, _, now, err := s.causeOf(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	c := decodeCause(&f)
	c.ID, c.Version = now.ID, f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = s.app.ChangeCause(r.Context(), actor, c)
	}
	if errors.Is(err, domain.ErrConflict) {
		f.Values.Set("version", strconv.Itoa(now.Version))
		return s.causeForm(w, r, actor, http.StatusConflict, f, page.StaleFields("Cause", now.Text, c.Text, "Who took part", now.TakenPart, c.TakenPart))
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.causeForm(w, r, actor, http.StatusUnprocessableEntity, f, nil)
	}
	return s.done(w, r, "Cause saved", "/issues/%d/causes", i.ID)
}

// moveCause puts a cause one place up or down.
func (s *Server) moveCause(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, _, node, err := s.causeOf(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	version, do := f.Int("version", 1, 1<<30, "Load the page again"), form.OneOf(&f, "do", []string{"up", "down"}, "Choose up or down")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := s.app.MoveCause(r.Context(), actor, node.ID, version, do == "up"); err != nil {
		return err
	}
	return s.done(w, r, "Cause moved", "/issues/%d/causes", i.ID)
}

// askRemoveCause asks before a cause goes, with what would go with it.
func (s *Server) askRemoveCause(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, _, node, err := s.causeOf(r, actor)
	if err != nil {
		return err
	}
	at := "/issues/" + idText(i.ID)
	return s.render(w, r, http.StatusOK, page.CauseRemoval(page.CauseRemovalProps{Issue: i.Issue, Node: node, Blockers: domain.RemoveCauseBlockers(node),
		Shell: s.shell(r, actor, "Remove a cause").Under("Issues", "/issues", i.Title, at, "Root causes", at+"/causes", "Remove")}))
}

// removeCause takes a cause off with all that lies under it.
func (s *Server) removeCause(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, _, node, err := s.causeOf(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if !f.OK() {
		return domain.Blocked("", f.Problems[0].Message)
	}
	if err := s.app.RemoveCause(r.Context(), actor, node.ID, version); err != nil {
		return err
	}
	return s.done(w, r, "Cause removed", "/issues/%d/causes", i.ID)
}
