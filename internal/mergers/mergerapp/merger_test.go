package mergerapp_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/mergers"
	"fourgates/internal/mergers/mergerapp"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/town"
)

// shire is the town, whose borough is to be merged, with something of everything that can belong to a council.
type shire struct {
	*town.Town
	from, into            domain.AuthorityID
	parks, bins, highways domain.ServiceID
	theirs                domain.ServiceID // Highways of the other council
	ranger, binman, mason domain.PersonID
}

func newShire(t *testing.T) shire {
	t.Helper()
	c := town.NewCastle(t)
	s := shire{Town: c}
	s.from = domain.AuthorityID(c.Int(`SELECT authority_id FROM seats WHERE id = $1`, int64(c.Quay)))
	s.into = domain.AuthorityID(c.Int(`SELECT authority_id FROM seats WHERE id = $1`, int64(c.Upper)))
	add := func(council domain.AuthorityID, name string) domain.ServiceID {
		return domain.ServiceID(c.Int(`INSERT INTO services (authority_id, name) VALUES ($1, $2) RETURNING id`,
			int64(council), name))
	}
	s.parks, s.bins, s.highways = add(s.from, "Parks"), add(s.from, "Bins"), add(s.from, "Roads")
	s.theirs = add(s.into, "Roads")
	s.ranger, s.binman, s.mason = c.Person("Lowri Ferreira"), c.Person("Emeka Strand"), c.Person("Bryn Okafor")
	c.Grant(s.ranger, policy.Service, int64(s.parks))
	c.Grant(s.binman, policy.Service, int64(s.bins))
	c.Grant(s.mason, policy.Service, int64(s.highways))
	c.Exec(`INSERT INTO service_managers (service_id, name, email, from_on)
		VALUES ($1, 'Dilys Crane', 'dilys@marlwick.test', '2025-01-01')`, int64(s.highways))
	for _, e := range [][2]string{{"election", "2027-05-06"}, {"election", "2021-05-06"}, {"recess", "2026-08-01"},
		{"Executive meeting", "2026-09-01"}} {
		c.Exec(`INSERT INTO diary_entries (authority_id, kind, starts_on, ends_on, name)
			VALUES ($1, $2, $3::date, $3::date, $2)`, int64(s.from), e[0], e[1])
	}
	c.Exec(`INSERT INTO authority_procedures (authority_id, nation, key_wards, call_in_days, call_in_key_only, call_in_by,
		notice_days) VALUES ($1, 'Wales', 3, 7, false, 'Scrutiny', 21)`, int64(s.from))
	c.Exec(`INSERT INTO organisations (name, kind) SELECT name, 'district' FROM authorities WHERE id = $1`, int64(s.from))
	c.Exec(`INSERT INTO contacts (name, lawful_basis, channel, created_by, created_at)
		VALUES ('Sioned Vane', 'public task', 'phone', $1, now())`, int64(c.Nia))
	c.Exec(`INSERT INTO contact_roles (contact_id, organisation_id, title, from_on)
		SELECT k.id, o.id, 'Town clerk', '2024-01-01' FROM contacts k, organisations o, authorities a
		WHERE k.name = 'Sioned Vane' AND o.name = a.name AND a.id = $1`, int64(s.from))
	return s
}

// merged merges the borough as proposed, but for what change makes of it.
func (s shire) merged(t *testing.T, m seats.Merger, change func(c *mergers.Choices)) domain.AuthorityID {
	t.Helper()
	m.From, m.On = s.from, s.Day()
	b, err := mergerapp.Preview(t.Context(), s.App, m)
	if err != nil {
		t.Fatal(err)
	}
	choices := b.Proposed()
	if change != nil {
		change(&choices)
	}
	into, err := mergerapp.Merge(t.Context(), s.App, s.Actor(s.Admin), m, choices)
	if err != nil {
		t.Fatal(err)
	}
	return into
}

