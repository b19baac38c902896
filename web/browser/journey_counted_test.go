//go:build browser

package browser

import "testing"

// A Member without time: from the notice to a recorded decision, on a phone, with what it costs them.
func TestAMemberDecidesFromTheNotice(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	b := s.briskly(t, 360).as("member.ward.13")
	b.visit("/notices")
	b.counted = effort{}
	b.follow("Your decision is needed: Thornlow Town Centre")
	b.sees("You are asked to agree this area and its boundary")
	if bottom := read[int](b, `Math.round([...document.querySelectorAll("a[role=button]")].find(
		e => e.textContent.trim() === "Decide").getBoundingClientRect().bottom + scrollY)`); bottom > 850 {
		t.Errorf("Decide ends at %d px, want 850 at most", bottom)
	}
	b.tick("Approve")
	b.press("Continue")
	b.press("Record my decision")
	b.sees("Your decision is recorded")
	t.Logf("from the notice to the record: %+v", b.counted)
	if b.counted.taps > 5 || b.counted.loads > 4 || b.counted.fields > 0 {
		t.Errorf("it takes %+v, want 5 taps and 4 loads at most, and nothing to type", b.counted)
	}
}
