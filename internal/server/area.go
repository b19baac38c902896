package server

import (
	"errors"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/internal/store"
	"fourgates/web/frame"
	"fourgates/web/page"
	"fourgates/web/ui"
)

func AreaRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/areas", policy.ViewAreas, listAreas),
		serve.Get("/areas/new", policy.ProposeArea, newArea),
		serve.Post("/areas", policy.ProposeArea, proposeArea),
		serve.Get("/areas/{area}", policy.ViewAreas, serve.On(areaOf, area)),
		serve.Get("/areas/{area}/edit", policy.EditArea, serve.On(areaFor(policy.EditArea), editArea)),
		serve.Post("/areas/{area}", policy.EditArea, serve.On(areaFor(policy.EditArea), changeArea)),
		serve.Get("/areas/{area}/history", policy.ViewAreas, serve.On(areaOf, areaHistory)),
		serve.Get("/areas/{area}/members", policy.ViewAreas, serve.On(areaOf, areaMembers)),

		serve.Get("/areas/{area}/boundary", policy.ViewAreas, serve.On(areaOf, areaGround)),
		serve.Get("/areas/{area}/boundary.geojson", policy.ViewAreas, serve.On(areaOf, areaGeoJSON)),
		serve.Get("/areas/{area}/boundaries/{version}", policy.ViewAreas, serve.On(areaOf, boundaryVersion)),
		serve.Get("/areas/{area}/boundaries/new", policy.EditArea, serve.On(areaFor(policy.EditArea), newBoundary)),
		serve.Upload("/areas/{area}/boundaries/preview", policy.EditArea, serve.On(areaFor(policy.EditArea), previewBoundary)),
		serve.Upload("/areas/{area}/boundaries", policy.EditArea, serve.On(areaFor(policy.EditArea), changeBoundary)),

		serve.Get("/areas/{area}/moves/new", policy.MoveArea, serve.On(areaFor(policy.MoveArea), newMove)),
		serve.Post("/areas/{area}/moves", policy.MoveArea, serve.On(areaFor(policy.MoveArea), moveArea)),
		serve.Get("/areas/{area}/validity-views/new", policy.RecordValidity, serve.On(areaFor(policy.RecordValidity), newValidity)),
		serve.Post("/areas/{area}/validity-views", policy.RecordValidity, serve.On(areaFor(policy.RecordValidity), recordValidity)),
		serve.Get("/areas/{area}/inductions/new", policy.RecordInduction, serve.On(areaFor(policy.RecordInduction), newInduction)),
		serve.Post("/areas/{area}/inductions", policy.RecordInduction, serve.On(areaFor(policy.RecordInduction), recordInduction)),

		serve.Get("/areas/{area}/assignments", policy.ViewAreas, serve.On(areaOf, assignments)),
		serve.Post("/areas/{area}/assignments", policy.AssignOfficers, serve.On(areaFor(policy.AssignOfficers), assignOfficer)),
		serve.Get("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers, serve.On(assignmentOf, askEndAssignment)),
		serve.Post("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers, serve.On(assignmentOf, endAssignment)),

		serve.Get("/areas/{area}/places", policy.EditArea, serve.On(areaFor(policy.EditArea), places)),
		serve.Post("/areas/{area}/places", policy.EditArea, serve.On(areaFor(policy.EditArea), addPlace)),
		serve.Get("/areas/{area}/places/{place}", policy.EditArea, serve.On(placeOf, editPlace)),
		serve.Post("/areas/{area}/places/{place}", policy.EditArea, serve.On(placeOf, changePlace)),
		serve.Post("/areas/{area}/places/{place}/removal", policy.EditArea, serve.On(placeOf, removePlace)),
	}
}

// AreaIn loads the area of the address within what the actor may see by an action: else domain.ErrNotFound.
func AreaIn(view policy.Action) func(c *serve.Call) (rules.Area, error) {
	return func(c *serve.Call) (rules.Area, error) {
		id, err := areaID(c)
		if err != nil {
			return rules.Area{}, err
		}
		return store.Area(c.Context(), c.Read, policy.ScopeOf(c.Actor, view), id)
	}
}

// areaID reads which area an address names; some patterns call it {id}.
func areaID(c *serve.Call) (domain.AreaID, error) {
	if c.Param("area") == "" {
		return serve.PathID[domain.AreaID](c, "id")
	}
	return serve.PathID[domain.AreaID](c, "area")
}

// areaOf loads the area of the address within what the actor may see: else domain.ErrNotFound.
func areaOf(c *serve.Call) (rules.Area, error) { return AreaIn(policy.ViewAreas)(c) }

// areaFor loads the area of the address for a page that is there to do something: domain.ErrForbidden where the actor
// may see the area and not do that.
func areaFor(act policy.Action) func(c *serve.Call) (rules.Area, error) {
	return areaInFor(policy.ViewAreas, act)
}

// areaInFor is areaFor where what is done stands on pages that not everyone sees who sees the area.
func areaInFor(view, act policy.Action) func(c *serve.Call) (rules.Area, error) {
	return func(c *serve.Call) (rules.Area, error) {
		area, err := AreaIn(view)(c)
		if err != nil {
			return area, err
		}
		return area, policy.CheckIn(c.Actor, act, area.ID)
	}
}

