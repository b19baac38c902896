//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// An area of the demo world with a plan that is decided, one where it is being written, and things in areas, as SQL for
// a path.
const (
	fernilow  = `/areas/{areas WHERE code = 'LCA-11'}`
	itsPlan   = `/plans/{plans WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-11')}`
	marsh     = `/areas/{areas WHERE code = 'LCA-12'}`
	marshPlan = `/plans/{plans WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-12')}`
	headsRoad = `/issues/{issues WHERE is_synthesis AND title LIKE 'The only road is breaking%'}`
	analysed  = `/issues/{issues WHERE id IN (SELECT issue_id FROM causes) AND area_id = (SELECT id FROM areas WHERE code = 'LCA-11')}`
	scored    = `/issues/{issues WHERE id IN (SELECT issue_id FROM scores) AND area_id = (SELECT id FROM areas WHERE code = 'LCA-11')}`
	deepest   = `/causes/{causes WHERE id IN (SELECT parent_id FROM causes) AND issue_id IN (SELECT id FROM issues WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-09'))}`
	chosen    = `/solutions/{solutions WHERE state = 'chosen'}`
	unmended  = `/solutions/{solutions WHERE state = 'idea' AND area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}`
	tested    = `/solutions/{solutions WHERE ` + unfinished + `}`
	itsView   = `/views/{feasibility_views WHERE asked_of = 'service' AND finished_at IS NULL AND solution_id = (SELECT id FROM solutions WHERE ` + unfinished + ` ORDER BY id LIMIT 1)}`
	// unfinished is of solutions of Wystan Head on which a service has not finished its view.
	unfinished = `state = 'testing' AND area_id = (SELECT id FROM areas WHERE code = 'LCA-09') AND id IN (SELECT solution_id FROM feasibility_views WHERE asked_of = 'service' AND finished_at IS NULL)`
	decided    = `/decisions/{executive_decisions}`
)

// Every page between gate 2 and the Executive's decision in its states.
func TestPagesOfPlanning(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	t.Run("timeline", func(t *testing.T) { t.Parallel(); s.walk(t, "cpo", timelinePages) })
	t.Run("priorities", func(t *testing.T) { t.Parallel(); s.walk(t, "clo", priorityPages) })
	t.Run("quick wins", func(t *testing.T) { t.Parallel(); s.walk(t, "cpo", quickWinPages) })
	t.Run("solutions", func(t *testing.T) { t.Parallel(); s.walk(t, "clo", solutionPages) })
	t.Run("plan", func(t *testing.T) { t.Parallel(); s.walk(t, "cpo", decidedPages) })
	t.Run("draft", func(t *testing.T) { t.Parallel(); s.walk(t, "cpo", draftPages) })
	t.Run("Member", func(t *testing.T) { t.Parallel(); s.walk(t, "member.ward.34", membersPlanning) })
	t.Run("service officer", func(t *testing.T) { t.Parallel(); s.walk(t, "service.highways", servicesPlanning) })
	t.Run("partner", func(t *testing.T) { t.Parallel(); s.walk(t, "partner.police", partnersPlanning) })
	t.Run("Executive", func(t *testing.T) { t.Parallel(); s.walk(t, "executive", executivesPages) })
	t.Run("administrator", func(t *testing.T) { t.Parallel(); s.walk(t, "admin", planningAdmin) })
}

