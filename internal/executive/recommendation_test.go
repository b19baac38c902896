package executive

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
)

func TestEachVerbHasItsWordsInTheMinutes(t *testing.T) {
	for _, c := range []struct {
		verb                 Verb
		what, asks, resolves string
	}{
		{HaveRegardTo, "the draft plan, as set out in this report",
			"Have regard to the draft plan, as set out in this report.",
			"Regard be had to the draft plan, as set out in the report."},
		{Approve, "the pilots. ", "Approve the pilots.", "The pilots be approved."},
		{HaveRegardToApprove, "the plan", "Have regard to and approve the plan.",
			"Regard having been had to the plan, it be approved."},
		{Note, "the risks", "Note the risks.", "The risks be noted."},
		{Note, "that the bid is late", "Note that the bid is late.", "It be noted that the bid is late."},
		{Agree, "the Terms of Reference", "Agree the Terms of Reference.", "The Terms of Reference be agreed."},
		{Agree, "that the plan go forward", "Agree that the plan go forward.", "The plan go forward."},
	} {
		if asks, resolves := c.verb.Asks(c.what), c.verb.Resolves(c.what); asks != c.asks || resolves != c.resolves {
			t.Errorf("%s %q: %q, %q", c.verb, c.what, asks, resolves)
		}
	}
}

// put is a decision with recommendations of two councils, a letter and a number for each: p1 is the plan for council 1.
func put(list ...string) ExecutiveDecision {
	d := ExecutiveDecision{State: ExecutiveDrafted}
	for n, code := range list {
		i := ExecutiveItem{Position: n + 1, Recommendation: code, IfAgreed: "It be so.",
			Authority: domain.AuthorityID(code[1] - '0')}
		switch code[0] {
		case 'p':
			i.About = AboutPlan
		case 'b':
			i.About, i.Bid, i.Asked = AboutBid, domain.BidID(n+1), domaintest.Pence(100)
		case 'd':
			i.About = AboutDelegation
		default:
			i.About = AboutOther
		}
		d.Items = append(d.Items, i)
	}
	return d
}

func order(d ExecutiveDecision) []string {
	var list []string
	for n, i := range d.Items {
		if i.Position != n+1 {
			return []string{fmt.Sprintf("%d is numbered %d", n+1, i.Position)}
		}
		list = append(list, i.Recommendation)
	}
	return list
}

func fields(err error) []string {
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		return nil
	}
	var list []string
	for _, b := range blocked.Blockers {
		list = append(list, cmp.Or(b.Field, b.ID))
	}
	return list
}

func TestRecommendationsAreOrderedWithThePlanFirst(t *testing.T) {
	for _, c := range []struct {
		was  []string
		at   int
		up   bool
		want []string // nil where it cannot go further
	}{
		{[]string{"p1", "b1", "d1"}, 2, false, []string{"p1", "d1", "b1"}},
		{[]string{"p1", "b1", "d1"}, 3, true, []string{"p1", "d1", "b1"}},
		{[]string{"p1", "b1", "d1"}, 2, true, nil},
		{[]string{"p1", "b1", "d1"}, 1, false, nil},
		{[]string{"p1", "b1", "d1"}, 1, true, nil},
		{[]string{"p1", "b1", "d1"}, 3, false, nil},
		{[]string{"p1", "o1", "p2", "o2"}, 3, true, []string{"p1", "p2", "o1", "o2"}},
		{[]string{"p1", "p2"}, 2, true, []string{"p2", "p1"}},
	} {
		d, err := put(c.was...).MoveRecommendation(c.at, c.up)
		if c.want == nil {
			if !slices.Equal(fields(err), []string{"place"}) {
				t.Errorf("%v, %d up %v: %v", c.was, c.at, c.up, err)
			}
			continue
		}
		if err != nil || !slices.Equal(order(d), c.want) {
			t.Errorf("%v, %d up %v: %v, %v", c.was, c.at, c.up, order(d), err)
		}
	}
	if _, err := put("p1").MoveRecommendation(2, true); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
}

