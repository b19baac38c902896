package world

import (
	"slices"
	"strings"
	"testing"
)

// decided reports whether the Executive has decided on the area's plan.
func (k Work) decided() bool { return k.Executive != nil && k.Executive.Decided != 0 }

// TestWorkHasRealNumbers holds the area that goes through every phase to the numbers by which each page is seen full.
func TestWorkHasRealNumbers(t *testing.T) {
	w := must(t)
	at := slices.IndexFunc(w.Works, func(k Work) bool { return k.decided() })
	if len(w.Works) != 4 || at < 0 {
		t.Fatalf("%d areas are worked on, want 4, of which one with a decision", len(w.Works))
	}
	k := w.Works[at]
	issues := 0
	for _, i := range w.Issues {
		if i.Area == k.Area {
			issues++
		}
	}
	for what, n := range map[string][2]int{
		"issues": {issues, 60}, "causes": {len(k.Causes), 25}, "solutions": {len(k.Solutions), 18},
		"actions": {len(k.Plan.Actions), 12}, "bids": {len(k.Bids), 4},
	} {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
	wins, states := map[string]int{}, map[string]int{}
	for _, q := range k.QuickWins {
		wins[q.State()]++
	}
	if len(wins) != 7 {
		t.Errorf("quick wins %v, want every state of their lane", wins)
	}
	for _, s := range k.Solutions {
		states[s.State]++
	}
	for _, state := range []string{"idea", "not feasible", "chosen", "not chosen"} {
		if states[state] == 0 {
			t.Errorf("no solution is %s", state)
		}
	}
}

// TestWorkNamesWhatExists checks every key that the work on an area names, and that each of its own is there once.
func TestWorkNamesWhatExists(t *testing.T) {
	w := must(t)
	for _, k := range w.Works {
		has := known(w, k)
		named := func(kind, where, key string) {
			t.Helper()
			if !has[kind][key] {
				t.Errorf("%s names %s %q, which does not exist", where, kind, key)
			}
		}
		maybe := func(kind, where, key string) {
			t.Helper()
			if key != "" {
				named(kind, where, key)
			}
		}
		for _, c := range k.Causes {
			named("issue", c.Key, c.Issue)
			named("person", c.Key, c.By)
			maybe("cause", c.Key, c.Parent)
		}
		for _, s := range k.Scores {
			named("person", "scores", s.By)
			for _, g := range s.Given {
				named("issue", "scores of "+s.By, g.Issue)
			}
		}
		for _, m := range k.Moves {
			named("issue", m.Issue, m.Issue)
			named("person", m.Issue, m.By)
		}
		for _, q := range k.QuickWins {
			named("issue", q.Title, q.Issue)
			named("person", q.Title, q.By)
			named("service", q.Title, q.Service)
		}
		for _, s := range k.Solutions {
			named("issue", s.Key, s.Issue)
			named("person", s.Key, s.By)
			maybe("person", s.Key, s.ProposedBy)
			maybe("cause", s.Key, s.Cause)
			maybe("service", s.Key, s.Service)
			maybe("organisation", s.Key, s.Organisation)
			for _, v := range s.Views {
				maybe("service", s.Key, v.Service)
				maybe("organisation", s.Key, v.Organisation)
				maybe("person", s.Key, v.Member)
				maybe("person", s.Key, v.By)
			}
		}
		for _, b := range k.Bids {
			named("person", b.Key, b.By)
			for _, s := range b.Solutions {
				named("solution", b.Key, s)
			}
		}
		for _, f := range k.Feedback {
			maybe("issue", f.To, f.Issue)
		}
		if k.Plan == nil {
			continue
		}
		for _, a := range k.Plan.Actions {
			named("solution", a.Key, a.Solution)
			maybe("service", a.Key, a.Service)
			maybe("organisation", a.Key, a.Organisation)
		}
		for _, l := range k.Plan.Links {
			named("issue", l.Title, l.Issue)
		}
		for _, c := range k.Plan.Comments {
			named("person", c.Key, c.By)
		}
		if !k.decided() {
			continue
		}
		for bid := range k.Executive.Bids {
			named("bid", "the Executive", bid)
		}
	}
}

// known is every key by its kind; those of the work itself once each.
func known(w World, k Work) map[string]keys {
	has := map[string]keys{}
	add := func(kind, key string) {
		if has[kind] == nil {
			has[kind] = keys{}
		}
		if has[kind][key] {
			panic(kind + " " + key + " is there twice")
		}
		has[kind][key] = true
	}
	for _, p := range w.People {
		add("person", p.Key)
	}
	for _, s := range w.Services {
		add("service", s.Key)
	}
	for _, o := range w.Organisations {
		add("organisation", o.Key)
	}
	for _, i := range w.Issues {
		if i.Area == k.Area {
			add("issue", i.Key)
		}
	}
	for _, c := range k.Causes {
		add("cause", c.Key)
	}
	for _, s := range k.Solutions {
		add("solution", s.Key)
	}
	for _, b := range k.Bids {
		add("bid", b.Key)
	}
	return has
}

// TestWorkKeepsTheOrderOfEvents follows each record from day to day.
func TestWorkKeepsTheOrderOfEvents(t *testing.T) {
	for _, k := range must(t).Works {
		after := func(what string, days ...Day) {
			t.Helper()
			if !slices.IsSorted(days) || days[len(days)-1] > 0 {
				t.Errorf("%s: days %v are out of order, or to come", what, days)
			}
		}
		for _, q := range k.QuickWins {
			days := []Day{q.Proposed}
			for _, d := range []*Day{q.Agreed, q.Started, q.Done, q.Confirmed, q.Dropped, q.Promoted} {
				if d != nil {
					days = append(days, *d)
				}
			}
			after(q.Title, days...)
		}
		for _, s := range k.Solutions {
			days := []Day{s.Day}
			for _, d := range []Day{s.Concluded, s.Settled, s.Told} {
				if d != 0 {
					days = append(days, d)
				}
			}
			after(s.Key, days...)
			for _, v := range s.Views {
				after("view on "+s.Key, s.Day, v.Asked)
				if v.Verdict != "" {
					after("view on "+s.Key, v.Asked, v.Day)
				}
				if v.Verdict != "" && s.Concluded != 0 && v.Day > s.Concluded {
					t.Errorf("%s: concluded before the view of day %d", s.Key, v.Day)
				}
				if v.Verdict != "feasible" && v.Verdict != "" && v.Reason == "" {
					t.Errorf("%s: %s without a reason", s.Key, v.Verdict)
				}
			}
		}
		for _, b := range k.Bids {
			after(b.Key, b.Day, b.Drafting)
			if b.Deadline <= 0 {
				t.Errorf("%s: the deadline has gone by", b.Key)
			}
		}
		if k.Plan != nil {
			for _, c := range k.Plan.Comments {
				after(c.Key, k.Plan.Started, c.Day, c.Answered)
			}
		}
		if !k.decided() {
			continue
		}
		e := k.Executive
		after("the Executive", e.Scheduled, e.Moved, e.Meets, e.Decided, e.Published)
	}
}

// TestWorkAddsUp checks what must agree between records: votes and people, priorities and solutions, bids and
// decisions.
func TestWorkAddsUp(t *testing.T) {
	for _, k := range must(t).Works {
		for _, r := range k.Rounds {
			total := 0
			for _, n := range r.Votes {
				total += n
			}
			if total > r.TakingPart*r.VotesEach {
				t.Errorf("round of day %d: %d votes of %d people", r.Held, total, r.TakingPart)
			}
		}
		if !k.decided() {
			continue
		}
		chosen, solved := map[string]bool{}, map[string]bool{}
		for _, s := range k.Solutions {
			if s.State == "chosen" {
				chosen[s.Key], solved[s.Issue] = true, true
			}
		}
		for _, r := range k.Rounds {
			for _, p := range r.Priorities {
				if !solved[p] {
					t.Errorf("%s is a priority without a solution", p)
				}
			}
		}
		for _, b := range k.Bids {
			for _, s := range b.Solutions {
				if !chosen[s] {
					t.Errorf("%s asks for money for %s, which is not chosen", b.Key, s)
				}
			}
			o := k.Executive.Bids[b.Key]
			want := b.Amount
			if o.Outcome == "amended" {
				want = o.Approved
			}
			if b.Approved != want || b.Approved > b.Amount {
				t.Errorf("%s: £%d approved of £%d, and the Executive said %+v", b.Key, b.Approved, b.Amount, o)
			}
		}
		for _, a := range k.Plan.Actions {
			if !chosen[a.Solution] || (a.Service == "") == (a.Organisation == "") || a.Due <= 0 {
				t.Errorf("%s is for a solution that is not chosen, has not one lead, or is due already", a.Key)
			}
		}
		for _, s := range k.Plan.Sections {
			if len(strings.TrimSpace(s.Text)) < 200 {
				t.Errorf("section %s says little", s.Key)
			}
		}
	}
}
