package cycleweb_test

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/town"
)

// An area's own page says what is next and whose it is, and to each reader what they can do about it: the officer, a
// Member who is asked, one who has decided.
func TestAreaSaysWhatIsNext(t *testing.T) {
	c := town.At(t, town.PlanDrafted)
	at := fmt.Sprintf("/areas/%d", c.Area)
	if p := c.As(c.Owen).Get(at).Want(t, 200); !p.Says("Next: submit gate 3") {
		t.Errorf("before gate 3 the officer is told %s", p.Words())
	}
	id := c.Submit(domain.GateDraftPlan)[0]
	c.Sign(c.Aneurin, id, gates.Approve)
	for name, who := range map[string]struct {
		person domain.PersonID
		button string
	}{"officer": {c.Owen, "Who has decided"}, "asked": {c.Priya, "Read and decide"},
		"has decided": {c.Aneurin, "Who has decided"}} {
		p := c.As(who.person).Get(at).Want(t, 200)
		for _, words := range []string{"Next: Members decide at gate 3", "Whose: ", "Priya", who.button} {
			if !p.Says(words) {
				t.Errorf("%s is not told %q: %s", name, words, p.Words())
			}
		}
		if p.First("li", "aria-current", "step") == nil {
			t.Errorf("%s sees no present phase", name)
		}
	}
}