func TestRecommendationsAreAddedWordedAndRemoved(t *testing.T) {
	own := Wording{About: AboutOther, Text: "Thank the volunteers.", Minutes: "The volunteers be thanked.",
		Decides: Decides{ID: 2, Name: "Hill borough"}}
	d, err := put("p1", "b1").Recommend(own)
	want := ExecutiveItem{Position: 3, About: AboutOther, Recommendation: "Thank the volunteers.",
		IfAgreed: "The volunteers be thanked.", Authority: 2, AuthorityName: "Hill borough"}
	if err != nil || !gocmp.Equal(d.Items[2], want) {
		t.Fatalf("%+v, %v", d.Items, err)
	}
	plan := Wording{About: AboutPlan, Verb: HaveRegardTo, What: "the plan", Decides: own.Decides}
	if d, err = d.Recommend(plan); err != nil || !slices.Equal(order(d), []string{"p1", "b1",
		"Have regard to the plan.", "Thank the volunteers."}) {
		t.Fatalf("%v, %v", order(d), err)
	}
	plan.Decides.ID = 1
	if d, err = d.Reword(1, plan); err != nil || d.Items[0].IfAgreed != "Regard be had to the plan." {
		t.Fatalf("%+v, %v", d.Items[0], err)
	}
	if d, err = d.Unrecommend(1); err != nil || !slices.Equal(order(d), []string{"b1", "Have regard to the plan.",
		"Thank the volunteers."}) {
		t.Fatalf("%v, %v", order(d), err)
	}
	if _, err := d.Unrecommend(2); !slices.Equal(fields(err), []string{"plan"}) {
		t.Errorf("the last recommendation on the plan: %v", err)
	}
	// Given to a council with others, the plan comes before them.
	plan.Decides.ID = 1
	if d, err = d.Reword(2, plan); err != nil || !slices.Equal(order(d), []string{"Have regard to the plan.", "b1",
		"Thank the volunteers."}) {
		t.Errorf("%v, %v", order(d), err)
	}
}

