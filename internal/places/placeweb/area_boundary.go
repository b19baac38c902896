package placeweb

import (
	"encoding/json"
	"errors"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

// areaGround shows an area's boundary with the seats that it overlaps and its versions.
func areaGround(c *serve.Call, area places.Area) error {
	p := AreaGroundProps{Area: area, Tabs: AreaTabs(c.Actor, area.ID, c.URL.Path),
		May: mayDo(c.Actor, area),
		Map: areaMap(c, area, "Boundary of "+area.Name+" with its wards and divisions")}
	ground, err := placestore.GroundOf(c.Context(), c.Read, area.ID)
	if err != nil {
		return err
	}
	p.Boundaries, p.Views = ground.Boundaries, ground.Views
	if p.Outline, p.Numbers, err = drawn(p.Area, ground.Outline); err != nil {
		return err
	}
	if p.Seats, err = placestore.AreaSeats(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	if p.Places, err = placestore.Places(c.Context(), c.Read, area.ID); err != nil {
		return err
	}
	p.Shell = AreaShell(c, area, "Boundary and places").WithMap()
	return c.Show(AreaGround(p))
}

// boundaryVersion shows what a version of an area's boundary was.
func boundaryVersion(c *serve.Call, area places.Area) error {
	version, err := serve.PathID[int64](c, "version")
	if err != nil {
		return err
	}
	then, err := placeapp.BoundaryVersion(c.Context(), c.App, area.ID, version)
	if err != nil {
		return err
	}
	p := AreaVersionProps{Shell: AreaShell(c, area, "Boundary, version "+serve.IDText(version)), Area: area,
		Boundary: then.Boundary, Seats: then.Seats, Hectares: then.Hectares}
	p.Outline, p.Numbers = Drawing(area.Name, then.Outline)
	return c.Show(AreaVersion(p))
}

// areaMap is a map with the outlines of an area and its seats.
func areaMap(c *serve.Call, area places.Area, label string) ui.MapProps {
	return ui.MapProps{Label: label, Src: "/areas/" + serve.IDText(area.ID) + "/boundary.geojson", Tiles: c.Tiles()}
}

type feature struct {
	Type       string            `json:"type"`
	Properties map[string]string `json:"properties"`
	Geometry   json.RawMessage   `json:"geometry"`
}

// areaGeoJSON is an area and the seats that it overlaps, for the map.
func areaGeoJSON(c *serve.Call, area places.Area) error {
	features, err := seatFeatures(c, area.ID)
	if err != nil {
		return err
	}
	ground, err := placestore.AreaBoundary(c.Context(), c.Read, area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	if err == nil {
		named := map[string]string{"name": area.Name}
		features = append(features, feature{"Feature", named, json.RawMessage(ground.Boundary)})
	}
	c.W.Header().Set("Content-Type", "application/geo+json")
	return json.NewEncoder(c.W).Encode(map[string]any{"type": "FeatureCollection", "features": features})
}

// seatFeatures are the seats that an area overlaps; every seat where it has no boundary yet, to draw one among them.
func seatFeatures(c *serve.Call, area domain.AreaID) ([]feature, error) {
	overlaps, err := placestore.AreaSeats(c.Context(), c.Read, area)
	if err != nil {
		return nil, err
	}
	ids := make([]domain.SeatID, len(overlaps))
	for i, o := range overlaps {
		ids[i] = o.Seat
	}
	grounds, err := placestore.SeatGrounds(c.Context(), c.Read, ids...)
	features := []feature{}
	for _, g := range grounds {
		properties := map[string]string{"name": g.Name + " " + string(g.Kind), "href": "/seats/" + serve.IDText(g.Seat)}
		features = append(features, feature{"Feature", properties, json.RawMessage(g.Boundary)})
	}
	return features, err
}

// newBoundary shows the form on which a boundary is given.
func newBoundary(c *serve.Call, area places.Area) error {
	return boundaryForm(c, area, form.New(nil))
}

// previewBoundary shows what the boundary given would do. It changes nothing.
func previewBoundary(c *serve.Call, area places.Area) error {
	f := c.Posted()
	ground := decodeGround(c, &f)
	var change placeapp.BoundaryChange
	err := f.Take(func() (err error) {
		change, err = placeapp.PreviewBoundary(c.Context(), c.App, c.Actor, area.ID, ground)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return boundaryForm(c, area, f)
	}
	f = form.With("boundary", change.Boundary, "version", strconv.Itoa(change.Version))
	if change.Version == 0 {
		f.Values.Set("reason", "First boundary")
	}
	return boundaryPreview(c, area, f, change)
}

// decodeGround reads which of the three ways was chosen, and that way alone.
func decodeGround(c *serve.Call, f *form.Form) placeapp.Ground {
	switch form.OneOf(f, "how", []string{"seats", "file", "points"}, "Choose how you want to give the boundary") {
	case "seats":
		seats := form.IDs[domain.SeatID](f, "seats")
		if len(seats) == 0 {
			f.Add("seats", "Choose at least one ward, division or parish")
		}
		return placeapp.Ground{Seats: seats}
	case "file":
		content := serve.Uploaded(c, "file")
		if len(content) == 0 {
			f.Add("file", "Choose a GeoJSON file that is not empty")
		}
		return placeapp.Ground{File: content}
	case "points":
		return placeapp.Ground{Points: f.Required("points", 20_000, "Enter the points, one a line")}
	}
	return placeapp.Ground{}
}

// boundaryLimit is how many bytes a boundary may have: the detailed wards of a whole borough joined have a tenth of it.
const boundaryLimit = 2 << 20

// changeBoundary saves a boundary that was looked at, with the reason for it.
func changeBoundary(c *serve.Call, area places.Area) error {
	f := c.Posted()
	boundary, from := f.Values.Get("boundary"), f.Int("version", 0, 1<<30, "Give the boundary again") // 0 is the first
	if len(boundary) > boundaryLimit {
		return serve.ErrTooLarge
	}
	reason := f.Required("reason", 1000, "Enter the reason for this boundary")
	err := f.Save(func() error {
		return placeapp.ChangeBoundary(c.Context(), c.App, c.Actor, area.ID, from, boundary, reason)
	})
	if err != nil {
		return err
	}
	if f.OK() {
		return c.Done("Boundary saved", "/areas/%d", area.ID)
	}
	change, err := placeapp.PreviewBoundary(c.Context(), c.App, c.Actor, area.ID,
		placeapp.Ground{File: []byte(boundary)})
	if err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(change.Version)
	}
	return boundaryPreview(c, area, f, change)
}

func boundaryPreview(c *serve.Call, area places.Area, f form.Form, change placeapp.BoundaryChange) error {
	p := BoundaryPreviewProps{Shell: AreaShell(c, area, "Check the boundary"), Form: f, Area: area,
		First: change.Version == 0, Seats: change.Seats, Hectares: change.Hectares}
	p.Outline, _ = Drawing(area.Name, change.Outline)
	for i := range p.Outline.Parts {
		p.Outline.Parts[i].Number = 0 // the lists here go by what changes
	}
	return c.Page(f, BoundaryPreview(p))
}

func boundaryForm(c *serve.Call, area places.Area, f form.Form) error {
	seats, err := placestore.SeatLines(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	_, err = placestore.AreaBoundary(c.Context(), c.Read, area.ID)
	first := errors.Is(err, domain.ErrNotFound)
	if err != nil && !first {
		return err
	}
	title := "Change the boundary"
	if first {
		title = "Give the boundary"
	}
	p := BoundaryFormProps{Shell: AreaShell(c, area, title).WithMap(), Form: f, Area: area, First: first,
		Seats: seatGroups(seats), Map: areaMap(c, area, "Press on the map to add points")}
	p.Map.Outline = "points"
	return c.Page(f, BoundaryForm(p))
}

// seatGroups puts the seats into one group for each kind of each authority.
func seatGroups(lines []placestore.SeatLine) []SeatGroup {
	var groups []SeatGroup
	for _, line := range lines {
		last := len(groups) - 1
		if last < 0 || groups[last].Authority != line.Authority || groups[last].Kind != line.Kind {
			groups = append(groups, SeatGroup{Authority: line.Authority, Kind: line.Kind})
			last++
		}
		groups[last].Seats = append(groups[last].Seats, ui.Option{Value: serve.IDText(line.ID), Text: line.Name})
	}
	return groups
}
