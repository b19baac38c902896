package server

import (
	"net/http"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// assignments shows who is and was assigned to an area.
func (s *Server) assignments(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.assignmentPage(w, r, actor, http.StatusOK, withDay(form.New(nil), "from", s.today()))
}

func (s *Server) assignmentPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaOf(r, actor)
	if err != nil {
		return err
	}
	p := page.AssignmentsProps{Form: f, Area: area, Today: s.today(), MayAssign: mayDo(actor, area).Assign}
	if p.All, err = s.read.Assignments(r.Context(), area.ID); err != nil {
		return err
	}
	if p.MayAssign {
		if p.Officers, err = s.read.Officers(r.Context(), s.today()); err != nil {
			return err
		}
	}
	p.Shell = s.areaShell(r, actor, area, "Officers")
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Assignments(p))
}

// assignOfficer assigns an officer to an area.
func (s *Server) assignOfficer(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.AssignOfficers)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	who, role, _ := strings.Cut(f.Required("person", 40, "Choose an officer"), " ")
	chosen := form.With("person", who)
	n := domain.Assignment{Area: area.ID, Person: form.ID[domain.PersonID](&chosen, "person", ""), Role: role,
		Span: domain.Span{From: f.Date("from", "Enter the first day"), To: f.OptionalDate("to")}}
	if f.OK() {
		err := s.app.AssignOfficer(r.Context(), actor, n)
		if err == nil {
			return s.done(w, r, "Officer assigned", "/areas/%d/assignments", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.assignmentPage(w, r, actor, http.StatusUnprocessableEntity, f)
}

// askEndAssignment shows the form that ends an assignment.
func (s *Server) askEndAssignment(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.endAssignmentForm(w, r, actor, http.StatusOK, withDay(form.New(nil), "to", s.today()))
}

func (s *Server) endAssignmentForm(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaFor(r, actor, policy.AssignOfficers)
	if err != nil {
		return err
	}
	id, err := pathID[domain.AssignmentID](r, "assignment")
	if err != nil {
		return err
	}
	a, err := s.read.Assignment(r.Context(), area.ID, id)
	if err != nil {
		return err
	}
	back := "/areas/" + idText(area.ID) + "/assignments"
	p := page.EndProps{Shell: s.areaShell(r, actor, area, "End an assignment"), Form: f, Caption: area.Name, Heading: "End the assignment of " + a.Name,
		Words: a.Name + " is assigned " + a.Span.Words() + ".", Action: back + "/" + idText(id) + "/end", Back: back, Submit: "End the assignment"}
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.End(p))
}

// endAssignment ends an assignment.
func (s *Server) endAssignment(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.AssignOfficers)
	if err != nil {
		return err
	}
	id, err := pathID[domain.AssignmentID](r, "assignment")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	on := f.Date("to", "Enter the last day")
	if f.OK() {
		err := s.app.EndAssignment(r.Context(), actor, area.ID, id, on)
		if err == nil {
			return s.done(w, r, "Assignment ended", "/areas/%d/assignments", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.endAssignmentForm(w, r, actor, http.StatusUnprocessableEntity, f)
}
