package world

import (
	"slices"
	"strings"
	"testing"
)

func TestIssuesNoTwoAlike(t *testing.T) {
	w := must(t)
	if len(w.Issues) != 391 {
		t.Errorf("%d issues, want 391", len(w.Issues))
	}
	said := map[string]string{}
	for _, i := range w.Issues {
		for _, words := range []string{i.Title, i.Text} {
			key := strings.ToLower(strings.TrimSpace(words))
			if said[key] != "" || len(key) < 10 {
				t.Errorf("%s says the same as %s: %q", i.Key, said[key], words)
			}
			said[key] = i.Key
		}
		if len(i.Title) > 120 {
			t.Errorf("%s: title of %d bytes", i.Key, len(i.Title))
		}
	}
}

func TestIssuesUseTheWordsOfTheDomain(t *testing.T) {
	w := must(t)
	words := map[string][]string{
		"source":     {"Area Member", "service officer", "community", "desk research"},
		"tier":       {"county", "borough", "parish", "partner", "community"},
		"visibility": {"public", "area team", "restricted"},
		"state": {"raised", "triaged", "referred", "merged", "synthesised", "quick win", "community-led",
			"not taken forward", "resolved"},
		"now": {"analysed", "prioritised", "in plan", "verified", "with service", "community-led",
			"not taken forward"},
		"evidence": {"statistic", "quote", "observation", "document"},
	}
	used := map[string]int{}
	check := func(key, kind, word string) {
		if !slices.Contains(words[kind], word) {
			t.Errorf("%s: %q is no %s", key, word, kind)
		}
		used[kind+" "+word]++
	}
	for _, i := range w.Issues {
		check(i.Key, "source", i.Source)
		check(i.Key, "tier", i.Tier)
		check(i.Key, "visibility", i.Visibility)
		check(i.Key, "state", i.State)
		if i.Now != "" {
			check(i.Key, "now", i.Now)
		}
		used["theme "+i.Theme]++
		for _, e := range i.Evidence {
			check(i.Key, "evidence", e.Kind)
			if e.Strength < 1 || e.Strength > 3 || e.Day > 0 {
				t.Errorf("%s: evidence of strength %d on day %d", i.Key, e.Strength, e.Day)
			}
		}
	}
	for kind, list := range words {
		for _, word := range list {
			if used[kind+" "+word] == 0 {
				t.Errorf("no issue shows %s %q", kind, word)
			}
		}
	}
	for _, th := range w.Themes {
		if used["theme "+th.Key] < 3 {
			t.Errorf("theme %s has %d issues", th.Name, used["theme "+th.Key])
		}
	}
}

func TestIssuesKeepTheOrderOfEvents(t *testing.T) {
	w := must(t)
	byKey := map[string]Issue{}
	for _, i := range w.Issues {
		byKey[i.Key] = i
	}
	parts := map[string]int{}
	for _, i := range w.Issues {
		a := w.Areas[slices.IndexFunc(w.Areas, func(a Area) bool { return a.Key == i.Area })]
		if i.Day <= a.Proposed || i.Day > 0 {
			t.Errorf("%s: raised on %d, its area was proposed on %d", i.Key, i.Day, a.Proposed)
		}
		if a.Paused != nil && max(i.Day, i.Settled) > a.Paused.Day && i.State != "raised" {
			t.Errorf("%s: changed while the area was paused", i.Key)
		}
		if (i.State == "raised") != (i.Settled == 0) || i.State != "raised" && (i.Settled < i.Day || i.Settled > 0) {
			t.Errorf("%s: %s on day %d, raised on %d", i.Key, i.State, i.Settled, i.Day)
		}
		if i.State == "merged" && i.Into == "" || i.Into != "" && i.State != "merged" && i.State != "synthesised" {
			t.Errorf("%s: %s into %q", i.Key, i.State, i.Into)
		}
		if (i.State == "referred" || i.State == "quick win") && i.To == "" || i.State == "not taken forward" &&
			i.Reason == "" {
			t.Errorf("%s: %s, but to whom, or why?", i.Key, i.State)
		}
		if i.Into == "" {
			continue
		}
		into := byKey[i.Into]
		parts[into.Key]++
		if into.Area != i.Area || into.Key == i.Key || into.Day > i.Settled || into.Into != "" ||
			into.Synthesis != (i.State == "synthesised") {
			t.Errorf("%s: %s into %s, which cannot take it", i.Key, i.State, into.Key)
		}
	}
	for _, i := range w.Issues {
		if i.Synthesis && parts[i.Key] < 2 {
			t.Errorf("%s is a synthesis of %d issues", i.Key, parts[i.Key])
		}
	}
}

func TestIssuesAreRaisedByThoseWhoMay(t *testing.T) {
	w := must(t)
	for _, i := range w.Issues {
		member := strings.HasPrefix(i.By, "member.")
		if member != (i.Source == "Area Member") {
			t.Errorf("%s: source %s, raised by %s", i.Key, i.Source, i.By)
		}
		a := w.Areas[slices.IndexFunc(w.Areas, func(a Area) bool { return a.Key == i.Area })]
		if member && !slices.Contains(members(t, w, a, boundaryOn(a, i.Day), i.Day), i.By) {
			t.Errorf("%s: %s was no Area Member of %s on the day", i.Key, i.By, a.Name)
		}
		officer := strings.HasPrefix(i.By, "clo") || strings.HasPrefix(i.By, "lac")
		if officer && !slices.ContainsFunc(a.Assignments, func(n Assignment) bool {
			return n.Person == i.By && n.From <= i.Day && (n.To == nil || *n.To >= i.Day)
		}) {
			t.Errorf("%s: %s was not assigned to %s on the day", i.Key, i.By, a.Name)
		}
	}
}

func TestGate2AreasHaveEverySource(t *testing.T) {
	w := must(t)
	for _, a := range w.Areas {
		got := map[string]bool{}
		for _, i := range w.Issues {
			if i.Area == a.Key {
				got[i.Source] = true
			}
		}
		if len(got) < 4 && len(a.Absent) == 0 {
			t.Errorf("%s: sources %v", a.Name, got)
		}
		for _, try := range a.Attempts {
			for _, i := range w.Issues {
				if try.Gate == 2 && i.Area == a.Key && i.Day < try.Submitted &&
					(i.State == "raised" || i.State == "triaged" || i.Settled >= try.Submitted) {
					t.Errorf("%s: not settled when gate 2 was submitted", i.Key)
				}
			}
		}
	}
}
