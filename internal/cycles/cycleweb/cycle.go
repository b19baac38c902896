// Package cycleweb serves the pages of areas' cycles.
package cycleweb

import (
	"fourgates/internal/cycles"
	"fourgates/internal/cycles/cycleapp"
	"fourgates/internal/cycles/cyclestore"
	"fourgates/internal/diaries/diarystore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelinestore"
	"fourgates/web/frame"
)

// CycleRoutes lists the routes of areas' cycles.
func CycleRoutes() []serve.Route {
	move := placeweb.AreaFor(policy.MoveCycle)
	return []serve.Route{
		serve.Get("/areas/{area}/cycles", policy.ViewAreas, serve.On(placeweb.AreaOf, listCycles)),
		serve.Get("/areas/{area}/cycle-end", policy.MoveCycle,
			serve.On(move, askEnd)).RestsOn("area", "area").RestsOnAllIn("area", "attempt"),
		serve.Post("/areas/{area}/cycle-end", policy.MoveCycle,
			serve.On(move, endCycle)).RestsOn("area", "area").RestsOnAllIn("area", "attempt"),
		serve.Get("/areas/{area}/next-cycle", policy.MoveCycle,
			serve.On(move, askNext)).RestsOn("area", "area").RestsOnAllIn("area", "attempt"),
		serve.Post("/areas/{area}/next-cycle", policy.MoveCycle,
			serve.On(move, beginCycle)).RestsOn("area", "area").RestsOnAllIn("area", "attempt"),
	}
}

// listCycles lists the cycles of an area, the newest first.
func listCycles(c *serve.Call, area places.Area) error {
	list, err := cyclestore.List(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	may := func(act policy.Action) bool { return policy.CanIn(c.Actor, act, area.ID) }
	return c.Show(Cycles(CyclesProps{Shell: placeweb.AreaShell(c, area, "Cycles"), Area: area, Cycles: list,
		Tabs:     placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		SeePlans: may(policy.ViewPlans), SeeGates: may(policy.ViewGates), SeeIssues: may(policy.ViewIssues),
		MayEnd:   may(policy.MoveCycle) && area.CycleEnded.IsZero() && cycles.Runs(area.State),
		MayBegin: may(policy.MoveCycle) && !area.CycleEnded.IsZero() && !area.Ended()}))
}

// shell is the shell of a page under the cycles of an area.
func shell(c *serve.Call, area places.Area, title string) frame.Shell {
	at := frame.To("/areas/%d", area.ID)
	return c.Shell(title+" – "+area.Name).Under("Areas", "/areas", area.Name, at, "Cycles", at+"/cycles", title).
		Overridden(area.Overrides)
}

// askEnd shows what becomes of everything when the present cycle ends, and the form that ends it.
func askEnd(c *serve.Call, area places.Area) error { return endForm(c, area, form.New(nil)) }

func endForm(c *serve.Call, area places.Area, f form.Form) error {
	is, err := cyclestore.Standing(c.Context(), c.Read, area, c.Today())
	if err != nil {
		return err
	}
	conditions, err := gatestore.OpenConditions(c.Context(), c.Read, policy.Scope{Areas: []domain.AreaID{area.ID}})
	if err != nil {
		return err
	}
	return c.Page(f, CycleEnd(CycleEndProps{Shell: shell(c, area, frame.To("End cycle %d", area.Cycle)), Form: f,
		Standing: is, Conditions: conditions, Today: c.Today()}))
}

// endCycle ends the present cycle.
func endCycle(c *serve.Call, area places.Area) error {
	f := c.Posted()
	e := cycles.End{On: f.Date("on", "Enter the day on which the cycle ends"),
		How:     form.OneOf(&f, "how", cycles.Hows(), "Choose how the cycle ends"),
		Reason:  f.Required("reason", cycles.MostReason, "Enter why the cycle ends: it stands with the cycle"),
		LeftOut: map[domain.IssueID]string{}}
	for _, id := range form.IDs[domain.IssueID](&f, "issue") {
		if why := f.Optional(cycles.OutField(id), cycles.MostReason); why != "" {
			e.LeftOut[id] = why
		}
	}
	if err := f.Take(func() error {
		return cycleapp.EndCycle(c.Context(), c.App, c.Actor, area.ID, e)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return endForm(c, area, f)
	}
	return c.Done(frame.To("Cycle %d has ended", area.Cycle), "/areas/%d/cycles", area.ID)
}

// askNext shows what the next cycle begins with and where its gates fall, and the form that begins it.
func askNext(c *serve.Call, area places.Area) error { return nextForm(c, area, form.New(nil)) }

// nextForm shows the dates for the day that is typed, today's without one: nobody agrees to what was not shown
// (domain §7, ruling 16).
func nextForm(c *serve.Call, area places.Area, f form.Form) error {
	p := NextCycleProps{Form: f, Shell: shell(c, area, frame.To("Begin cycle %d", area.Cycle+1)), Today: c.Today()}
	read := f
	if p.On = read.OptionalDate("on"); !read.OK() || p.On.IsZero() || p.On.After(c.Today()) {
		p.On = c.Today()
	}
	var err error
	if p.Standing, err = cyclestore.Standing(c.Context(), c.Read, area, c.Today()); err != nil {
		return err
	}
	t, err := timelinestore.Afresh(c.Context(), c.Read, p.On)
	if err != nil {
		return err
	}
	p.Gates = t.GateDates(c.Today())
	if p.Calendar, err = diarystore.AreaCalendar(c.Context(), c.Read, area.ID, c.Today()); err != nil {
		return err
	}
	return c.Page(f, NextCycle(p))
}

// beginCycle begins the next cycle. Where its gates were shown for another day than is typed, it shows them first.
func beginCycle(c *serve.Call, area places.Area) error {
	f := c.Posted()
	on := f.Date("on", "Enter the day on which the cycle begins")
	if f.OK() && !on.After(c.Today()) && (f.Text("shown") != on.String() || f.Text("do") == "show") {
		return nextForm(c, area, f)
	}
	if err := f.Take(func() error {
		return cycleapp.BeginCycle(c.Context(), c.App, c.Actor, area.ID, on)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return nextForm(c, area, f)
	}
	return c.Done(frame.To("Cycle %d has begun. Gate 1 is asked again", area.Cycle+1), "/areas/%d/cycles", area.ID)
}