// runningAreaFor is areaFor where that needs an area whose work goes on: else a *domain.BlockedError.
func runningAreaFor(act policy.Action) func(c *serve.Call) (rules.Area, error) {
	return func(c *serve.Call) (rules.Area, error) {
		area, err := areaFor(act)(c)
		if err != nil {
			return area, err
		}
		return area, area.CheckRunning()
	}
}

// areaShell is the shell of a page under an area's own.
func areaShell(c *serve.Call, area rules.Area, title string) frame.Shell {
	return c.Shell(title+" – "+area.Name).
		Under("Areas", "/areas", area.Name, "/areas/"+serve.IdText(area.ID), title).Overridden(area.Overrides)
}

// area shows an area's overview.
func area(c *serve.Call, area rules.Area) error {
	p := page.AreaProps{Area: area, Today: c.Today(), Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path),
		May: mayDo(c.Actor, area)}
	p.Network.Area, p.Network.May = area.ID, policy.Can(c.Actor, policy.ViewContacts)
	if err := loadArea(c, &p); err != nil {
		return err
	}
	p.Shell = c.Shell(area.Name).Under("Areas", "/areas", area.Name).Overridden(area.Overrides)
	return c.Show(page.Area(p))
}

func loadArea(c *serve.Call, p *page.AreaProps) error {
	ctx, id := c.Context(), p.Area.ID
	only := policy.Scope{Areas: []domain.AreaID{id}}
	lines, err := store.Areas(ctx, c.Read, only, rules.AreaFilter{}, rules.AreaCursor{}, 1, p.Today)
	if err != nil {
		return err
	}
	for _, line := range lines {
		p.Line = line
	}
	if p.Outline, p.Numbers, err = outline(c, p.Area); err != nil {
		return err
	}
	if p.Seats, err = store.AreaSeats(ctx, c.Read, id); err != nil {
		return err
	}
	if p.Members, err = store.AreaMembers(ctx, c.Read, id, p.Today); err != nil {
		return err
	}
	if p.Boundaries, err = store.AreaBoundaries(ctx, c.Read, id); err != nil {
		return err
	}
	if p.Assignments, err = store.Assignments(ctx, c.Read, id); err != nil {
		return err
	}
	if p.Views, err = store.ValidityViews(ctx, c.Read, id); err != nil {
		return err
	}
	if p.Network.Counts, err = store.NetworkCounts(ctx, c.Read, id); err != nil {
		return err
	}
	p.Places, err = store.Places(ctx, c.Read, id)
	return err
}

// mayDo is what the actor may do to the area in its state.
func mayDo(actor policy.Actor, area rules.Area) page.AreaMay {
	running := area.CheckRunning() == nil
	return page.AreaMay{
		Edit:            running && policy.CanIn(actor, policy.EditArea, area.ID),
		Move:            policy.CanIn(actor, policy.MoveArea, area.ID),
		RecordValidity:  running && policy.CanIn(actor, policy.RecordValidity, area.ID),
		RecordInduction: running && policy.CanIn(actor, policy.RecordInduction, area.ID),
		Assign:          running && policy.CanIn(actor, policy.AssignOfficers, area.ID),
		SeeGates:        policy.CanIn(actor, policy.ViewGates, area.ID),
	}
}

// outline is the drawing that is kept with an area, with the number of each seat on it.
func outline(c *serve.Call, area rules.Area) (ui.OutlineProps, map[domain.SeatID]int, error) {
	text, err := store.AreaOutline(c.Context(), c.Read, area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return ui.OutlineProps{}, nil, err
	}
	o, err := app.ReadOutline(text)
	if err != nil {
		return ui.OutlineProps{}, nil, err
	}
	props, numbers := drawing(area.Name, o)
	return props, numbers, nil
}

// drawing numbers the seats of an outline in their order.
func drawing(name string, o app.Outline) (ui.OutlineProps, map[domain.SeatID]int) {
	label := "Outline of " + name + " among its wards and divisions, which are listed on this page"
	p := ui.OutlineProps{Label: label, ViewBox: o.ViewBox, Ground: o.Area}
	numbers := map[domain.SeatID]int{}
	for _, seat := range o.Seats {
		part := ui.OutlinePart{Path: seat.Path, Wide: seat.Tier == rules.County}
		if seat.Inside() {
			part.Number, part.X, part.Y = len(numbers)+1, seat.X, seat.Y
			numbers[seat.Seat] = part.Number
		}
		p.Parts = append(p.Parts, part)
	}
	return p, numbers
}

// areaHistory shows what happened to an area.
func areaHistory(c *serve.Call, area rules.Area) error {
	entries, err := c.Read.History(c.Context(), "area", int64(area.ID))
	if err != nil {
		return err
	}
	return c.Show(frame.History(frame.HistoryProps{Shell: areaShell(c, area, "History"), Caption: area.Name,
		Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Items: serve.Steps(entries)}))
}
