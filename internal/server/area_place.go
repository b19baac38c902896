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
func (s *Server) places(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.placePage(w, r, actor, http.StatusOK, form.New(nil), domain.AreaPlace{})
}

func (s *Server) placePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form, editing domain.AreaPlace) error {
	area, err := s.areaFor(r, actor, policy.EditArea)
	if err != nil {
		return err
	}
	p := page.PlacesProps{Form: f, Area: area, Editing: editing, Map: s.areaMap(area, "Press on the map to set the point")}
	p.Map.Latitude, p.Map.Longitude = "lat", "lon"
	if p.Places, err = s.read.Places(r.Context(), area.ID); err != nil {
		return err
	}
	title := "Places"
	if editing.ID != 0 {
		title = "Change a place"
	}
	p.Shell = s.areaShell(r, actor, area, title).WithMap()
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.Places(p))
}

func decodePlace(f *form.Form, area domain.AreaID) domain.AreaPlace {
	return domain.AreaPlace{Area: area, Name: f.Required("name", 120, "Enter the name of the place"), Point: f.Point()}
}

// addPlace adds a place to an area.
func (s *Server) addPlace(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.EditArea)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	place := decodePlace(&f, area.ID)
	if f.OK() {
		err := s.app.AddPlace(r.Context(), actor, place)
		if err == nil {
			return s.done(w, r, "Place added", "/areas/%d/places", area.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.placePage(w, r, actor, http.StatusUnprocessableEntity, f, domain.AreaPlace{})
}

// placeFor loads the place of the address, in an area that the actor may edit.
func (s *Server) placeFor(r *http.Request, actor policy.Actor) (domain.AreaPlace, error) {
	area, err := s.areaFor(r, actor, policy.EditArea)
	if err != nil {
		return domain.AreaPlace{}, err
	}
	id, err := pathID[domain.PlaceID](r, "place")
	if err != nil {
		return domain.AreaPlace{}, err
	}
	return s.read.Place(r.Context(), area.ID, id)
}

// editPlace shows the form that changes a place.
func (s *Server) editPlace(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	place, err := s.placeFor(r, actor)
	if err != nil {
		return err
	}
	f := form.With("name", place.Name)
	if place.Point != nil {
		f.Values.Set("lat", strconv.FormatFloat(place.Point.Lat, 'f', -1, 64))
		f.Values.Set("lon", strconv.FormatFloat(place.Point.Lon, 'f', -1, 64))
	}
	return s.placePage(w, r, actor, http.StatusOK, f, place)
}

// changePlace saves a place.
func (s *Server) changePlace(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	was, err := s.placeFor(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	place := decodePlace(&f, was.Area)
	place.ID = was.ID
	if f.OK() {
		err := s.app.ChangePlace(r.Context(), actor, place)
		if err == nil {
			return s.done(w, r, "Place saved", "/areas/%d/places", was.Area)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return s.placePage(w, r, actor, http.StatusUnprocessableEntity, f, was)
}

// removePlace takes a place off the list.
func (s *Server) removePlace(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	place, err := s.placeFor(r, actor)
	if err != nil {
		return err
	}
	if err := s.app.RemovePlace(r.Context(), actor, place.Area, place.ID); err != nil {
		return err
	}
	return s.done(w, r, "Place removed", "/areas/%d/places", place.Area)
}
