package placeweb

import (
	"net/url"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/ui"
)

// AreasOnPage is how many areas a page of the list has.
const AreasOnPage = 50

// listAreas lists the areas that the actor may see. The address is the filter.
func listAreas(c *serve.Call) error {
	q := c.URL.Query()
	f := form.New(q)
	mine := OwnAreas(c.Actor)
	filter := places.AreaFilter{Text: f.Optional("q", 100), State: known(places.AreaStates(), f.Text("state")),
		Standing: known(places.Standings(), f.Text("standing")), Own: f.Text("mine") != "", Mine: mine}
	after := places.ParseAreaCursor(f.Text("after"))
	scope := policy.ScopeOf(c.Actor, policy.ViewAreas)
	areas, err := placestore.Areas(c.Context(), c.Read, scope, filter, after, AreasOnPage+1, c.Today())
	if err != nil {
		return err
	}
	p := AreaListProps{Filter: f, Areas: areas, Today: c.Today(), MayPropose: policy.Can(c.Actor, policy.ProposeArea),
		GatesLinked: policy.Can(c.Actor, policy.ViewGates), HasOwn: len(mine) > 0,
		Selected: areaTags(filter, q)}
	if len(areas) > AreasOnPage {
		p.Areas = areas[:AreasOnPage]
		next := serve.Without(q, "after")
		next.Set("after", p.Areas[AreasOnPage-1].Cursor().String())
		p.Next = serve.Address("/areas", next)
	}
	if after.ID != 0 {
		p.First = serve.Address("/areas", serve.Without(q, "after"))
	}
	p.Shell = c.Shell("Areas")
	return c.Show(AreaList(p))
}

// known is the value where it is on the list, else "": an address that somebody typed is no error.
func known[T ~string](list []T, value string) T {
	if slices.Contains(list, T(value)) {
		return T(value)
	}
	return ""
}

func areaTags(f places.AreaFilter, q url.Values) []ui.FilterTag {
	var tags []ui.FilterTag
	add := func(kind, text, name string) {
		tags = append(tags, ui.FilterTag{Kind: kind, Text: text,
			Remove: serve.Address("/areas", serve.Without(q, name, "after"))})
	}
	if f.Text != "" {
		add("Name or code", f.Text, "q")
	}
	if f.State != "" {
		add("State", string(f.State), "state")
	}
	if f.Standing != "" {
		add("Standing", string(f.Standing), "standing")
	}
	if f.Own {
		add("Areas", "mine", "mine")
	}
	return tags
}

// OwnAreas are the areas that the actor's roles are for: assigned, overlapped by their seat, or in whose network they
// are.
func OwnAreas(actor policy.Actor) []domain.AreaID {
	var ids []domain.AreaID
	for _, g := range actor.Grants {
		ids = append(ids, g.Areas...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
