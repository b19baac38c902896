package placeweb_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestAreaIsProposedWithItsBoundary(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	h.Seat("division", "Marlwick South")
	clo := h.Person("Bhavisha", policy.CLO)
	b := h.As(clo)

	form := b.Get("/areas/new").Want(t, http.StatusOK)
	if code, _ := form.Field("code"); code != "LCA-01" {
		t.Errorf("the code suggested is %q, want LCA-01", code)
	}
	missing := b.Post("/areas", "name", " ", "code", "LCA-01", "rationale", "It is one place").
		Want(t, http.StatusUnprocessableEntity)
	if got := missing.Problem("name"); got != "Enter the area’s name" {
		t.Errorf("problem by the name: %q", got)
	}
	if kept, _ := missing.Field("rationale"); kept != "It is one place" {
		t.Errorf("the rationale typed is now %q", kept)
	}

	boundary := b.Follow(b.Post("/areas", "name", "Canalside", "code", "LCA-01", "rationale", "It is one place").
		Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if got := boundary.Heading(); got != "Give the boundary" {
		t.Errorf("after proposing comes %q", got)
	}
	area := h.Text("SELECT id::text FROM areas WHERE code = 'LCA-01'")
	preview := b.Post("/areas/"+area+"/boundaries/preview", "how", "seats", "seats", servertest.ID(ward)).
		Want(t, http.StatusOK)
	if !preview.Says("Canalside ward, Test borough: 100%") ||
		!preview.Says("Marlwick South division, Test county: 100%") {
		t.Errorf("the preview does not say both tiers: %s", preview.Words())
	}
	if n := h.Int("SELECT count(*) FROM area_boundaries"); n != 0 {
		t.Errorf("the preview stored %d boundaries", n)
	}
	confirm := []string{"reason", "First boundary"}
	for _, name := range []string{"boundary", "version"} {
		value, ok := preview.Field(name)
		if !ok {
			t.Fatalf("the preview carries no %s", name)
		}
		confirm = append(confirm, name, value)
	}
	saved := b.Follow(b.Post("/areas/"+area+"/boundaries", confirm...).Want(t, http.StatusSeeOther)).
		Want(t, http.StatusOK)
	for _, words := range []string{"Canalside ward", "Marlwick South division", "Vacant", "Bhavisha",
		"1 Initiation and outreach", "Next: submit gate 1"} {
		if !saved.Says(words) {
			t.Errorf("the area page does not say %q", words)
		}
	}
	if saved.First("svg", "class", "fg-outline") == nil {
		t.Error("the area page shows no outline")
	}
	if saved.Statements > 12 {
		t.Errorf("the area page runs %d statements", saved.Statements)
	}
}

func TestBoundaryComesFromAFileOrPoints(t *testing.T) {
	h := servertest.New(t)
	h.Seat("ward", "Canalside")
	area := h.Area("Canalside")
	b := h.As(h.Person("Llŷr", policy.CPO))
	to := "/areas/" + servertest.ID(area) + "/boundaries/preview"

	file := []byte(
		`{"type":"Polygon","coordinates":[[[-1.88,52.32],[-1.82,52.32],[-1.82,52.38],[-1.88,52.38],[-1.88,52.32]]]}`)
	if p := b.Upload(to, "file", "area.geojson", file, "how", "file").Want(t, http.StatusOK); !p.Says(
		"Canalside ward, Test borough: 100%") {
		t.Errorf("from a file: %s", p.Words())
	}
	if p := b.Post(to, "how", "points", "points", "52.32, -1.88\n52.32, -1.82\n52.38, -1.85").
		Want(t, http.StatusOK); !p.Says("Canalside ward, Test borough: 100%") {
		t.Errorf("from points: %s", p.Words())
	}
	broken := b.Upload(to, "file", "area.geojson", []byte("no"), "how", "file").Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(broken.Problem("file"), "not GeoJSON") {
		t.Errorf("problem by the file: %q", broken.Problem("file"))
	}
	typed := "52.32, -1.88\nhere"
	odd := b.Post(to, "how", "points", "points", typed).Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(odd.Problem("points"), "Line 2") {
		t.Errorf("problem by the points: %q", odd.Problem("points"))
	}
	if kept, _ := odd.Field("points"); kept != typed {
		t.Errorf("the points typed are now %q", kept)
	}
	if p := b.Post(to, "how", "seats").Want(t, http.StatusUnprocessableEntity); p.Problem("seats") == "" {
		t.Error("no ward chosen, and no problem by the wards")
	}
}

func TestMemberSeesOwnAreasOnly(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	own, other := h.Area("Canalside", ward), h.Area("Priory")
	member := h.Person("Roisín Ó Cléirigh")
	h.Term(member, ward)
	b := h.As(member)
	list := b.Get("/areas").Want(t, http.StatusOK)
	if !list.Says("Canalside") || list.Says("Priory") {
		t.Errorf("the list of a Member: %s", list.Words())
	}
	b.Get("/areas/"+servertest.ID(own)).Want(t, http.StatusOK)
	for _, page := range []string{"", "/boundary", "/boundary.geojson", "/history", "/assignments"} {
		b.Get("/areas/"+servertest.ID(other)+page).Want(t, http.StatusNotFound)
	}
	b.Post("/areas/"+servertest.ID(own)+"/places", "name", "Lock").Want(t, http.StatusForbidden)
}

func TestOfficerOfAnotherAreaMayLookAndNotChange(t *testing.T) {
	h := servertest.New(t)
	area := h.Area("Canalside")
	b := h.As(h.Person("Somerled", policy.CLO))
	overview := b.Get("/areas/"+servertest.ID(area)).Want(t, http.StatusOK)
	for _, link := range overview.Links() {
		if link == "/areas/"+servertest.ID(area)+"/issues/new" { // which every officer may
			continue
		}
		if strings.Contains(link, "/new") || strings.HasSuffix(link, "/edit") || strings.HasSuffix(link, "/places") {
			t.Errorf("a link to what they may not do: %s", link)
		}
	}
	for _, page := range []string{"/edit", "/boundaries/new", "/validity-views/new", "/inductions/new", "/places"} {
		b.Get("/areas/"+servertest.ID(area)+page).Want(t, http.StatusForbidden)
	}
	b.Post("/areas/"+servertest.ID(area)+"/validity-views", "kind", "community").Want(t, http.StatusForbidden)
}

func TestTwoEditorsOfAnAreaSeeBothVersions(t *testing.T) {
	h := servertest.New(t)
	area := h.Area("Canalside")
	b := h.As(h.Person("Llŷr", policy.CPO))
	at := "/areas/" + servertest.ID(area)
	version, _ := b.Get(at+"/edit").Want(t, http.StatusOK).Field("version")
	b.Post(at, "name", "Canalside and Basin", "code", "A1", "version", version).Want(t, http.StatusSeeOther)
	stale := b.Post(at, "name", "Canal Quarter", "code", "A1", "rationale", "Mine", "version", version).
		Want(t, http.StatusConflict)
	if !stale.Says("Canalside and Basin") {
		t.Error("the page does not show the name of now")
	}
	if name, _ := stale.Field("name"); name != "Canal Quarter" {
		t.Errorf("the name typed is now %q", name)
	}
	next, _ := stale.Field("version")
	b.Post(at, "name", "Canal Quarter", "code", "A1", "rationale", "Mine", "version", next).Want(t, http.StatusSeeOther)
}

func TestAreaIsRecordedUpon(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	area := h.Area("Canalside", ward)
	clo, member := h.Person("Bhavisha", policy.CLO), h.Person("Suresh")
	h.Term(member, ward)
	h.Assign(clo, area, policy.CLO)
	officer, planner := h.As(clo), h.As(h.Person("Llŷr", policy.CPO))
	at := "/areas/" + servertest.ID(area)

	view := []string{"kind", "community", "said-by", "Basin tenants", "supports", "partly", "note",
		"The lock is missing"}
	late := officer.Post(at+"/validity-views", append(view, "on", "2026-03-11")...).
		Want(t, http.StatusUnprocessableEntity)
	if got := late.Problem("on"); got != "The date must be today or in the past" {
		t.Errorf("problem by the date: %q", got)
	}
	officer.Post(at+"/validity-views", append(view, "on", "2026-03-10")...).Want(t, http.StatusSeeOther)
	officer.Post(at+"/inductions", "member", servertest.ID(clo), "outcome", "done", "on", "2026-03-09").
		Want(t, http.StatusUnprocessableEntity)
	officer.Post(at+"/inductions", "member", servertest.ID(member), "outcome", "done", "on", "2026-03-09", "material",
		"Guide").Want(t, http.StatusSeeOther)
	officer.Post(at+"/places", "name", "Top Lock", "lat", "52.35", "lon", "-1.85").Want(t, http.StatusSeeOther)
	twice := officer.Post(at+"/places", "name", "Top Lock").Want(t, http.StatusUnprocessableEntity)
	if got := twice.Problem("name"); got != "The area has a place of this name already" {
		t.Errorf("problem by the name: %q", got)
	}
	officer.Post(at+"/moves", "to", "rejected", "reason", "No").Want(t, http.StatusForbidden)

	second := h.Person("Aoife", policy.LAC)
	planner.Post(at+"/assignments", "person", servertest.ID(second)+" lac", "from", "2026-03-10").
		Want(t, http.StatusSeeOther)
	overlap := planner.Post(at+"/assignments", "person", servertest.ID(second)+" lac", "from", "2026-04-10").
		Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(overlap.Problem("person"), "assigned in this role already") {
		t.Errorf("problem by the person: %q", overlap.Problem("person"))
	}

	for path, all := range map[string][]string{
		"":          {"Suresh", "Aoife Local area coordinator", "View on the boundary recorded: Basin tenants"},
		"/boundary": {"Basin tenants", "Partly", "The lock is missing", "Top Lock"},
		"/members":  {"Inducted", "9 March 2026: Guide"},
	} {
		page := officer.Get(at+path).Want(t, http.StatusOK)
		for _, words := range all {
			if !page.Says(words) {
				t.Errorf("%s does not say %q: %s", at+path, words, page.Words())
			}
		}
	}
	history := officer.Get(at+"/history").Want(t, http.StatusOK)
	for _, words := range []string{"View on the boundary recorded: Basin tenants", "Induction recorded: done",
		"Place added: Top Lock", "Officer assigned: Aoife"} {
		if !history.Says(words) {
			t.Errorf("the history does not say %q", words)
		}
	}
}

func TestAreaMovesByHand(t *testing.T) {
	h := servertest.New(t)
	area := h.Area("Canalside")
	b := h.As(h.Person("Llŷr", policy.CPO))
	at := "/areas/" + servertest.ID(area)
	b.Post(at+"/moves", "to", "rejected", "reason", "").Want(t, http.StatusUnprocessableEntity)
	b.Post(at+"/moves", "to", "active", "reason", "Now").Want(t, http.StatusUnprocessableEntity)
	b.Post(at+"/moves", "to", "rejected", "reason", "Too small").Want(t, http.StatusSeeOther)
	if state := h.Text("SELECT state FROM areas WHERE id = $1", int64(area)); state != string(places.AreaRejected) {
		t.Errorf("the area is %s", state)
	}
	overview := b.Get(at).Want(t, http.StatusOK)
	if slices.ContainsFunc(overview.Links(), func(l string) bool { return strings.HasSuffix(l, "/boundaries/new") }) {
		t.Error("a rejected area offers a new boundary")
	}
	b.Post(at+"/places", "name", "Lock").Want(t, http.StatusUnprocessableEntity)
}

func TestListOfAreasIsFiltered(t *testing.T) {
	h := servertest.New(t)
	h.Area("Canalside")
	mine := h.Area("100% Priory_Park")
	clo := h.Person("Bhavisha", policy.CLO)
	h.Assign(clo, mine, policy.CLO)
	b := h.As(clo)
	for query, want := range map[string][]bool{
		"":                 {true, true},
		"?q=canal":         {true, false},
		"?q=%25":           {false, true},
		"?q=_":             {false, true},
		"?mine=yes":        {false, true},
		"?state=active":    {false, false},
		"?state=nonsense":  {true, true},
		"?after=999+zzzzz": {false, false},
		"?after=nonsense":  {true, true},
	} {
		p := b.Get("/areas"+query).Want(t, http.StatusOK)
		table := p.Words()
		if got := []bool{strings.Contains(table, "Canalside"),
			strings.Contains(table, "100% Priory_Park")}; !slices.Equal(got, want) {
			t.Errorf("/areas%s lists %v, want %v", query, got, want)
		}
		if p.Statements > 12 {
			t.Errorf("/areas%s runs %d statements", query, p.Statements)
		}
	}
}
