package server

import (
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// places shows the named places of an area with the form that adds another.
func places(c *Call) error {
	return placePage(c, http.StatusOK, form.New(nil), domain.AreaPlace{})
}

func placePage(c *Call, status int, f form.Form, editing domain.AreaPlace) error {
	area, err := areaFor(policy.EditArea)(c)
	if err != nil {
		return err
	}
	p := page.PlacesProps{Form: f, Area: area, Editing: editing, Map: areaMap(c, area, "Press on the map to set the point")}
	p.Map.Latitude, p.Map.Longitude = "lat", "lon"
	if p.Places, err = c.Read.Places(c.Context(), area.ID); err != nil {
		return err
	}
	title := "Places"
	if editing.ID != 0 {
		title = "Change a place"
	}
	p.Shell = areaShell(c, area, title).WithMap()
	return c.Answer(status, page.Places(p))
}

func decodePlace(f *form.Form, area domain.AreaID) domain.AreaPlace {
	return domain.AreaPlace{Area: area, Name: f.Required("name", 120, "Enter the name of the place"), Point: f.Point()}
}

// addPlace adds a place to an area.
func addPlace(c *Call) error {
	area, err := areaFor(policy.EditArea)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	place := decodePlace(&f, area.ID)
	if f.OK() {
		err := c.App.AddPlace(c.Context(), c.Actor, place)
		if err == nil {
			return c.Done("Place added", "/areas/%d/places", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return placePage(c, http.StatusUnprocessableEntity, f, domain.AreaPlace{})
}

// placeFor loads the place of the address, in an area that the actor may edit.
func placeFor(c *Call) (domain.AreaPlace, error) {
	area, err := areaFor(policy.EditArea)(c)
	if err != nil {
		return domain.AreaPlace{}, err
	}
	id, err := pathID[domain.PlaceID](c, "place")
	if err != nil {
		return domain.AreaPlace{}, err
	}
	return c.Read.Place(c.Context(), area.ID, id)
}

// editPlace shows the form that changes a place.
func editPlace(c *Call) error {
	place, err := placeFor(c)
	if err != nil {
		return err
	}
	f := form.With("name", place.Name)
	if place.Point != nil {
		f.Values.Set("lat", strconv.FormatFloat(place.Point.Lat, 'f', -1, 64))
		f.Values.Set("lon", strconv.FormatFloat(place.Point.Lon, 'f', -1, 64))
	}
	return placePage(c, http.StatusOK, f, place)
}

// changePlace saves a place.
func changePlace(c *Call) error {
	was, err := placeFor(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	place := decodePlace(&f, was.Area)
	place.ID = was.ID
	if f.OK() {
		err := c.App.ChangePlace(c.Context(), c.Actor, place)
		if err == nil {
			return c.Done("Place saved", "/areas/%d/places", was.Area)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return placePage(c, http.StatusUnprocessableEntity, f, was)
}

// removePlace takes a place off the list.
func removePlace(c *Call) error {
	place, err := placeFor(c)
	if err != nil {
		return err
	}
	if err := c.App.RemovePlace(c.Context(), c.Actor, place.Area, place.ID); err != nil {
		return err
	}
	return c.Done("Place removed", "/areas/%d/places", place.Area)
}