var timelinePages = []stop{
	{"timeline", fernilow + "/timeline", 200, nil},
	{"timeline-2c", wystanHead + "/timeline", 200, nil},
	{"timeline-early", hollinGreen + "/timeline", 200, nil},
	{"timeline-end", wystanHead + "/timeline/phases/2c/end", 200, nil},
	{"timeline-end-errors", wystanHead + "/timeline/phases/2c/end", 422, func(b *tab) {
		b.fill("Day", "32")
		b.press("Move the end")
	}},
	{"timeline-target-errors", wystanHead + "/timeline/phases/6/end", 422, presses("Set the target date")},
	{"timeline-dates-errors", wystanHead + "/timeline/phases/2c/dates", 422, presses("Correct the dates")},
	{"timeline-skip-errors", wystanHead + "/timeline/phases/2d/skip", 422, presses("Skip")},
	{"timeline-activity-errors", wystanHead + "/timeline/phases/3/activity", 422, presses("Add the activity")},
	{"timeline-phase-errors", wystanHead + "/timeline/phases/new", 422, presses("Add the phase")},
	{"timeline-activity-skip-errors",
		wystanHead +
			`/timeline/activities/{cycle_activities WHERE done_on IS NULL AND NOT skipped AND area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}/skip`, 422, presses("Skip")},
	{"templates", "/timeline-templates", 200, nil},
	{"template", "/timeline-templates/1", 200, nil},
	{"template-new", "/timeline-templates/new", 200, nil},
	{"template-errors", "/timeline-templates/new", 422, func(b *tab) {
		b.fillLike("Early weeks", "9") // more than the late ones
		b.press("Make this version")
	}},
	{"holidays", "/bank-holidays", 200, nil},
	{"holidays-errors", "/bank-holidays", 422, presses("Show what would be added")},
	{"holidays-preview", "/bank-holidays", 200, func(b *tab) {
		b.fill("Or paste it", "2029-12-25,Christmas Day\n2029-12-26,Boxing Day")
		b.press("Show what would be added")
	}},
	{"calendar", "/account/calendar", 200, nil},
	{"calendar-address", "/account/calendar", 201, presses("Make a secret address")},
	{"criteria", "/criteria", 200, nil},
	{"criteria-errors", "/criteria", 422, presses("Add the criterion")},
}

var priorityPages = []stop{
	{"priorities", fernilow + "/priorities", 200, nil},
	{"priorities-differing", wystanHead + "/priorities", 200, nil},
	{"priorities-none", hollinGreen + "/priorities", 200, nil},
	{"priorities-narrowed", wystanHead + "/priorities?show=unscored", 200, nil},
	{"scores", scored + "/scores", 200, nil},
	{"scores-errors", headsRoad + "/scores", 422, func(b *tab) {
		b.do("take the choices back",
			chromedp.Evaluate[chromedp.Void](
				`document.querySelectorAll("main input[type=radio]").forEach(i => i.checked = false)`))
		b.press("Save your scores")
	}},
	{"round", fernilow + "/rounds/{priority_rounds WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-11')}", 200,
		nil},
	{"round-new", wystanHead + "/rounds/new", 200, nil},
	{"round-errors", wystanHead + "/rounds/new", 422, presses("Save the round")},
	{"round-confirm-errors", wystanHead + "/rounds/new", 422, func(b *tab) {
		b.tick("Workshop tally")
		b.date("Held on", "9", "3", "2026")
		b.fill("How many people took part?", "12")
		b.fill("How many votes had each of them?", "3")
		b.fillLike(road, "12")
		b.press("Save the round")
		b.press("Confirm this round")
		b.press("Confirm the round")
	}},
	{"difference", wystanHead + "/priorities/difference", 200, nil},
	{"difference-none", hollinGreen + "/priorities/difference", 200, nil},
	{"causes", analysed + "/causes", 200, nil},
	{"causes-none",
		`/issues/{issues WHERE id NOT IN (SELECT issue_id FROM causes) AND area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}/causes`, 200, nil},
	{"cause-errors", headsRoad + "/causes", 422, presses("Add the cause")},
	{"cause", deepest, 200, nil},
	{"cause-stale", deepest, 409, func(b *tab) {
		b.site.Exec(`UPDATE causes SET version = version + 1, text = text || ' Or so it is said.' WHERE id = ` +
			b.site.path(deepest[len("/causes/"):]))
		b.fill("What is the cause?", "Nobody asked.")
		b.press("Save the cause")
	}},
	{"cause-removal", deepest + "/removal", 200, nil},
	{"profile", fernilow + "/profile", 200, nil},
	{"profile-none", hollinGreen + "/profile", 200, nil},
	{"profile-errors", hollinGreen + "/profile/new", 422, presses("Upload the profile")},
	{"issues-map", fernilow + "/issues/map", 200, nil},
	{"issues-map-small", hollinGreen + "/issues/map", 200, nil},
}

