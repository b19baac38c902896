package gates

import (
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/places"
	"fourgates/internal/plans/plantest"
	"fourgates/internal/register"
)

func TestCanonicalIsSortedTightAndUTF8(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{map[string]any{"b": 1, "a": []any{true, nil, "x"}, "Z": map[string]int{"q": 2, "p": 3}},
			`{"Z":{"p":3,"q":2},"a":[true,null,"x"],"b":1}`},
		{struct {
			Words  string
			Number float64
			Big    int64
		}{"Tŷ & <b> “Ó”", 12.5, 9007199254740993}, `{"Big":9007199254740993,"Number":12.5,"Words":"Tŷ & <b> “Ó”"}`},
		{[]string(nil), `null`},
		{"a\nb\t\"", `"a\nb\t\""`},
	} {
		got, err := domain.Canonical(c.v)
		if err != nil || got != c.want {
			t.Errorf("Canonical(%v) = %s, %v; want %s", c.v, got, err, c.want)
		}
	}
	if _, err := domain.Canonical(make(chan int)); err == nil {
		t.Error("a channel has a canonical form")
	}
}

func TestCanonicalOfItselfIsItself(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 500 {
		p := register.RegisterPayload{Words: noise(rng), Person: noise(rng), Conditions: []string{noise(rng)},
			Position: rng.Int64()}
		once, err := domain.Canonical(p)
		if err != nil {
			t.Fatal(err)
		}
		back, err := register.RegisterEntry{Payload: once}.Read()
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(p, back); d != "" {
			t.Fatalf("read back (-want +got):\n%s", d)
		}
		if again, err := domain.Canonical(back); err != nil || again != once {
			t.Fatalf("again it is %s, %v; was %s", again, err, once)
		}
	}
}

// noise is text with everything that JSON could write in more than one way.
func noise(rng *rand.Rand) string {
	letters := []rune("aZ \"\\/<>&\n\r\t\u2028\u2029'ŷÓ€𝄞\u0001\u007f")
	var b strings.Builder
	for range rng.IntN(20) {
		b.WriteRune(letters[rng.IntN(len(letters))])
	}
	return b.String()
}

// salts are the same each time.
func salts() io.Reader { return rand.NewChaCha8([32]byte{}) }

func frozen(t *testing.T, g domain.Gate) Snapshot {
	t.Helper()
	f := readyFacts(g)
	if g == domain.GateDraftPlan {
		f.Draft.Document = plantest.FullPlan()
	}
	f.Whole = []SnapshotIssue{{ID: 1, Title: "Speeding", Words: "Past the school", Theme: "Roads",
		Source: domain.FromAreaMember, State: issues.IssueSynthesised, Reason: "Seen twice",
		Tier: "county", PlaceWords: "Quay Street", Shape: `{"type":"Point","coordinates":[1,52]}`,
		RaisedFor: "Two residents", EnteredBy: "Nia Pugh", EnteredOn: domaintest.Day,
		Visibility: issues.VisiblePublic, Evidence: []SnapshotEvidence{{ID: 5, Kind: "quote", Words: "They race",
			Source: "Forum", On: domaintest.Day, Strength: 2}}},
		{ID: 3, Title: "Noise", Source: domain.FromTheCommunity, State: issues.IssueMerged, MergedInto: 1}}
	f.Issues = append(f.Issues, issues.IssueLine{ID: 9, Title: "A name that must not show",
		Visibility: issues.VisibleRestricted, Theme: "Safety", Source: domain.FromTheCommunity,
		State: issues.IssueReferred})
	return TakeSnapshot(SnapshotHead{Gate: g, Attempt: 1, Rule: RuleAll, SubmittedBy: "Nia Pugh",
		Note:        "As agreed in March",
		SubmittedAt: time.Date(2026, 3, 10, 10, 0, 0, 5000, time.UTC), Boundary: `{"type":"Polygon"}`, BoundaryNo: 2},
		f)
}

func TestFrozenSnapshotReadsBackAndKeepsItsDigest(t *testing.T) {
	for _, g := range openGates {
		s := frozen(t, g)
		kept, err := s.Freeze(salts())
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadSnapshot(kept)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s, back, cmp.Comparer(func(a, b domain.Date) bool { return a == b })); d != "" {
			t.Errorf("gate %d reads back (-want +got):\n%s", g, d)
		}
		if again, err := back.Freeze(salts()); err != nil || again != kept {
			t.Errorf("gate %d freezes to other bytes: %v", g, err)
		}
		if withheld, err := kept.Verify(); err != nil || withheld != nil {
			t.Errorf("gate %d does not verify: %v, %v", g, withheld, err)
		}
		digest := kept.Digest()
		if parsed, err := domain.ParseDigest(digest.String()); err != nil || parsed != digest {
			t.Errorf("digest %s reads as %s, %v", digest, parsed, err)
		}
		if len(Changes(s, back)) > 0 {
			t.Errorf("gate %d differs from itself: %v", g, Changes(s, back))
		}
	}
}

func TestRestrictedIssuesAreCountedAndNeverFrozen(t *testing.T) {
	kept, err := frozen(t, domain.GateIssues).Freeze(salts())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(kept.Words, "must not show") || !strings.Contains(kept.Words, `,"restricted_issues",1]`) {
		t.Errorf("the snapshot shows a restricted issue, or does not count it: %s", kept.Words)
	}
	if len(frozen(t, domain.GateAreas).Issues) > 0 {
		t.Error("gate 1 freezes issues")
	}
}

