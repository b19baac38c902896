// Package placeweb serves the pages of areas: list, overview, boundary, Members, officers and places.
package placeweb

import (
	"errors"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
	"fourgates/web/ui"

	"github.com/a-h/templ"
)

// Aside is what another part has to say of an area, to stand on the area's own page.
type Aside func(c *serve.Call, area places.Area) (templ.Component, error)

// Ahead says who the Members found will be on a day to come, by what is to happen to wards and divisions until then.
type Ahead func(c *serve.Call, area domain.AreaID, on domain.Date, found placeapp.MembersOn) ([]places.AreaMember,
	error)

// Glanced is what an area's own page has loaded when it asks where the area stands.
type Glanced struct {
	Area     places.Area
	Line     places.AreaLine
	Ground   bool     // it has a boundary
	Officers []string // its liaison officers of the day
}

// Glance says where an area stands: the strip of its phases, nil where there is none, and its next step and figures.
type Glance func(c *serve.Call, at Glanced) (strip, standing templ.Component, err error)

// AreaSays is what other parts have to say on the pages of an area.
type AreaSays struct {
	Glance Glance // at the head of its own page
	Signed Aside  // above all else: what is otherwise than it was signed
	People Aside  // below its Members: what is ahead of their seats, the network
	Ahead  Ahead
}

// AreaRoutes are the pages of an area and its ground.
func AreaRoutes(says AreaSays) []serve.Route {
	return []serve.Route{
		serve.Get("/areas", policy.ViewAreas, listAreas),
		serve.Get("/areas/new", policy.ProposeArea, newArea),
		serve.Post("/areas", policy.ProposeArea, proposeArea),
		serve.Get("/areas/{area}", policy.ViewAreas, serve.On(AreaOf, overview(says))),
		serve.Get("/areas/{area}/edit", policy.EditArea, serve.On(AreaFor(policy.EditArea), editArea)),
		serve.Post("/areas/{area}", policy.EditArea, serve.On(AreaFor(policy.EditArea), changeArea)),
		serve.Get("/areas/{area}/history", policy.ViewAreas, serve.On(AreaOf, areaHistory)),
		serve.Get("/areas/{area}/members", policy.ViewAreas, serve.On(AreaOf, areaMembers(says))),

		serve.Get("/areas/{area}/boundary", policy.ViewAreas, serve.On(AreaOf, areaGround)),
		serve.Get("/areas/{area}/boundary.geojson", policy.ViewAreas, serve.On(AreaOf, areaGeoJSON)),
		serve.Get("/areas/{area}/boundaries/{version}", policy.ViewAreas, serve.On(AreaOf, boundaryVersion)),
		serve.Get("/areas/{area}/boundaries/new", policy.EditArea, serve.On(AreaFor(policy.EditArea), newBoundary)),
		serve.Upload("/areas/{area}/boundaries/preview", policy.EditArea,
			serve.On(AreaFor(policy.EditArea), previewBoundary)),
		serve.Upload("/areas/{area}/boundaries", policy.EditArea, serve.On(AreaFor(policy.EditArea), changeBoundary)),

		serve.Get("/areas/{area}/moves/new", policy.MoveArea,
			serve.On(AreaFor(policy.MoveArea), newMove)).RestsOn("area", "area"),
		serve.Post("/areas/{area}/moves", policy.MoveArea,
			serve.On(AreaFor(policy.MoveArea), moveArea)).RestsOn("area", "area"),
		serve.Get("/areas/{area}/validity-views/new", policy.RecordValidity, serve.On(AreaFor(policy.RecordValidity),
			newValidity)),
		serve.Post("/areas/{area}/validity-views", policy.RecordValidity, serve.On(AreaFor(policy.RecordValidity),
			recordValidity)),
		serve.Get("/areas/{area}/inductions/new", policy.RecordInduction, serve.On(AreaFor(policy.RecordInduction),
			newInduction)),
		serve.Post("/areas/{area}/inductions", policy.RecordInduction, serve.On(AreaFor(policy.RecordInduction),
			recordInduction)),

		serve.Get("/areas/{area}/assignments", policy.ViewAreas, serve.On(AreaOf, assignments)),
		serve.Post("/areas/{area}/assignments", policy.AssignOfficers, serve.On(AreaFor(policy.AssignOfficers),
			assignOfficer)),
		serve.Get("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers,
			serve.On(assignmentOf, askEndAssignment)),
		serve.Post("/areas/{area}/assignments/{assignment}/end", policy.AssignOfficers,
			serve.On(assignmentOf, endAssignment)),

		serve.Get("/areas/{area}/places", policy.EditArea, serve.On(AreaFor(policy.EditArea), listPlaces)),
		serve.Post("/areas/{area}/places", policy.EditArea, serve.On(AreaFor(policy.EditArea), addPlace)),
		serve.Get("/areas/{area}/places/{place}", policy.EditArea, serve.On(placeOf, editPlace)),
		serve.Post("/areas/{area}/places/{place}", policy.EditArea, serve.On(placeOf, changePlace)),
		serve.Post("/areas/{area}/places/{place}/removal", policy.EditArea, serve.On(placeOf, removePlace)),
	}
}