var quickWinPages = []stop{
	{"quick-wins", fernilow + "/quick-wins", 200, nil},
	{"quick-wins-none", hollinGreen + "/quick-wins", 200, nil},
	{"quick-win", "/quick-wins/{quick_wins WHERE state = 'confirmed' AND after_file_id IS NOT NULL}", 200, nil},
	{"quick-win-dropped", "/quick-wins/{quick_wins WHERE state = 'dropped'}", 200, nil},
	{"quick-win-agreed", "/quick-wins/{quick_wins WHERE state = 'agreed'}", 200, nil},
	{"quick-win-new", headsRoad + "/quick-wins/new", 200, nil},
	{"quick-win-errors", headsRoad + "/quick-wins/new", 422, func(b *tab) {
		b.fill("What is to be done, in a few words", "")
		b.press("Propose the quick win")
	}},
	{"quick-win-edit", "/quick-wins/{quick_wins WHERE state = 'agreed'}/edit", 200, nil},
	{"quick-win-done-errors", "/quick-wins/{quick_wins WHERE state = 'in progress'}/steps/done", 422,
		presses("It is done")},
	{"quick-win-confirm-errors", "/quick-wins/{quick_wins WHERE state = 'done'}/steps/confirm", 422,
		presses("Confirm")},
	{"quick-win-drop-errors", "/quick-wins/{quick_wins WHERE state = 'agreed'}/steps/drop", 422, presses("Drop")},
}

var solutionPages = []stop{
	{"solutions", fernilow + "/solutions", 200, nil},
	{"solutions-work", wystanHead + "/solutions", 200, nil},
	{"solutions-none", hollinGreen + "/solutions", 200, nil},
	{"solutions-narrowed", fernilow + "/solutions?state=testing", 200, nil},
	{"solution", chosen, 200, nil},
	{"solution-tested", tested, 200, nil},
	{"solution-step-errors", unmended, 422, presses("Take this step")},
	{"solution-choose-issue", wystanHead + "/solutions/new", 200, nil},
	{"solution-errors", wystanHead + "/solutions/new?issue=" + headsRoad[len("/issues/"):], 422, presses("Propose it")},
	{"solution-edit", unmended + "/edit", 200, nil},
	{"solution-stale", unmended + "/edit", 409, func(b *tab) {
		b.site.Exec(`UPDATE solutions SET version = version + 1, title = title || ', and drained' WHERE id = ` +
			b.site.path(unmended[len("/solutions/"):]))
		b.fill("Solution", "Mend them by hand")
		b.press("Save")
	}},
	{"view-ask-errors", unmended + "/views/new", 422, presses("Ask")},
	{"view-withdrawal-errors", tested + itsView + `/withdrawal`, 422, presses("Ask for it no more")},
	{"views-waiting", "/asks", 200, nil},
	{"bids", fernilow + "/bids", 200, nil},
	{"bids-none", hollinGreen + "/bids", 200, nil},
	{"bids-none-errors", hollinGreen + "/bids/none", 422, presses("Save the statement")},
	{"bid", "/bids/{bids WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-11')}", 200, nil},
	{"bid-idea", "/bids/{bids WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}", 200, nil},
	{"bid-errors", wystanHead + "/bids/new", 422, presses("Save")},
	{"bid-edit", "/bids/{bids WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}/edit", 200, nil},
}