func TestRecommendationSaysWhatIsWrongByTheField(t *testing.T) {
	full := put("p1")
	for len(full.Items) < MostRecommendations {
		full, _ = full.Recommend(Wording{About: AboutOther, Verb: Note, What: "this"})
	}
	for name, c := range map[string]struct {
		d    ExecutiveDecision
		w    Wording
		want []string
	}{
		"nothing":      {put("p1"), Wording{About: AboutOther}, []string{"what", "minutes"}},
		"no minutes":   {put("p1"), Wording{About: AboutOther, Text: "Do it."}, []string{"minutes"}},
		"a verb alone": {put("p1"), Wording{About: AboutOther, Verb: Note, What: " . "}, []string{"what"}},
		"plan twice": {put("p1"), Wording{About: AboutPlan, Verb: Note, What: "x", Decides: Decides{ID: 1}},
			[]string{"authority"}},
		"bid twice": {put("p1", "b1"), Wording{About: AboutBid, Bid: 2, Verb: Note, What: "x"}, []string{"about"}},
		"hand over two": {put("p1", "d1"), Wording{About: AboutDelegation, Verb: Note, What: "x",
			Decides: Decides{ID: 1}}, []string{"about"}},
		"too many": {full, Wording{About: AboutOther, Verb: Note, What: "x"}, []string{"about"}},
	} {
		if _, err := c.d.Recommend(c.w); !slices.Equal(fields(err), c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// The form of a recommendation shows what was typed: the verb's own words need none in the minutes.
func TestRecommendationIsTakenApartAsItWasPut(t *testing.T) {
	for _, v := range Verbs() {
		const what = "the plan (version 3)"
		i := ExecutiveItem{Verb: v, Recommendation: v.Asks(what), IfAgreed: v.Resolves(what)}
		if i.What() != what || i.OwnMinutes() != "" {
			t.Errorf("%s: %q, %q", v, i.What(), i.OwnMinutes())
		}
		i.IfAgreed = "It be done."
		if i.OwnMinutes() != "It be done." {
			t.Errorf("%s: own minutes are %q", v, i.OwnMinutes())
		}
	}
}

// Once something is recorded on it, nobody changes the report.
func TestReportChangesUntilADecisionIsRecorded(t *testing.T) {
	for _, s := range ExecutiveStates() {
		for _, first := range []bool{false, true} {
			d := standing(t, s, first, first)
			want := s == ExecutiveDrafted || s == ExecutiveScheduled && !first
			for name, change := range map[string]func() (ExecutiveDecision, error){
				"add":    func() (ExecutiveDecision, error) { return d.Recommend(Wording{Verb: Note, What: "x"}) },
				"word":   func() (ExecutiveDecision, error) { return d.Reword(1, Wording{Verb: Note, What: "x"}) },
				"remove": func() (ExecutiveDecision, error) { return d.Unrecommend(2) },
				"move":   func() (ExecutiveDecision, error) { return d.MoveRecommendation(2, false) },
			} {
				if _, err := change(); (err == nil) != want || want != d.ReportOpen() ||
					!want && !slices.Equal(fields(err), []string{"state"}) {
					t.Errorf("%s, %s, first of two recorded %v: %v", s, name, first, err)
				}
			}
		}
	}
}

func TestWhoReadsAndWritesTheReport(t *testing.T) {
	d := ExecutiveDecision{Subjects: []Subject{{Area: 1}}, State: ExecutiveDrafted}
	policytest.Table(t, func(a policy.Actor) string {
		reads := "reads not"
		if ReportScopeOf(a).Sees(1, false) {
			reads = "reads"
		}
		return reads + ", writes: " + policytest.Answer(d.CheckWriteReport(a))
	},
		"liaison officer: reads, writes: may",
		"planning officer: reads, writes: may",
		"coordinator: reads not, writes: forbidden",
		"service 5: reads not, writes: forbidden",
		"Member: reads not, writes: forbidden",
		"organisation 7: reads not, writes: forbidden",
		"clerk: reads, writes: forbidden",
		"director: reads, writes: forbidden",
		"Executive Member: reads, writes: forbidden",
		"administrator: reads not, writes: forbidden",
		"nobody: reads not, writes: forbidden")
	elsewhere := policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.CLO, Areas: []domain.AreaID{2}}}}
	if ReportScopeOf(elsewhere).Sees(1, true) || d.CheckWriteReport(elsewhere) == nil {
		t.Error("a liaison officer of another area reads or writes the report")
	}
}

// Who decides on a report does not also write it (domain §7.10).
func TestWhoDecidesOnTheReportDoesNotWriteIt(t *testing.T) {
	cpo := policy.Grant{Role: policy.CPO}
	for name, c := range map[string]struct {
		d    ExecutiveDecision
		also []policy.Grant
		want []string
	}{
		"a planning officer":         {ExecutiveDecision{}, nil, nil},
		"a Member whom gate 3 asked": {ExecutiveDecision{Asked: []domain.PersonID{4, 9}}, nil, []string{"asked"}},
		"a clerk":                    {ExecutiveDecision{}, []policy.Grant{{Role: policy.Clerk}}, []string{"clerk"}},
		"an Executive Member": {ExecutiveDecision{}, []policy.Grant{{Role: policy.ExecutiveMember}},
			[]string{"executive"}},
		"its named officer": {ExecutiveDecision{WithOfficer: 9}, nil, []string{"officer"}},
		"another named officer": {ExecutiveDecision{WithOfficer: 8}, []policy.Grant{{Role: policy.NamedOfficer}},
			nil},
	} {
		a := policy.Actor{ID: 9, Grants: append([]policy.Grant{cpo}, c.also...)}
		c.d.Subjects = []Subject{{Area: 1}}
		if err := c.d.CheckWriteReport(a); !slices.Equal(fields(err), c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
