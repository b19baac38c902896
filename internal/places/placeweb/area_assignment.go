package placeweb

import (
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// assignments shows who is and was assigned to an area.
func assignments(c *serve.Call, area places.Area) error {
	return assignmentPage(c, area, serve.WithDay(form.New(nil), "from", c.Today()))
}

func assignmentPage(c *serve.Call, area places.Area, f form.Form) error {
	p := AssignmentsProps{Form: f, Area: area, Today: c.Today(), MayAssign: mayDo(c.Actor, area).Assign,
		Tabs: AreaTabs(c.Actor, area.ID, "/areas/"+serve.IDText(area.ID)+"/assignments")}
	var err error
	if p.All, err = placestore.Assignments(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	if p.MayAssign {
		if p.Officers, err = placestore.Officers(c.Context(), c.Read, c.Today()); err != nil {
			return err
		}
	}
	p.Shell = AreaShell(c, area, "Officers")
	return c.Page(f, Assignments(p))
}

// assignOfficer assigns an officer to an area.
func assignOfficer(c *serve.Call, area places.Area) error {
	f := c.Posted()
	who, role, _ := strings.Cut(f.Required("person", 40, "Choose an officer"), " ")
	chosen := form.With("person", who)
	n := places.Assignment{Area: area.ID, Person: form.ID[domain.PersonID](&chosen, "person", ""), Role: role,
		Span: domain.Span{From: f.Date("from", "Enter the first day"), To: f.OptionalDate("to", "Last day")}}
	if err := f.Take(func() error { return placeapp.AssignOfficer(c.Context(), c.App, c.Actor, n) }); err != nil {
		return err
	}
	if !f.OK() {
		return assignmentPage(c, area, f)
	}
	return c.Done("Officer assigned", "/areas/%d/assignments", area.ID)
}

// areaAssignment is an assignment with the area that it is to.
type areaAssignment struct {
	places.Assignment
	To places.Area
}

// assignmentOf loads the assignment of the address, for those who assign officers to its area.
func assignmentOf(c *serve.Call) (a areaAssignment, err error) {
	if a.To, err = AreaFor(policy.AssignOfficers)(c); err != nil {
		return a, err
	}
	id, err := serve.PathID[domain.AssignmentID](c, "assignment")
	if err != nil {
		return a, err
	}
	a.Assignment, err = placestore.Assignment(c.Context(), c.Read, a.To.ID, id)
	return a, err
}

// askEndAssignment shows the form that ends an assignment.
func askEndAssignment(c *serve.Call, a areaAssignment) error {
	return endAssignmentForm(c, a, serve.WithDay(form.New(nil), "to", c.Today()))
}

func endAssignmentForm(c *serve.Call, a areaAssignment, f form.Form) error {
	back := "/areas/" + serve.IDText(a.To.ID) + "/assignments"
	return c.Page(f, End(EndProps{Shell: AreaShell(c, a.To, "End an assignment"), Form: f, Caption: a.To.Name,
		Heading: "End the assignment of " + a.Name, Words: a.Name + " is assigned " + a.Span.Words() + ".",
		Action: back + "/" + serve.IDText(a.ID) + "/end", Back: back, Submit: "End the assignment"}))
}

// endAssignment ends an assignment.
func endAssignment(c *serve.Call, a areaAssignment) error {
	f := c.Posted()
	on := f.Date("to", "Enter the last day")
	err := f.Take(func() error { return placeapp.EndAssignment(c.Context(), c.App, c.Actor, a.To.ID, a.ID, on) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return endAssignmentForm(c, a, f)
	}
	return c.Done("Assignment ended", "/areas/%d/assignments", a.To.ID)
}
