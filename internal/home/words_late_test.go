package home_test

import (
	"fmt"
	"net/http"
	"testing"

	"fourgates/internal/places"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// The list of areas and the timeline of each say the same of time: an area whose timeline is not started, or whose time
// stands still, is late in neither.
func TestListAndTimelineAgreeWhetherAnAreaIsLate(t *testing.T) {
	late := func(c *town.Town, name string, want bool) {
		t.Helper()
		list := c.As(c.Owen).Get("/areas?standing="+string(places.StandsLate)).Want(t, http.StatusOK)
		page := c.As(c.Owen).Get(fmt.Sprintf("/areas/%d/timeline", c.Area)).Want(t, http.StatusOK)
		if got := list.Says("Castle"); got != want {
			t.Errorf("%s: in the list of late areas: %v", name, got)
		}
		if got := page.Says("days late"); got != want {
			t.Errorf("%s: late in its timeline: %v", name, got)
		}
	}
	c := town.At(t, town.Gate2Passed)
	c.MoveTo(c.Now().AddDate(1, 0, 0))
	late(c, "running", true)
	c.Forced("paused, which has no page yet", `UPDATE areas SET state = 'paused' WHERE id = $1`, int64(c.Area))
	late(c, "paused", false)
	c.Forced("running again", `UPDATE areas SET state = 'active' WHERE id = $1`, int64(c.Area))
	c.ByHand(`DELETE FROM cycle_phases WHERE area_id = $1`, int64(c.Area))
	c.ByHand(`DELETE FROM cycles WHERE area_id = $1`, int64(c.Area))
	late(c, "not started", false)
	if !c.As(c.Aneurin).Get("/areas/" + servertest.ID(c.Area) + "/timeline").Says("not started yet") {
		t.Error("the timeline of an area without a cycle is not the one that is not started")
	}
}
