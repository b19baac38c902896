package planweb

import (
	"html"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/plans/plantest"
)

// What is frozen of a plan is what Members sign, so all of it is shown: every text, sum and day of whichever part.
func TestEverythingThatIsFrozenOfAPlanIsShown(t *testing.T) {
	// The area and the title stand above on each page; keys are for the address; a shape is told as a place; that there
	// are no bids is for a plan without any.
	silent := []string{"AreaCode", "AreaName", "Key", "Shape", "NoBids", "Withheld"}
	d := plantest.FullPlan()
	d.Title = ""
	page := shownOf(t, *d)
	checked := 0
	var walk func(path string, v reflect.Value)
	want := func(path, words string) {
		if words == "" {
			return
		}
		checked++
		if !strings.Contains(page, strings.ToLower(words)) {
			t.Errorf("frozen and not shown: %s, %q", path, words)
		}
	}
	walk = func(path string, v reflect.Value) {
		switch is := v.Interface().(type) {
		case domain.Date:
			want(path, is.Words())
			return
		case domain.Pence:
			want(path, is.Words())
			return
		}
		switch v.Kind() {
		case reflect.Struct:
			for n := range v.NumField() {
				if name := v.Type().Field(n).Name; !slices.Contains(silent, name) {
					walk(path+"."+name, v.Field(n))
				}
			}
		case reflect.Pointer:
			if !v.IsNil() {
				walk(path, v.Elem())
			}
		case reflect.Slice:
			for n := range v.Len() {
				walk(path, v.Index(n))
			}
		case reflect.String:
			for words := range strings.SplitSeq(v.String(), "\n\n") {
				want(path, words)
			}
		}
	}
	walk("", reflect.ValueOf(*d))
	if checked < 130 {
		t.Errorf("only %d texts were looked for", checked)
	}
	for _, words := range []string{"on the map at 52.25000, -1.50000", "with 3 votes each",
		"1 restricted solution, not named", "strong", "made from", "1 more priority is restricted", "into issue 4"} {
		want("told in words", words)
	}
	d.Bids = nil
	if page = shownOf(t, *d); !strings.Contains(page, "stated") {
		t.Error("why there are no bids is not shown")
	}
}

// A document of format 1 is read as it was, without headings over what it never held.
func TestAnOlderPlanIsShownByWhatItHeld(t *testing.T) {
	page := shownOf(t, plantest.FullPlan().As(1))
	for _, words := range []string{"all that the plan holds of: speed", "other issues that", "proposed by", "asked:",
		"votes each", "restricted solution,"} {
		if strings.Contains(page, words) {
			t.Errorf("an older plan is shown with %q", words)
		}
	}
	if !strings.Contains(page, "speed on the quay") || !strings.Contains(page, "the road is wide") {
		t.Error("what an older plan held is not shown")
	}
}

func shownOf(t *testing.T, d plans.PlanDocument) string {
	t.Helper()
	for _, p := range plans.PlanParts() {
		if !slices.ContainsFunc(d.Sections, func(s plans.PlanSection) bool { return s.Key == p.Key }) {
			d.Sections = append(d.Sections, plans.PlanSection{Key: p.Key, Title: p.Title})
		}
	}
	var out strings.Builder
	if err := PlanContent(d).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return strings.ToLower(html.UnescapeString(out.String()))
}