// AreaIn loads the area of the address within what the actor may see by an action: else domain.ErrNotFound.
func AreaIn(view policy.Action) func(c *serve.Call) (places.Area, error) {
	return func(c *serve.Call) (places.Area, error) {
		id, err := areaID(c)
		if err != nil {
			return places.Area{}, err
		}
		return placestore.Area(c.Context(), c.Read, policy.ScopeOf(c.Actor, view), id)
	}
}

// areaID reads which area an address names; some patterns call it {id}.
func areaID(c *serve.Call) (domain.AreaID, error) {
	if c.Param("area") == "" {
		return serve.PathID[domain.AreaID](c, "id")
	}
	return serve.PathID[domain.AreaID](c, "area")
}

// AreaOf loads the area of the address within what the actor may see: else domain.ErrNotFound.
func AreaOf(c *serve.Call) (places.Area, error) { return AreaIn(policy.ViewAreas)(c) }

// AreaFor loads the area of the address for a page that is there to do something: domain.ErrForbidden where the actor
// may see the area and not do that.
func AreaFor(act policy.Action) func(c *serve.Call) (places.Area, error) {
	return AreaInFor(policy.ViewAreas, act)
}

// AreaInFor is AreaFor where what is done stands on pages that not everyone sees who sees the area.
func AreaInFor(view, act policy.Action) func(c *serve.Call) (places.Area, error) {
	return func(c *serve.Call) (places.Area, error) {
		area, err := AreaIn(view)(c)
		if err != nil {
			return area, err
		}
		return area, policy.CheckIn(c.Actor, act, area.ID)
	}
}

// RunningAreaFor is AreaFor where that needs an area whose work goes on: else a *domain.BlockedError.
func RunningAreaFor(act policy.Action) func(c *serve.Call) (places.Area, error) {
	return func(c *serve.Call) (places.Area, error) {
		area, err := AreaFor(act)(c)
		if err != nil {
			return area, err
		}
		return area, area.CheckRunning()
	}
}