// What belongs to a council × merged into another that there is, and into one that is formed.
func TestWhatBelongsToACouncilIsCarriedOver(t *testing.T) {
	for _, x := range []struct {
		belongs string
		sql     string // of the merged council $1 and the one that has it now $2
		there   string // merged into one that there is
		formed  string // merged into one that is formed
	}{
		{"wards", `SELECT count(*) FROM seats WHERE authority_id = $2 AND kind = 'ward' AND $1 > 0`, "2", "2"},
		{"services under their name", `SELECT string_agg(name, ', ' ORDER BY name) FROM services
			WHERE authority_id = $2 AND name IN ('Parks', 'Bins') AND $1 > 0`, "Bins, Parks", "Bins, Parks"},
		{"a service of one name", `SELECT string_agg((a.id = $2)::text || ' ' || (s.retired_on IS NULL)::text, ', ' ORDER BY a.id = $1)
			FROM services s JOIN authorities a ON a.id = s.authority_id WHERE s.name = 'Roads' AND a.id IN ($1, $2)`,
			"true true, false false", "true true"},
		{"people with roles", `SELECT string_agg(p.name || ' ' || s.name, ', ' ORDER BY p.name) FROM role_grants g
			JOIN people p ON p.id = g.person_id JOIN services s ON s.id = g.service_id
			WHERE s.authority_id = $2 AND s.name <> 'Highways' AND $1 > 0 AND g.to_on IS NULL`,
			"Bryn Okafor Roads, Emeka Strand Bins, Lowri Ferreira Parks",
			"Bryn Okafor Roads, Emeka Strand Bins, Lowri Ferreira Parks"},
		{"managers", `SELECT string_agg(m.name, ', ') FROM service_managers m JOIN services s ON s.id = m.service_id
			WHERE s.authority_id = $2 AND s.name = 'Roads' AND $1 > 0`, "Dilys Crane", "Dilys Crane"},
		{"calendar", `SELECT string_agg(kind || ' ' || starts_on, ', ' ORDER BY starts_on) FROM diary_entries
			WHERE authority_id = $2 AND $1 > 0`, "election 2027-05-06",
			"recess 2026-08-01, Executive meeting 2026-09-01, election 2027-05-06"},
		{"procedure", `SELECT COALESCE((SELECT nation || ' ' || call_in_days FROM authority_procedures
			WHERE authority_id = $2 AND $1 > 0), 'none')`, "Wales 7", "Wales 7"},
		{"contacts", `SELECT string_agg(o.name || ' ' || (c.to_on IS NULL)::text, ', ' ORDER BY c.id) FROM contact_roles c
			JOIN organisations o ON o.id = c.organisation_id JOIN contacts k ON k.id = c.contact_id
			WHERE k.name = 'Sioned Vane' AND o.name IN (SELECT name FROM authorities WHERE id IN ($1, $2))`,
			"FROM false, INTO true", "FROM false, INTO true"},
	} {
		t.Run(x.belongs, func(t *testing.T) {
			for how, want := range map[string]string{"there": x.there, "formed": x.formed} {
				s := newShire(t)
				m := seats.Merger{Into: s.into}
				if how == "formed" {
					m = seats.Merger{Name: "Greater Moor", Tier: "unitary"}
				}
				into := s.merged(t, m, nil)
				for word, id := range map[string]domain.AuthorityID{"FROM": s.from, "INTO": into} {
					name := s.Text(`SELECT name FROM authorities WHERE id = $1`, int64(id))
					want = strings.ReplaceAll(want, word, name)
				}
				if got := s.Text(`SELECT (`+x.sql+`)::text`, int64(s.from), int64(into)); got != want {
					t.Errorf("%s: %s, want %s", how, got, want)
				}
				s.Verify()
			}
		})
	}
}

// Whatever a service was asked before the merger, somebody can answer after it: renamed, kept or joined.
func TestWhatAMergedServiceWasAskedCanBeAnswered(t *testing.T) {
	for fate, service := range map[mergers.Fate]string{mergers.Kept: "Parks", mergers.Renamed: "Bins",
		mergers.Joined: "Roads"} {
		t.Run(string(fate), func(t *testing.T) {
			s := newShire(t)
			id := map[string]domain.ServiceID{"Parks": s.parks, "Bins": s.bins, "Roads": s.highways}[service]
			who := map[string]domain.PersonID{"Parks": s.ranger, "Bins": s.binman, "Roads": s.mason}[service]
			s.Exec(`INSERT INTO asks (kind, area_id, counts_as, service_id, ask, referred_by, referred_at)
				VALUES ('validity view', $1, 'service provider', $2, 'Is this one place?', $3, $4)`, int64(s.Area), int64(id),
				int64(s.Nia), s.Now())
			s.merged(t, seats.Merger{Into: s.into}, func(c *mergers.Choices) {
				c.Services[s.bins] = mergers.Choice{Fate: mergers.Renamed, Name: "Waste"}
			})
			officer := s.Actor(who)
			waits, err := askstore.Waiting(t.Context(), s.App.Store.Reader, policy.ScopeOf(officer,
				policy.AnswerReferral), policy.Scope{}, 10, s.Day())
			if err != nil || len(waits) != 1 || !asks.MayAnswer(officer, waits[0]) {
				t.Errorf("%d asks wait for its officer, want 1 that they may answer: %v", len(waits), err)
			}
			trace := map[mergers.Fate]string{mergers.Kept: "Went over from",
				mergers.Renamed: "called Waste and was Bins", mergers.Joined: "Joined with a service of"}[fate]
			if history := strings.Join(s.History("service", int64(id)), "\n"); !strings.Contains(history, trace) {
				t.Errorf("its history: %s", history)
			}
		})
	}
}

func TestWhatAMergerRefusesOfServices(t *testing.T) {
	s := newShire(t)
	m := seats.Merger{From: s.from, Into: s.into, On: s.Day()}
	b, err := mergerapp.Preview(t.Context(), s.App, m)
	if err != nil {
		t.Fatal(err)
	}
	var hangs []string
	for _, is := range b.Services {
		hangs = append(hangs, is.Name+": "+is.Hangs())
	}
	if d := cmp.Diff([]string{
		"Bins: 1 person with a role, 0 managers listed, 0 open asks, 0 actions that it leads",
		"Parks: 1 person with a role, 0 managers listed, 0 open asks, 0 actions that it leads",
		"Roads: 1 person with a role, 1 manager listed, 0 open asks, 0 actions that it leads"}, hangs); d != "" {
		t.Errorf("what belongs to it (-want +got):\n%s", d)
	}
	for _, bad := range []struct {
		choice       mergers.Choice
		field, words string
	}{
		{mergers.Choice{}, mergers.Field(s.highways, ""), "Choose what becomes of Roads"},
		{mergers.Choice{Fate: mergers.Kept}, mergers.Field(s.highways, ""), "has a service called Roads already"},
		{mergers.Choice{Fate: mergers.Renamed}, mergers.Field(s.highways, "name"), "Enter the new name of Roads"},
		{mergers.Choice{Fate: mergers.Renamed, Name: "parks"}, mergers.Field(s.highways, "name"),
			"called Parks already"},
		{mergers.Choice{Fate: mergers.Joined, Into: s.parks}, mergers.Field(s.highways, "into"), "with which Roads"},
	} {
		c := b.Proposed()
		c.Services[s.highways] = bad.choice
		_, err := mergerapp.Merge(t.Context(), s.App, s.Actor(s.Admin), m, c)
		town.Refused(t, err, bad.field, bad.words)
	}
}
