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
func assignments(c *Call) error {
	return assignmentPage(c, http.StatusOK, withDay(form.New(nil), "from", c.Today()))
}

func assignmentPage(c *Call, status int, f form.Form) error {
	area, err := areaOf(c)
	if err != nil {
		return err
	}
	p := page.AssignmentsProps{Form: f, Area: area, Today: c.Today(), MayAssign: mayDo(c.Actor, area).Assign}
	if p.All, err = c.Read.Assignments(c.Context(), area.ID); err != nil {
		return err
	}
	if p.MayAssign {
		if p.Officers, err = c.Read.Officers(c.Context(), c.Today()); err != nil {
			return err
		}
	}
	p.Shell = areaShell(c, area, "Officers")
	return c.Answer(status, page.Assignments(p))
}

// assignOfficer assigns an officer to an area.
func assignOfficer(c *Call) error {
	area, err := areaFor(policy.AssignOfficers)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	who, role, _ := strings.Cut(f.Required("person", 40, "Choose an officer"), " ")
	chosen := form.With("person", who)
	n := domain.Assignment{Area: area.ID, Person: form.ID[domain.PersonID](&chosen, "person", ""), Role: role,
		Span: domain.Span{From: f.Date("from", "Enter the first day"), To: f.OptionalDate("to")}}
	if f.OK() {
		err := c.App.AssignOfficer(c.Context(), c.Actor, n)
		if err == nil {
			return c.Done("Officer assigned", "/areas/%d/assignments", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return assignmentPage(c, http.StatusUnprocessableEntity, f)
}

// askEndAssignment shows the form that ends an assignment.
func askEndAssignment(c *Call) error {
	return endAssignmentForm(c, http.StatusOK, withDay(form.New(nil), "to", c.Today()))
}

func endAssignmentForm(c *Call, status int, f form.Form) error {
	area, err := areaFor(policy.AssignOfficers)(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.AssignmentID](c, "assignment")
	if err != nil {
		return err
	}
	a, err := c.Read.Assignment(c.Context(), area.ID, id)
	if err != nil {
		return err
	}
	back := "/areas/" + idText(area.ID) + "/assignments"
	p := page.EndProps{Shell: areaShell(c, area, "End an assignment"), Form: f, Caption: area.Name, Heading: "End the assignment of " + a.Name,
		Words: a.Name + " is assigned " + a.Span.Words() + ".", Action: back + "/" + idText(id) + "/end", Back: back, Submit: "End the assignment"}
	return c.Answer(status, page.End(p))
}

// endAssignment ends an assignment.
func endAssignment(c *Call) error {
	area, err := areaFor(policy.AssignOfficers)(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.AssignmentID](c, "assignment")
	if err != nil {
		return err
	}
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	if f.OK() {
		err := c.App.EndAssignment(c.Context(), c.Actor, area.ID, id, on)
		if err == nil {
			return c.Done("Assignment ended", "/areas/%d/assignments", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return endAssignmentForm(c, http.StatusUnprocessableEntity, f)
}