// CycleOf is the cycle of the area that the address asks for; the one that the area is in, where it asks for none. It
// returns domain.ErrNotFound where the area has no such cycle.
func CycleOf(c *serve.Call, area places.Area) (int, error) {
	asked := c.URL.Query().Get("cycle")
	if asked == "" {
		return area.Cycle, nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 || n > area.Cycle {
		return 0, domain.ErrNotFound
	}
	return n, nil
}

// AreaShell is the shell of a page under an area's own.
func AreaShell(c *serve.Call, area places.Area, title string) frame.Shell {
	return c.Shell(title+" – "+area.Name).
		Under("Areas", "/areas", area.Name, "/areas/"+serve.IDText(area.ID), title).Overridden(area.Overrides)
}

// eventsLately is how many of the latest events an area's own page shows.
const eventsLately = 5

// overview shows where an area stands.
func overview(says AreaSays) func(c *serve.Call, area places.Area) error {
	return func(c *serve.Call, area places.Area) error {
		p := AreaProps{Area: area, Today: c.Today(), Tabs: AreaTabs(c.Actor, area.ID, c.URL.Path),
			May: mayDo(c.Actor, area)}
		if err := loadArea(c, &p); err != nil {
			return err
		}
		var err error
		if p.Strip, p.Standing, err = says.Glance(c, Glanced{Area: area, Line: p.Line,
			Ground:   p.Outline.Ground != "" || len(p.Members) > 0,
			Officers: liaisonOfficers(p.Officers)}); err != nil {
			return err
		}
		if p.Signed, err = says.Signed(c, area); err != nil {
			return err
		}
		p.Shell = c.Shell(area.Name).Under("Areas", "/areas", area.Name).Overridden(area.Overrides)
		return c.Show(Area(p))
	}
}

func loadArea(c *serve.Call, p *AreaProps) error {
	ctx, id := c.Context(), p.Area.ID
	only := policy.Scope{Areas: []domain.AreaID{id}}
	lines, err := placestore.Areas(ctx, c.Read, only, places.AreaFilter{}, places.AreaCursor{}, 1, p.Today)
	if err != nil {
		return err
	}
	for _, line := range lines {
		p.Line = line
	}
	glance, err := placestore.Glance(ctx, c.Read, id, p.Today, eventsLately)
	if err != nil {
		return err
	}
	p.Officers, p.Lately = glance.Officers, glance.Lately
	if p.Outline, p.Numbers, err = drawn(p.Area, glance.Outline); err != nil {
		return err
	}
	p.Members, err = placestore.AreaMembers(ctx, c.Read, id, p.Today)
	return err
}

// liaisonOfficers names the liaison officers among those assigned.
func liaisonOfficers(all []places.Officer) []string {
	var names []string
	for _, o := range all {
		if o.Role == places.AssignedCLO && !slices.Contains(names, o.Name) {
			names = append(names, o.Name)
		}
	}
	return names
}

// mayDo is what the actor may do to the area in its state.
func mayDo(actor policy.Actor, area places.Area) AreaMay {
	may := func(act policy.Action) bool { return places.MayWork(actor, act, area) }
	return AreaMay{
		Edit:            may(policy.EditArea),
		Move:            policy.CanIn(actor, policy.MoveArea, area.ID),
		RecordValidity:  may(policy.RecordValidity),
		RecordInduction: may(policy.RecordInduction),
		Assign:          may(policy.AssignOfficers),
		Raise:           may(policy.RaiseIssue),
	}
}

// Outline is the drawing that is kept with an area, with the number of each seat on it.
func Outline(c *serve.Call, area places.Area) (ui.OutlineProps, map[domain.SeatID]int, error) {
	text, err := placestore.AreaOutline(c.Context(), c.Read, area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return ui.OutlineProps{}, nil, err
	}
	return drawn(area, text)
}

func drawn(area places.Area, text string) (ui.OutlineProps, map[domain.SeatID]int, error) {
	o, err := placeapp.ReadOutline(text)
	if err != nil {
		return ui.OutlineProps{}, nil, err
	}
	props, numbers := Drawing(area.Name, o)
	return props, numbers, nil
}

// Drawing numbers the seats of an outline in their order.
func Drawing(name string, o placeapp.Outline) (ui.OutlineProps, map[domain.SeatID]int) {
	label := "Outline of " + name + " among its wards and divisions, which are listed on this page"
	p := ui.OutlineProps{Label: label, ViewBox: o.ViewBox, Ground: o.Area}
	numbers := map[domain.SeatID]int{}
	for _, seat := range o.Seats {
		part := ui.OutlinePart{Path: seat.Path, Wide: seat.Tier == places.County}
		if seat.Inside() {
			part.Number, part.X, part.Y = len(numbers)+1, seat.X, seat.Y
			numbers[seat.Seat] = part.Number
		}
		p.Parts = append(p.Parts, part)
	}
	return p, numbers
}

// areaHistory shows what happened to an area.
func areaHistory(c *serve.Call, area places.Area) error {
	entries, err := c.Read.History(c.Context(), "area", int64(area.ID))
	if err == nil {
		entries, err = restrictionstore.History(c.Context(), c.Read, area.ID, entries)
	}
	if err != nil {
		return err
	}
	return c.Show(frame.History(frame.HistoryProps{Shell: AreaShell(c, area, "History"), Caption: area.Name,
		Tabs: AreaTabs(c.Actor, area.ID, c.URL.Path), Items: serve.Steps(entries)}))
}
