package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

// peoplePage is how many people one page of the list shows.
const peoplePage = 50

func (s *Server) people(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.Form)
	filter := store.PeopleFilter{Text: f.Text("text"), Role: policy.Role(f.Text("role")), Most: peoplePage + 1}
	if !slices.Contains(policy.Roles(), filter.Role) {
		filter.Role = ""
		f.Values.Del("role")
	}
	if after, err := strconv.ParseInt(f.Text("after"), 10, 64); err == nil && after > 0 {
		filter.After = domain.PersonID(after)
	}
	list, err := s.read.People(r.Context(), filter, s.Now())
	if err != nil {
		return err
	}
	const title = "People"
	props := page.PeopleProps{Shell: s.shell(r, actor, title).Under("Administration", "/admin", title), Form: f, People: list}
	if filter.After != 0 {
		props.First = page.PeopleAddress(filter.Text, string(filter.Role), 0)
	}
	if len(list) > peoplePage {
		props.People = list[:peoplePage]
		props.Next = page.PeopleAddress(filter.Text, string(filter.Role), list[peoplePage-1].ID)
	}
	return s.render(w, r, http.StatusOK, page.People(props))
}

func (s *Server) newPerson(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.showPersonForm(w, r, http.StatusOK, actor, page.PersonFormProps{Form: form.New(nil)})
}

func (s *Server) showPersonForm(w http.ResponseWriter, r *http.Request, status int, actor policy.Actor, p page.PersonFormProps) error {
	title := "Invite a person"
	if p.ID != 0 {
		title = "Correct name or e-mail address"
	}
	p.Shell = s.shell(r, actor, title).Under("Administration", "/admin", "People", "/admin/people", title)
	if !p.OK() {
		p.Shell = p.Shell.WithErrors()
	}
	return s.render(w, r, status, page.PersonForm(p))
}

func (s *Server) invitePerson(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	id, token, err := s.app.InvitePerson(r.Context(), actor, f.Text("name"), f.Text("email"))
	if f.Refuse(err) {
		return s.showPersonForm(w, r, http.StatusUnprocessableEntity, actor, page.PersonFormProps{Form: f})
	}
	if err != nil {
		return err
	}
	return s.showLink(w, r, actor, id, token)
}

// showLink answers a POST with the link itself. It is nowhere else: neither in the database nor in the session.
func (s *Server) showLink(w http.ResponseWriter, r *http.Request, actor policy.Actor, id domain.PersonID, token string) error {
	i, err := s.app.Invitation(r.Context(), token)
	if err != nil {
		return err
	}
	const title = "Link to set a password"
	props := page.LinkProps{Shell: s.shell(r, actor, title).Under("Administration", "/admin", "People", "/admin/people", title), Invitation: i,
		Link: s.base(r) + "/invitations/" + token}
	return s.render(w, r, http.StatusCreated, page.InvitationLink(props))
}

// base is the start of links that leave the application.
func (s *Server) base(r *http.Request) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	scheme := "http://"
	if s.Secure {
		scheme = "https://"
	}
	return scheme + r.Host
}

func (s *Server) person(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	return s.showPerson(w, r, actor, id)
}

func (s *Server) showPerson(w http.ResponseWriter, r *http.Request, actor policy.Actor, id domain.PersonID) error {
	ctx := r.Context()
	p, err := s.read.Person(ctx, id)
	if err != nil {
		return err
	}
	until, err := s.read.InvitedUntil(ctx, id, s.Now())
	if err != nil {
		return err
	}
	grants, err := s.read.Grants(ctx, id)
	if err != nil {
		return err
	}
	terms, err := s.read.TermsOf(ctx, id)
	if err != nil {
		return err
	}
	history, err := s.read.History(ctx, "person", int64(id))
	if err != nil {
		return err
	}
	props := page.PersonProps{Shell: s.shell(r, actor, p.Name).Under("Administration", "/admin", "People", "/admin/people", p.Name), Person: p, InvitedUntil: until,
		Roles: roleLines(grants, terms, s.app.Today()), Own: id == actor.ID}
	for _, e := range history {
		props.History = append(props.History, ui.TimelineItem{Title: e.Summary, By: e.Actor, At: e.At})
	}
	return s.render(w, r, http.StatusOK, page.Person(props))
}

func (s *Server) editPerson(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	p, err := s.read.Person(r.Context(), id)
	if err != nil {
		return err
	}
	f := form.With("name", p.Name, "email", p.Email, "version", strconv.Itoa(p.Version))
	return s.showPersonForm(w, r, http.StatusOK, actor, page.PersonFormProps{Form: f, ID: id})
}

func (s *Server) changePerson(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	err = s.app.ChangePerson(r.Context(), actor, id, versionOf(f), f.Text("name"), f.Text("email"))
	if f.Refuse(err) {
		return s.showPersonForm(w, r, http.StatusUnprocessableEntity, actor, page.PersonFormProps{Form: f, ID: id})
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.stalePerson(w, r, actor, id, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Name and address saved", "/admin/people/%d", id)
}

func (s *Server) stalePerson(w http.ResponseWriter, r *http.Request, actor policy.Actor, id domain.PersonID, f form.Form) error {
	p, err := s.read.Person(r.Context(), id)
	if err != nil {
		return err
	}
	stale := page.StaleFields("Name", p.Name, f.Text("name"), "E-mail address", p.Email, domain.FoldEmail(f.Text("email")))
	f.Values.Set("version", strconv.Itoa(p.Version))
	return s.showPersonForm(w, r, http.StatusConflict, actor, page.PersonFormProps{Form: f, ID: id, Stale: stale})
}

func (s *Server) inviteAgain(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	token, err := s.app.InviteAgain(r.Context(), actor, id)
	if err != nil {
		return err
	}
	return s.showLink(w, r, actor, id, token)
}

func (s *Server) disablePerson(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	if err := s.app.DisablePerson(r.Context(), actor, id); err != nil {
		return err
	}
	return s.done(w, r, "The account is disabled and its sessions have ended", "/admin/people/%d", id)
}

func (s *Server) enablePerson(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	if err := s.app.EnablePerson(r.Context(), actor, id); err != nil {
		return err
	}
	return s.done(w, r, "They can sign in again", "/admin/people/%d", id)
}
