package placeweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// listPlaces shows the named places of an area with the form that adds another.
func listPlaces(c *serve.Call, area places.Area) error {
	return placePage(c, areaPlace{In: area}, form.New(nil))
}

// areaPlace is a place with the area that it is in.
type areaPlace struct {
	places.AreaPlace
	In places.Area
}

// placeOf loads the place of the address, in an area that the actor may edit.
func placeOf(c *serve.Call) (place areaPlace, err error) {
	if place.In, err = AreaFor(policy.EditArea)(c); err != nil {
		return place, err
	}
	id, err := serve.PathID[domain.PlaceID](c, "place")
	if err != nil {
		return place, err
	}
	place.AreaPlace, err = placestore.Place(c.Context(), c.Read, place.In.ID, id)
	return place, err
}

// placePage shows the places of an area with the form that changes one, or adds one where it is zero.
func placePage(c *serve.Call, place areaPlace, f form.Form) error {
	p := PlacesProps{Form: f, Area: place.In, Editing: place.AreaPlace,
		Map: areaMap(c, place.In, "Press on the map to set the point")}
	p.Map.Latitude, p.Map.Longitude = "lat", "lon"
	var err error
	if p.Places, err = placestore.Places(c.Context(), c.Read, place.In.ID); err != nil {
		return err
	}
	title := "Places"
	if place.ID != 0 {
		title = "Change a place"
	}
	p.Shell = AreaShell(c, place.In, title).WithMap()
	return c.Page(f, Places(p))
}

func decodePlace(f *form.Form, area domain.AreaID) places.AreaPlace {
	return places.AreaPlace{Area: area, Name: f.Required("name", 120, "Enter the name of the place"),
		Point: f.Point(), Outside: f.Text("outside")}
}

// addPlace adds a place to an area.
func addPlace(c *serve.Call, area places.Area) error {
	f := c.Posted()
	place := decodePlace(&f, area.ID)
	if err := f.Take(func() error { return placeapp.AddPlace(c.Context(), c.App, c.Actor, place) }); err != nil {
		return err
	}
	if !f.OK() {
		return placePage(c, areaPlace{In: area}, f)
	}
	return c.Done("Place added", "/areas/%d/places", area.ID)
}

// editPlace shows the form that changes a place.
func editPlace(c *serve.Call, place areaPlace) error {
	f := form.With("name", place.Name)
	if place.Point != nil {
		f.Values.Set("lat", strconv.FormatFloat(place.Point.Lat, 'f', -1, 64))
		f.Values.Set("lon", strconv.FormatFloat(place.Point.Lon, 'f', -1, 64))
	}
	return placePage(c, place, f)
}

// changePlace saves a place.
func changePlace(c *serve.Call, was areaPlace) error {
	f := c.Posted()
	place := decodePlace(&f, was.Area)
	place.ID = was.ID
	if err := f.Take(func() error { return placeapp.ChangePlace(c.Context(), c.App, c.Actor, place) }); err != nil {
		return err
	}
	if !f.OK() {
		return placePage(c, was, f)
	}
	return c.Done("Place saved", "/areas/%d/places", was.Area)
}

// removePlace takes a place off the list.
func removePlace(c *serve.Call, place areaPlace) error {
	if err := placeapp.RemovePlace(c.Context(), c.App, c.Actor, place.Area, place.ID); err != nil {
		return err
	}
	return c.Done("Place removed", "/areas/%d/places", place.Area)
}
