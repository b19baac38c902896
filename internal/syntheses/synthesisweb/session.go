// Package synthesisweb serves the pages of synthesis sessions with Area Members.
package synthesisweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/syntheses"
	"fourgates/internal/syntheses/synthesisapp"
	"fourgates/internal/syntheses/synthesisstore"
	"fourgates/web/frame"
)

// SynthesisRoutes lists the routes of synthesis sessions.
func SynthesisRoutes() []serve.Route {
	see := placeweb.AreaIn(policy.ViewGates)
	run := placeweb.AreaInFor(policy.ViewGates, policy.WorkIssues)
	return []serve.Route{
		serve.Get("/areas/{area}/synthesis", policy.ViewGates, serve.On(see, listSessions)),
		serve.Get("/areas/{area}/synthesis/new", policy.WorkIssues, serve.On(run, newSession)),
		serve.Post("/areas/{area}/synthesis", policy.WorkIssues, serve.On(run, planSession)),
		serve.Get("/synthesis/{session}", policy.ViewGates, serve.On(sessionSeen, showSession)),
		serve.Get("/synthesis/{session}/plan", policy.WorkIssues, serve.On(sessionRun, askPlan)),
		serve.Post("/synthesis/{session}/plan", policy.WorkIssues, serve.On(sessionRun, changePlan)),
		serve.Get("/synthesis/{session}/record", policy.WorkIssues, serve.On(sessionRun, askRecord)),
		serve.Post("/synthesis/{session}/records", policy.WorkIssues, serve.On(sessionRun, addRecord)),
		serve.Get("/synthesis/{session}/calling-off", policy.WorkIssues, serve.On(sessionRun, askCallOff)),
		serve.Post("/synthesis/{session}/calling-off", policy.WorkIssues, serve.On(sessionRun, callOff)),
	}
}

// sessionSeen loads the session of the address within what the actor may see: else domain.ErrNotFound.
func sessionSeen(c *serve.Call) (syntheses.Session, error) {
	id, err := serve.PathID[domain.SynthesisID](c, "session")
	if err != nil {
		return syntheses.Session{}, err
	}
	return synthesisstore.Session(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates), id)
}

// sessionRun is sessionSeen for an officer of its area: else domain.ErrForbidden.
func sessionRun(c *serve.Call) (syntheses.Session, error) {
	s, err := sessionSeen(c)
	if err != nil {
		return s, err
	}
	return s, policy.CheckIn(c.Actor, policy.WorkIssues, s.Area)
}

// under is what the pages of a session stand in.
func under(c *serve.Call, s syntheses.Session, title string) frame.Shell {
	at := "/areas/" + serve.IDText(s.Area)
	trail := []string{"Areas", "/areas", s.AreaName, at, "Synthesis with Members", at + "/synthesis"}
	if s.ID != 0 && title != heading(s) {
		trail = append(trail, heading(s), frame.To("/synthesis/%d", s.ID))
	}
	return c.Shell(title + " – " + s.AreaName).Under(append(trail, title)...)
}

// listSessions lists the sessions of an area's cycle.
func listSessions(c *serve.Call, area places.Area) error {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return err
	}
	all, err := synthesisstore.Sessions(c.Context(), c.Read, area.ID, cycle)
	if err != nil {
		return err
	}
	exempt, err := synthesisstore.Exempt(c.Context(), c.Read, area.ID, cycle)
	if err != nil {
		return err
	}
	return c.Show(Sessions(SessionsProps{Area: area, Cycle: cycle, Today: c.Today(), Sessions: all,
		NotAsked: exempt,
		MayRun:   syntheses.MayRun(c.Actor, area.ID) && cycle == area.Cycle && area.CheckCycle() == nil,
		Tabs:     placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		Shell:    placeweb.AreaShell(c, area, "Synthesis with Members")}))
}

// newSession shows the form that plans a session.
func newSession(c *serve.Call, area places.Area) error {
	return planForm(c, syntheses.Session{Area: area.ID, AreaName: area.Name}, form.New(nil))
}

// askPlan shows the form that changes when and where a session is held.
func askPlan(c *serve.Call, s syntheses.Session) error {
	if err := s.CheckOpen(); err != nil {
		return err
	}
	return planForm(c, s, form.With("held_on", s.HeldOn.String(), "held_at", s.HeldAt, "venue", s.Venue, "agenda",
		s.Agenda))
}

func planForm(c *serve.Call, s syntheses.Session, f form.Form) error {
	p := PlanProps{Form: f, Session: s, Today: c.Today(), Title: "Plan a synthesis session"}
	if s.ID != 0 {
		p.Title = "Change the synthesis session"
	}
	members, err := placestore.AreaMembers(c.Context(), c.Read, s.Area, c.Today())
	if err != nil {
		return err
	}
	p.Places = syntheses.PlacesOf(members)
	p.Shell = under(c, s, p.Title)
	return c.Page(f, Plan(p))
}

func decodePlan(f *form.Form) syntheses.Plan {
	return syntheses.Plan{HeldOn: f.Date("held_on", "Enter the day of the session"), HeldAt: f.Optional("held_at", 20),
		Venue:  f.Required("venue", 500, "Enter the place, or the link of a meeting on line"),
		Agenda: f.Optional("agenda", 2000)}
}