var decidedPages = []stop{
	{"plan", fernilow + "/plan", 200, nil},
	{"plan-none", hollinGreen + "/plan", 200, nil},
	{"plan-versions", itsPlan + "/versions", 200, nil},
	{"plan-version", itsPlan + "/versions/1", 200, nil},
	{"plan-comparison", itsPlan + "/comparison?from=1&to=now", 200, nil},
	{"plan-same", itsPlan + "/comparison?from=1&to=1", 200, nil},
	{"plan-history", itsPlan + "/history", 200, nil},
	{"plan-comments", itsPlan + "/sections/priorities/comments", 200, nil},
	{"thread-solution", chosen + "/thread", 200, nil},
	{"thread-action", "/actions/{actions}/thread", 200, nil},
	{"thread-issue", analysed + "/thread", 200, nil},
	{"thread-short", raised + "/thread", 200, nil},
	{"orphans", fernilow + "/orphans", 200, nil},
	{"orphans-work", wystanHead + "/orphans", 200, nil},
	{"feedback", fernilow + "/feedback", 200, nil},
	{"feedback-none", hollinGreen + "/feedback", 200, nil},
	{"feedback-errors", wystanHead + "/feedback/new", 422, presses("Record it")},
	{"gate-3-missing", wystanHead + "/gates/3", 200, nil},
	{"gate-3-passed", fernilow + "/gates/3", 200, nil},
	{"attempt-plan", "/attempts/{attempts WHERE gate = 3}", 200, nil},
	{"decisions-officer", "/decisions", 200, nil},
	{"decision-officer", decided, 200, nil},
}

var draftPages = []stop{
	{"draft", marsh + "/plan", 200, nil},
	{"draft-section", marshPlan + "/sections/introduction/edit", 200, nil},
	{"draft-section-records", marshPlan + "/sections/solutions/edit", 200, nil},
	{"draft-section-stale", marshPlan + "/sections/introduction/edit", 409, func(b *tab) {
		b.site.Exec(`UPDATE plan_sections SET version = version + 1, body = body || E'\n\nAnd so on.'
			WHERE key = 'introduction' AND plan_id = ` + b.site.path(marshPlan[len("/plans/"):]))
		b.fill("What the section says", "What I would rather say.")
		b.press("Save the section")
	}},
	{"draft-comment-errors", marshPlan + "/sections/bids/comments", 422, presses("Add the comment")},
	{"draft-comments-none", marshPlan + "/sections/measures/comments", 200, nil},
	{"draft-action-errors", marshPlan + "/actions/new", 422, presses("Save the action")},
	{"draft-action", `/actions/{actions WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-12')}/edit`, 200, nil},
	{"draft-link-errors", marshPlan + "/links/new", 422, presses("Add it")},
	{"draft-orphans", marsh + "/orphans", 200, nil},
	{"draft-solutions", marsh + "/solutions", 200, nil},
	{"draft-gate-3", marsh + "/gates/3", 200, nil},
	{"draft-freeze-errors", marshPlan + "/versions", 422, presses("Freeze the plan as it is now")},
}

var membersPlanning = []stop{
	{"member-home-difference", "/", 200, nil},
	{"member-timeline", wystanHead + "/timeline", 200, nil},
	{"member-priorities", wystanHead + "/priorities", 200, nil},
	{"member-difference", wystanHead + "/priorities/difference", 200, nil},
	{"call-back", wystanHead + "/priorities/call-back", 200, nil},
	{"call-back-errors", wystanHead + "/priorities/call-back", 422, presses("Continue")},
	{"member-solutions", wystanHead + "/solutions", 200, nil},
	{"member-solution", tested, 200, nil},
	{"member-plan-none", wystanHead + "/plan", 200, nil},
}

var servicesPlanning = []stop{
	{"service-home-asked", "/", 200, nil},
	{"service-views", "/asks", 200, nil},
	{"service-view", tested + itsView, 200, nil},
	{"service-view-errors", tested + itsView, 422, presses("Finish")},
	{"service-plan", fernilow + "/plan", 200, nil},
}

var partnersPlanning = []stop{
	{"partner-views", "/asks", 200, nil},
	{"partner-plan", fernilow + "/plan", 200, nil},
	{"partner-priorities", fernilow + "/priorities", 200, nil},
}

var executivesPages = []stop{
	{"executive-home", "/", 200, nil},
	{"decisions", "/decisions", 200, nil},
	{"decision", decided, 200, nil},
	{"executive-plan", fernilow + "/plan", 200, nil},
}

var planningAdmin = []stop{
	{"admin-criteria", "/criteria", 200, nil},
	{"admin-timeline", wystanHead + "/timeline", 200, nil},
}
