package executiveweb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// Two councils decide on one plan, each by its clerk and its pages: the report names both, each decision is recorded,
// published and in force alone, and the plan is an approved draft when the last is (rulings, 15).
func TestTwoCouncilsDecideByTheirPages(t *testing.T) {
	c := town.NewChamber(t)
	first := c.Drafted()
	county := fmt.Sprintf("/decisions/%d", first.ID)
	names := map[bool]string{true: "Test county", false: c.Text(`
		SELECT u.name FROM authorities u WHERE u.id <> $1 AND EXISTS (
			SELECT FROM area_seats o JOIN seats s ON s.id = o.seat_id WHERE o.area_id = $2 AND s.authority_id = u.id)`,
		int64(first.Authority), int64(c.Area))}
	theirs := c.Text(`SELECT id::text FROM authorities WHERE name = $1`, names[false])
	version := func(at string) string {
		return c.Text(`SELECT version::text FROM executive_decisions WHERE '/decisions/' || id = $1`, at)
	}
	says := func(who domain.PersonID, path string, want ...string) {
		t.Helper()
		p := c.As(who).Get(path).Want(t, 200)
		for _, words := range want {
			if !p.Says(words) {
				t.Errorf("%s does not say %q: %s", path, words, p.Words())
			}
		}
	}

	officer := c.As(c.Nia)
	officer.Get(county+"/report/recommendations").Want(t, 200)
	officer.Post(county+"/report/recommendations", "version", version(county), "about", "plan", "verb",
		"have regard to", "what", "the draft plan", "authority", theirs).Want(t, 303)
	borough := "/decisions/" + c.Text(`SELECT id::text FROM executive_decisions WHERE authority_id::text = $1`, theirs)
	says(c.Nia, county+"/report", "That the Executive of Test county:", "That the Executive of "+names[false]+":",
		"Have regard to the draft plan.")

	clerks := map[string]domain.PersonID{county: c.Clerk, borough: c.Person("Ifor Blethyn", policy.Clerk)}
	for _, clerk := range clerks {
		says(clerk, "/", "To be scheduled")
		says(clerk, "/decisions", "The Executive of Test county", "The Executive of "+names[false])
	}
	today := c.Day().String()
	decide := func(at string) {
		t.Helper()
		clerk := c.As(clerks[at])
		clerk.Post(at+"/schedule", "version", version(at), "meets", today, "maker", "executive", "key", "no",
			"key_reason", "It commits nothing").Want(t, 303)
		record := []string{"version", version(at), "decided", today, "all", "yes", "reasons", "It was asked for.",
			"alternatives", "None"}
		clerk.Post(at+"/record/check", record...).Want(t, 200)
		clerk.Post(at+"/record", record...).Want(t, 303)
		published := []string{"version", version(at), "published", today}
		check := clerk.Post(at+"/publication/check", published...).Want(t, 200)
		waits := "The plan is an approved draft once the decision of"
		if check.Says(waits) != (at == county) {
			t.Errorf("the check of %s says %s", at, check.Words())
		}
		clerk.Post(at+"/publication", published...).Want(t, 303)
	}
	inForce := func() {
		t.Helper()
		c.Move(8 * town.ADay)
		if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
			t.Fatalf("%d took effect, %v", n, err)
		}
		today = c.Day().String()
	}
	gate := fmt.Sprintf("/attempts/%d", first.Attempt)
	decide(county)
	inForce()
	waits := "The plan is an approved draft once the decision of the Executive of " + names[false] + " is in force too"
	says(c.Clerk, county, "In force", "Whose decision Test county", waits)
	says(clerks[borough], borough, "Decides too", "Test county", "Schedule the decision")
	stays := "for on it there is a decision of the Executive of Test county: in force"
	says(c.Nia, borough+"/report", stays)
	for _, path := range []string{"/report/recommendations", "/report/sections/legal", "/report/papers",
		"/report/clearances"} {
		if p := c.As(c.Nia).Get(borough+path).Want(t, 409); !p.Says(stays) || p.Says("Somebody else") {
			t.Errorf("%s is refused: %s", path, p.Words())
		}
	}
	says(clerks[borough], "/", "Draft plan for Castle, "+names[false], "Read the report: Castle, "+names[false])
	says(c.Nia, gate, "Test county", names[false])
	says(c.Nia, county+"/report", "the report stays as it is")
	if p := c.As(c.Clerk).Get(county); slices.ContainsFunc(p.Links(), func(link string) bool {
		return strings.Contains(link, "feed")
	}) {
		t.Error("the feed is there before the plan is an approved draft")
	}

	decide(borough)
	says(c.Clerk, county, waits)
	inForce()
	says(clerks[borough], borough, "In force", "Regard be had to the draft plan.", "Corporate planning feed")
	says(c.Clerk, county, "Corporate planning feed")
	if p := c.As(c.Clerk).Get(county); p.Says(waits) {
		t.Errorf("the county's decision waits still: %s", p.Words())
	}
	says(c.Nia, gate, "In force")
	says(c.Nia, fmt.Sprintf("/areas/%d/plan", c.Area), "Approved draft")
	c.Verify()
}
