package issueweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestRaisingAnIssue(t *testing.T) {
	m := servertest.NewMatter(t)
	clo := m.As(m.CLO)
	page := clo.Get("/issues/new").Want(t, 200)
	key, _ := page.Field("key")
	if area, _ := page.Field("area"); area != servertest.ID(m.Quay) {
		t.Errorf("the one area of the officer is not chosen: %q", area)
	}
	for who, want := range map[domain.PersonID]domain.Source{m.CLO: domain.FromTheCommunity,
		m.Member: domain.FromAreaMember, m.Service: domain.FromServiceOfficer, m.CPO: domain.FromDeskResearch} {
		if got, _ := m.As(who).Get("/areas/"+servertest.ID(m.Quay)+"/issues/new").Want(t, 200).
			Field("source"); got != string(want) {
			t.Errorf("source for %d: %q, want %q", who, got, want)
		}
	}
	first := clo.Post("/issues", m.Typed("Dark path behind the school", "key", key, "lat", "52.31", "lon", "-1.94",
		"outside", "52.31, -1.94",
		"place_note", "By the gate")...).Want(t, 303)
	again := clo.Post("/issues", m.Typed("Dark path behind the school", "key", key, "duplicate", "none")...).
		Want(t, 303)
	if first.Location() != again.Location() || m.Int(`SELECT count(*) FROM issues`) != 1 {
		t.Errorf("sent twice: %s and %s, %d issues", first.Location(), again.Location(),
			m.Int(`SELECT count(*) FROM issues`))
	}
	if n := m.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'issue'`); n != 1 {
		t.Errorf("%d audit entries for one issue", n)
	}
	shown := clo.Follow(first).Want(t, 200)
	for _, words := range []string{"Dark path behind the school", "Issue raised", "By the gate", "Not categorised",
		"Nia Pugh"} {
		if !shown.Says(words) {
			t.Errorf("the issue's page does not say %q", words)
		}
	}
	// Another person's key is another key.
	m.As(m.CPO).Post("/issues", m.Typed("Dark path behind the school", "key", key, "duplicate", "none")...).Want(t, 303)
	if n := m.Int(`SELECT count(*) FROM issues`); n != 2 {
		t.Errorf("%d issues after another person used the same key", n)
	}
}

// Without script the places of an area can be offered only once it is known, so it is asked for first.
func TestTheAreaIsAskedForFirstAndItsPlacesAreOffered(t *testing.T) {
	m := servertest.NewMatter(t)
	slipway := places.AreaPlace{Area: m.Quay, Name: "The slipway", Point: &domain.Point{Lon: -1.94, Lat: 52.31},
		Outside: "52.31, -1.94"}
	if err := placeapp.AddPlace(t.Context(), m.App, m.Actor(m.CLO), slipway); err != nil {
		t.Fatal(err)
	}
	quay, moor := "/areas/"+servertest.ID(m.Quay)+"/issues/new", "/areas/"+servertest.ID(m.Moor)+"/issues/new"
	m.Assign(m.CLO, m.Moor, policy.CLO)
	for who, own := range map[domain.PersonID]bool{m.CLO: true, m.CPO: false, m.Service: false} {
		reader := m.As(who)
		asked := reader.Get("/issues/new").Want(t, 200)
		if asked.Heading() != "Which area is it in?" || !asked.Says("Old Quay") || !asked.Says("Moorside") {
			t.Errorf("person %d is not asked for the area: %s", who, asked.Words())
		}
		if links := strings.Contains(asked.Body, `href="`+quay+`"`) &&
			strings.Contains(asked.Body, `href="`+moor+`"`); links != own {
			t.Errorf("person %d: own areas one press away is %v, want %v", who, links, own)
		}
		if to := reader.Get("/issues/new?area="+servertest.ID(m.Quay)).Want(t, 303).Location(); to != quay {
			t.Errorf("person %d is sent to %s", who, to)
		}
		for _, wrong := range []string{"", "987654", "north"} {
			if p := reader.Get("/issues/new?area="+wrong).Want(t, 200); p.Problem("area") == "" {
				t.Errorf("area %q: no message by the field", wrong)
			}
		}
		if p := reader.Get(quay).Want(t, 200); !p.Says("The slipway") {
			t.Errorf("person %d is not offered the places of the area: %s", who, p.Words())
		}
	}
	if p := m.As(m.Member).Get("/issues/new").Want(t, 200); p.Heading() != "Raise an issue" || !p.Says("The slipway") {
		t.Errorf("a Member of one area is asked for it: %s", p.Words())
	}
}

func TestWhatIsWrongWithANewIssueIsSaidByItsField(t *testing.T) {
	m := servertest.NewMatter(t)
	clo := m.As(m.CLO)
	for _, c := range []struct{ field, value, message string }{
		{"title", "", "Enter a title"},
		{"title", strings.Repeat("é", 121), "Must be 120 characters or fewer; it has 121"},
		{"description", " ", "Say what is happening"},
		{"area", "", "Choose an area"},
		{"area", "9999999999999999999999", "Choose one from the list"},
		{"source", "gossip", "Choose how it came to us"},
		{"visibility", "", "Choose who may read it"},
		{"theme", "987654", "Choose a theme from the list"},
		{"place", "987654", "Choose a place from the list"},
		{"lat", "north", "“north” is no latitude: it must be a number of degrees, such as 52.31"},
		{"lat", "NaN", "“NaN” is no latitude: it must be a number of degrees, such as 52.31"},
		{"shape", "52.3, -1.9", "A line needs two points or more; for one point use latitude and longitude above"},
	} {
		page := clo.Post("/issues", m.Typed("A broken bench", "duplicate", "none", c.field, c.value)...).Want(t, 422)
		if got := page.Problem(c.field); got != c.message {
			t.Errorf("%s %.20q: %q, want %q", c.field, c.value, got, c.message)
		}
		if got, _ := page.Field("description"); c.field != "description" &&
			!strings.Contains(got, "Something is wrong") {
			t.Errorf("%s: what was typed is lost", c.field)
		}
	}
	if n := m.Int(`SELECT count(*) FROM issues`); n != 0 {
		t.Errorf("%d issues after refusals", n)
	}
	for path, want := range map[string]int{"987654": 404, servertest.ID(m.Moor): 404} {
		m.As(m.Member).Post("/issues", m.Typed("A broken bench", "area", path)...).Want(t, want)
	}
	m.Forced("without the years before it", `UPDATE areas SET state = 'closed' WHERE id = $1`, int64(m.Quay))
	clo.Get("/areas/"+servertest.ID(m.Quay)+"/issues/new").Want(t, 404)
	clo.Post("/issues", m.Typed("A broken bench", "duplicate", "none")...).Want(t, 422)
}

func TestLikelyDuplicatesAreAskedAbout(t *testing.T) {
	m := servertest.NewMatter(t)
	first := m.Raise(m.CLO, "Street lights out on Mill Lane")
	member := m.As(m.Member)
	asked := member.Post("/issues", m.Typed("Street lights out, Mill Lane", "key", "once", "raised_for",
		"a dog walker")...).Want(t, 200)
	if asked.Heading() != "Is it one of these?" || !asked.Says("Street lights out on Mill Lane") ||
		m.Int(`SELECT count(*) FROM issues`) != 1 {
		t.Fatalf("not asked: %s", asked.Words())
	}
	if got, _ := asked.Field("raised_for"); got != "a dog walker" {
		t.Errorf("what was typed is not carried along: %q", got)
	}
	said := member.Follow(member.Post("/issues", m.Typed("Street lights out, Mill Lane", "raised_for", "a dog walker",
		"duplicate", servertest.Number(first))...).Want(t, 303)).Want(t, 200)
	if !said.Says("Something is wrong at Street lights out, Mill Lane") || !said.Says("a dog walker") ||
		m.Int(`SELECT count(*) FROM issues`) != 1 {
		t.Errorf("the words are not evidence of the first: %s", said.Words())
	}
	member.Post("/issues", m.Typed("Street lights out, Mill Lane", "duplicate", "none")...).Want(t, 303)
	if n := m.Int(`SELECT count(*) FROM issues`); n != 2 {
		t.Errorf("%d issues after “none of these”", n)
	}
	member.Post("/issues", m.Typed("Street lights", "duplicate", "987654")...).Want(t, 404)
	member.Post("/issues", m.Typed("Street lights", "duplicate", "' OR 1")...).Want(t, 422)
}

// While a title is typed the same issues are named that are asked about before saving, and none that the reader may not
// see (D7).
func TestLikelyIssuesAreNamedWhileTheTitleIsTyped(t *testing.T) {
	m := servertest.NewMatter(t)
	first := m.Raise(m.CLO, "Street lights out on Mill Lane")
	m.Raise(m.CLO, "Street lights out at a house that worries us", "visibility", "restricted")
	likely := "/areas/" + servertest.ID(m.Quay) + "/issues/likely.json?title="
	want := `[{"title":"Street lights out on Mill Lane","href":"` + first + `","state":"raised"}]`
	if p := m.As(m.Member).Get(likely+"street+lights+out").Want(t, 200); p.Body != want {
		t.Errorf("named: %s, want %s", p.Body, want)
	}
	for _, title := range []string{"", "Bins", strings.Repeat("x", 121), "%F0%9F%92%A1+'"} {
		if p := m.As(m.Member).Get(likely+title).Want(t, 200); p.Body != "[]" {
			t.Errorf("%.9q: %s", title, p.Body)
		}
	}
	m.As(m.Other).Get(likely+"street").Want(t, 200)
	m.As(m.Member).Get("/areas/"+servertest.ID(m.Moor)+"/issues/likely.json?title=street").Want(t, 404)
	m.As(m.Admin).Get(likely+"street").Want(t, 403)
	if p := m.As(m.Member).Get("/issues/new").Want(t, 200); !strings.Contains(p.Body,
		`data-src="/areas/`+servertest.ID(m.Quay)+`/issues/likely.json"`) {
		t.Error("the form does not ask while the title is typed")
	}
}

// TestNobodySeesAnIssueThatIsNotTheirs walks every page of issues of each visibility as each role.
func TestNobodySeesAnIssueThatIsNotTheirs(t *testing.T) {
	m := servertest.NewMatter(t)
	quay, secret := m.Raise(m.CLO, "Loose slabs"), m.Raise(m.CLO, "A house that worries us", "visibility", "restricted")
	moor := m.Raise(m.Other, "Sheep on the road", "area", servertest.ID(m.Moor))
	own := m.Raise(m.Service, "The Moor’s culvert", "area", servertest.ID(m.Moor), "visibility", "restricted")
	issues := []string{quay, secret, moor, own}
	for _, c := range []struct {
		who  domain.PersonID
		sees string // one letter for each of issues
	}{
		{m.CLO, "yyyn"}, {m.Other, "ynyy"}, {m.CPO, "yyyy"}, {m.Member, "ynnn"}, {m.Service, "ynyy"},
		{m.Partner, "nnnn"}, {m.Executive, "ynyn"},
	} {
		client := m.As(c.who)
		list, file := client.Get("/issues").Want(t, 200), client.Get("/issues.csv").Want(t, 200)
		for at, address := range issues {
			want := 404
			if c.sees[at] == 'y' {
				want = 200
			}
			if got := client.Get(address).Status; got != want {
				t.Errorf("person %d, %s: status %d, want %d", c.who, address, got, want)
			}
			if got := client.Get(address + "/shape").Status; got != want {
				t.Errorf("person %d, %s/shape: status %d, want %d", c.who, address, got, want)
			}
			title := m.Text(`SELECT title FROM issues WHERE id = $1`, servertest.MustInt(servertest.Number(address)))
			if list.Says(title) != (want == 200) || strings.Contains(file.Body, title) != (want == 200) {
				t.Errorf("person %d: list or file and page of %s disagree", c.who, address)
			}
		}
	}
	m.As(m.Admin).Get("/issues").Want(t, 403)
	m.As(m.Admin).Get(quay).Want(t, 403)
	m.As(m.Member).Get("/areas/"+servertest.ID(m.Moor)+"/issues").Want(t, 404)
	// An officer of another area sees it and may not work on it.
	m.As(m.Other).Post(quay+"/moves", "move", "not-taken-forward", "reason", "no").Want(t, 403)
	m.As(m.Other).Get(quay+"/edit").Want(t, 403)
	m.As(m.Other).Get(quay+"/referrals/new").Want(t, 403)
	m.As(m.Other).Get("/issues/together?issue="+servertest.Number(quay)).Want(t, 403)
	m.As(m.Other).Get("/issues/together?issue="+servertest.Number(secret)).Want(t, 404)
	m.As(m.Member).Get(quay+"/edit").Want(t, 403)
}

// TestNoInputBreaksThePages sends what nobody types to every page of issues (guarantee 13).
func TestNoInputBreaksThePages(t *testing.T) {
	m := servertest.NewMatter(t)
	address := m.Raise(m.CLO, "Loose slabs")
	clo := m.As(m.CLO)
	nasty := []string{"", "'", "-1", "0", "9223372036854775807", "9223372036854775808", "1e9", "%", "\u202e",
		"<script>", "=1+1", "a.b.c", "newest.1.!", "title.1.AAAA",
		"newest.1.OTk5OTk5OTk5OTk5OTk5OTk5OTk", "match.1.TmFO", "match.3.MQ", strings.Repeat("x", 5000), "& | !", "\\"}
	for _, v := range nasty {
		for _, name := range []string{"q", "area", "theme", "status", "source", "age", "mine", "sort", "after",
			"before", "issue"} {
			for _, path := range []string{"/issues", "/issues.csv", "/issues/together"} {
				if p := clo.Get(path + "?" + name + "=" + escaped(v)); p.Status >= 500 {
					t.Errorf("%s?%s=%.30q: status %d", path, name, v, p.Status)
				}
			}
		}
		for path, names := range map[string]string{
			"/issues": "title lat shape theme area place key duplicate", address + "/edit": "title version lat shape",
			address + "/triage": "theme tier version",
			address + "/moves":  "move reason", address + "/referrals": "to ask reply_by reply_by-day",
			address + "/evidence":       "kind on on-day link strength",
			address + "/evidence/reuse": "evidence", address + "/files": "caption", "/issues/themes": "issue set_theme",
			"/issues/syntheses": "issue theme into key",
			"/issues/merges":    "issue into",
		} {
			for name := range strings.FieldsSeq(names) {
				if p := clo.Post(path, m.Typed("Loose slabs", name, v)...); p.Status >= 500 {
					t.Errorf("POST %s with %s=%.30q: status %d", path, name, v, p.Status)
				}
			}
		}
		if p := clo.Get("/issues/" + escaped(v)); v != "" && p.Status != 404 {
			t.Errorf("/issues/%.30q: status %d", v, p.Status)
		}
	}
}
