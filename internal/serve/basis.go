package serve

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// basisField names, in each form that decides, the state in which its page showed what the decision rests on.
const basisField = "form-state"

// subject is a part of what a route's decision rests on, as its pattern and its form name it.
type subject struct {
	kind  string
	param string // of the pattern; the thing's number, or that of its area
	field string // of the form; the things' numbers
	area  bool
}

// RestsOn is the route of a decision that rests on the thing of a kind, by the word of its audit entries, whose number
// the parameter is. What is recorded of it between the page and the decision is a conflict (409). A page that shows
// such a form and is declared likewise reads the state before anything else.
func (r Route) RestsOn(kind, param string) Route { return r.resting(subject{kind: kind, param: param}) }

// RestsOnAllIn is RestsOn for all things of a kind in the area whose number the parameter is.
func (r Route) RestsOnAllIn(param, kind string) Route {
	return r.resting(subject{kind: kind, param: param, area: true})
}

// RestsOnChosen is RestsOn for the things whose numbers the form's field holds.
func (r Route) RestsOnChosen(kind, field string) Route {
	return r.resting(subject{kind: kind, field: field})
}

func (r Route) resting(s subject) Route {
	r.rests = append(slices.Clone(r.rests), s)
	return r
}

// Rests reports whether the route is of a decision that names the state in which it was read.
func (r Route) Rests() bool { return len(r.rests) > 0 }

// basisOf is what the decision of a route rests on where it is asked for with these parameters and values.
func basisOf(route Route, param func(string) string, values url.Values) (b domain.Basis) {
	for _, s := range route.rests {
		numbers := values[s.field]
		if s.field == "" {
			numbers = []string{param(s.param)}
		}
		for _, text := range numbers {
			id, err := strconv.ParseInt(text, 10, 64)
			switch {
			case err != nil || id < 1:
			case s.area:
				b = append(b, domain.Thing{Kind: s.kind, Area: domain.AreaID(id)})
			default:
				b = append(b, domain.Thing{Kind: s.kind, ID: id})
			}
		}
	}
	return b
}

// basisAt is the basis of the posting form that goes to an address of ours; none where that is no decision.
func (s *Server) basisAt(r *http.Request, path string) domain.Basis {
	found := chi.NewRouteContext()
	if !s.router.Match(found, http.MethodPost, path) {
		return nil
	}
	route, ok := s.routeOf(http.MethodPost, path)
	if !ok || !route.Rests() {
		return nil
	}
	return basisOf(route, found.URLParam, r.Form)
}

// readBasis reads the state of what the decision of a page rests on, before anything that the page shows.
func (c *Call) readBasis() error {
	if c.Method == http.MethodPost {
		return nil
	}
	b, now, err := c.basisNow()
	if err == nil && len(b) > 0 {
		infoOf(c.Context()).read = map[string]int64{fmt.Sprint(b): now}
	}
	return err
}

// checkBasis checks that a form that decides was read in the state that stands; its step checks the same again, with
// all that it locks.
func (c *Call) checkBasis() error {
	sent := infoOf(c.Context()).basis
	if c.Method != http.MethodPost || sent == "" {
		return nil
	}
	b, now, err := c.basisNow()
	if err != nil || len(b) == 0 {
		return err
	}
	infoOf(c.Context()).posted = map[string]int64{fmt.Sprint(b): now}
	if sent != strconv.FormatInt(now, 10) {
		return act.ErrMoved
	}
	c.Request = c.WithContext(act.OnBasis(c.Context(), b, now))
	return nil
}

// Stands notes the newest audit entry of a thing for the forms that rest on it, where a page has read its history
// anyhow.
func (c *Call) Stands(kind string, id int64, history []db.AuditEntry) {
	info, key := infoOf(c.Context()), fmt.Sprint(domain.Basis{{Kind: kind, ID: id}})
	if info.read == nil {
		info.read = map[string]int64{}
	}
	info.read[key] = 0
	if len(history) > 0 {
		info.read[key] = history[0].ID
	}
}

// basisNow is what the decision of the call's route rests on, with the newest entry of it.
func (c *Call) basisNow() (b domain.Basis, now int64, err error) {
	if b = basisOf(c.route, c.Param, c.Form); len(b) == 0 {
		return nil, 0, nil
	}
	found, err := c.App.Newest(c.Context(), b)
	return b, found[0], err
}

// states are the newest entries of each basis: as the form that came was read, unless things have moved since; as they
// were read for the page; else as they are.
func (s *Server) states(r *http.Request, moved bool, list []domain.Basis) ([]int64, error) {
	read := maps.Clone(infoOf(r.Context()).read)
	if posted := infoOf(r.Context()).posted; !moved && len(posted) > 0 {
		if read == nil {
			read = map[string]int64{}
		}
		maps.Copy(read, posted)
	}
	found, ask, at := make([]int64, len(list)), []domain.Basis{}, []int{}
	for i, b := range list {
		var ok bool
		if found[i], ok = read[fmt.Sprint(b)]; !ok && len(b) > 0 {
			ask, at = append(ask, b), append(at, i)
		}
	}
	if len(ask) == 0 {
		return found, nil
	}
	now, err := s.app.Newest(r.Context(), ask...)
	for i, n := range now {
		found[at[i]] = n
	}
	return found, err
}