// planSession plans a session and invites the Members.
func planSession(c *serve.Call, area places.Area) error {
	f := c.Posted()
	plan := decodePlan(&f)
	var id domain.SynthesisID
	if err := f.Take(func() (err error) {
		id, err = synthesisapp.PlanSession(c.Context(), c.App, c.Actor, area.ID, plan)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return planForm(c, syntheses.Session{Area: area.ID, AreaName: area.Name}, f)
	}
	return c.Done("Planned", "/synthesis/%d", id)
}

// changePlan changes when and where a session is held.
func changePlan(c *serve.Call, s syntheses.Session) error {
	f := c.Posted()
	plan, version := decodePlan(&f), f.Version("")
	if err := f.Save(func() error {
		return synthesisapp.ChangePlan(c.Context(), c.App, c.Actor, s.ID, version, plan)
	}); err != nil {
		return err
	}
	if f.Stale() {
		now, err := sessionSeen(c)
		if err != nil {
			return err
		}
		s = now
		f.Newest(s.Version, "Day", s.HeldOn.Words(), plan.HeldOn.Words(), "Time", s.HeldAt, plan.HeldAt,
			"Place", s.Venue, plan.Venue, "Agenda", s.Agenda, plan.Agenda)
	}
	if !f.OK() {
		return planForm(c, s, f)
	}
	return c.Done("Changed", "/synthesis/%d", s.ID)
}

// showSession shows a session: who was invited, who came, what was synthesised, and what an earlier record said.
func showSession(c *serve.Call, s syntheses.Session) error {
	return c.Show(Session(SessionProps{Session: s, Today: c.Today(), MayRun: syntheses.MayRun(c.Actor, s.Area),
		Shell: under(c, s, "Synthesis session of "+s.HeldOn.Words())}))
}

// askRecord shows the form that records a session, or corrects its record.
func askRecord(c *serve.Call, s syntheses.Session) error {
	if err := s.CheckRecord(c.Today()); err != nil {
		return err
	}
	var pairs []string
	if s.Held() {
		r := s.Records[0]
		pairs = append(pairs, "synthesised", r.Synthesised)
		for _, a := range r.Attendance {
			pairs = append(pairs, "came-"+a.Key(), a.Came, "stood_in-"+a.Key(), a.StoodIn)
		}
	}
	return recordForm(c, s, form.With(pairs...))
}

func recordForm(c *serve.Call, s syntheses.Session, f form.Form) error {
	asked, err := synthesisstore.Asked(c.Context(), c.Read, s)
	if err != nil {
		return err
	}
	title := "Record the session"
	if s.Held() {
		title = "Correct the record"
	}
	return c.Page(f, Record(RecordProps{Form: f, Session: s, Asked: asked, Title: title, Shell: under(c, s, title)}))
}

// addRecord records a session, or corrects its record.
func addRecord(c *serve.Call, s syntheses.Session) error {
	f := c.Posted()
	asked, err := synthesisstore.Asked(c.Context(), c.Read, s)
	if err != nil {
		return err
	}
	r := decodeRecord(&f, s, asked)
	version := f.Version("")
	if err := f.Save(func() error {
		return synthesisapp.RecordSession(c.Context(), c.App, c.Actor, s.ID, version, r)
	}); err != nil {
		return err
	}
	if f.Stale() {
		if s, err = sessionSeen(c); err != nil {
			return err
		}
		now := ""
		if s.Held() {
			now = s.Records[0].Synthesised
		}
		f.Newest(s.Version, "What was synthesised", now, r.Synthesised)
	}
	if !f.OK() {
		return recordForm(c, s, f)
	}
	return c.Done("Recorded", "/synthesis/%d", s.ID)
}

func decodeRecord(f *form.Form, s syntheses.Session, asked []syntheses.Place) syntheses.Record {
	var r syntheses.Record
	for _, p := range asked {
		if p.Person == 0 {
			continue
		}
		a := syntheses.Attendance{Place: p}
		a.Came = form.OneOf(f, "came-"+p.Key(), syntheses.Ways(), "Say whether "+p.Name+" came")
		if a.Came == syntheses.Substitute {
			a.StoodIn = f.Required("stood_in-"+p.Key(), 200, "Enter who came for "+p.Name)
		}
		r.Attendance = append(r.Attendance, a)
	}
	r.Synthesised = f.Required("synthesised", 8000, "Say what was synthesised")
	if s.Held() {
		r.Reason = f.Required("reason", 1000, "Say why it is corrected: it shows beside the record")
	}
	return r
}

// askCallOff asks why a session is not held.
func askCallOff(c *serve.Call, s syntheses.Session) error {
	if err := s.CheckOpen(); err != nil {
		return err
	}
	return callOffForm(c, s, form.New(nil))
}

// callOff calls a session off.
func callOff(c *serve.Call, s syntheses.Session) error {
	f := c.Posted()
	reason := f.Required("reason", 1000, "Say why it is called off: the Members are told")
	if err := f.Take(func() error {
		return synthesisapp.CallOff(c.Context(), c.App, c.Actor, s.ID, reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return callOffForm(c, s, f)
	}
	return c.Done("Called off", "/synthesis/%d", s.ID)
}

func callOffForm(c *serve.Call, s syntheses.Session, f form.Form) error {
	return c.Page(f, frame.Reason(frame.ReasonProps{Form: f, Title: "Call off the session", Caption: s.AreaName,
		Lead: "The session of " + s.When() + " is not held then. The Members who were invited are told.",
		Back: frame.To("/synthesis/%d", s.ID), Field: "reason", Label: "Why?", Button: "Call it off", Warning: true,
		Shell: under(c, s, "Call off the session")}))
}