// What changes the content changes the difference: whichever field of whichever line it is.
func TestEveryChangeOfContentShowsInTheDifference(t *testing.T) {
	// Of the submission itself, not of its content; readiness follows from the content and the day.
	// The plan, the progress, the reviews, the sessions and the comments have tests of their own.
	silent := []string{"Format", "Gate", "Attempt", "SubmittedBy", "SubmittedAt", "Readiness", "Plan", "Progress",
		"Reviews", "Sessions", "Comments", "Withheld"}
	from := frozen(t, domain.GateIssues)
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Snapshot]()) {
		if slices.Contains(silent, field.Name) {
			continue
		}
		changed(t, field.Name, field.Index[0], func(to Snapshot) {
			if len(Changes(from, to)) == 0 {
				t.Errorf("a change of %s does not show", field.Name)
			}
			if len(Changes(to, from)) == 0 {
				t.Errorf("a change of %s back does not show", field.Name)
			}
		})
	}
}

// changed calls try with a snapshot changed in one place of the field, for every place there is.
func changed(t *testing.T, name string, at int, try func(Snapshot)) {
	t.Helper()
	s := frozen(t, domain.GateIssues)
	v := reflect.ValueOf(&s).Elem().Field(at)
	if v.Kind() != reflect.Slice {
		alter(t, name, v)
		try(s)
		return
	}
	if v.Len() == 0 {
		t.Fatalf("%s is empty: nothing to change", name)
	}
	for i := range v.Len() {
		gone := frozen(t, domain.GateIssues)
		list := reflect.ValueOf(&gone).Elem().Field(at)
		list.Set(reflect.AppendSlice(list.Slice(0, i), list.Slice(i+1, list.Len())))
		try(gone)
		if v.Index(i).Kind() != reflect.Struct {
			continue
		}
		for j := range v.Index(i).NumField() {
			s := frozen(t, domain.GateIssues)
			alter(t, fmt.Sprintf("%s[%d].%s", name, i, v.Index(i).Type().Field(j).Name), reflect.ValueOf(&s).Elem().
				Field(at).Index(i).Field(j))
			try(s)
		}
	}
}

func alter(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[domain.Date]():
		v.Set(reflect.ValueOf(domain.NewDate(2025, 1, 2)))
	case v.Type() == reflect.TypeFor[Rule]():
		v.Set(reflect.ValueOf(RuleMajority))
	case v.Kind() == reflect.String:
		v.SetString(v.String() + " other")
	case v.CanInt():
		v.SetInt(v.Int() + 1)
	case v.CanFloat():
		v.SetFloat(v.Float() + 0.01)
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
	default:
		t.Fatalf("%s is a %s: teach this test to change it", name, v.Type())
	}
}

// Every field of a piece of evidence counts.
func TestEveryChangeOfEvidenceShowsInTheDifference(t *testing.T) {
	from := frozen(t, domain.GateIssues)
	for n := range reflect.TypeFor[SnapshotEvidence]().NumField() {
		to := frozen(t, domain.GateIssues)
		field := reflect.ValueOf(&to.Issues[0].Evidence[0]).Elem().Field(n)
		alter(t, "evidence", field)
		if len(Changes(from, to)) == 0 {
			t.Errorf("a change of the %s of evidence does not show", reflect.TypeFor[SnapshotEvidence]().Field(n).Name)
		}
	}
}

// What a snapshot of format 1 did not hold did not change.
func TestOlderSnapshotIsComparedByWhatItHeld(t *testing.T) {
	old, now := frozen(t, domain.GateIssues), frozen(t, domain.GateIssues)
	old.Format, old.Sessions, old.Comments = 1, nil, nil
	for n, i := range old.Issues {
		old.Issues[n] = i.AsNamed()
	}
	if changes := Changes(old, now); len(changes) > 0 {
		t.Errorf("changed: %v", changes)
	}
	now.Issues[0].Title = "Racing"
	if changes := Changes(old, now); len(changes) != 1 || changes[0].Key != "Issue 1" {
		t.Errorf("a new title: %v", changes)
	}
}

func TestDifferenceReadsAsWords(t *testing.T) {
	from, to := frozen(t, domain.GateAreas), frozen(t, domain.GateAreas)
	to.Rationale = "Hard to reach by bus"
	to.Members[1].Name = "Zoë"
	to.Members = slices.Insert(to.Members, 3, SnapshotMember{Seat: "Quay", Authority: "Aldermoor Borough",
		Tier: places.Borough, Code: "E05", Place: 1, Percent: 12.3})
	to.Validity = to.Validity[1:]
	want := []Change{
		{"Area", "Why this area", "", "Hard to reach by bus"},
		{"Area Members", "Castle, , place 1", "Priya Raghunathan; 0.00% of the area; borough; induction waived",
			"Zoë; 0.00% of the area; borough; induction waived"},
		{"Area Members", "Quay, Aldermoor Borough, place 1", "", "vacant; 12.30% of the area; borough; E05"},
		{"Views on the area", "Residents, ", "community; supports: yes", ""},
	}
	if d := cmp.Diff(want, Changes(from, to)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTwoOfOneNameAreTwo(t *testing.T) {
	one, two := frozen(t, domain.GateAreas), frozen(t, domain.GateAreas)
	jean := SnapshotContact{Kind: partners.Stakeholder, Name: "Jean Murray"}
	one.Network = append(one.Network, jean)
	two.Network = append(two.Network, jean, jean)
	want := []Change{{"Network", "stakeholder: Jean Murray", "", "listed"}}
	if d := cmp.Diff(want, Changes(one, two)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	want[0].Before, want[0].After = "listed", ""
	if d := cmp.Diff(want, Changes(two, one)); d != "" {
		t.Errorf("back (-want +got):\n%s", d)
	}
}
