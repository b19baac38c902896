//go:build browser

package browser

import "fourgates/internal/world"

// Areas of the demo world, as SQL for a path.
const (
	hollinGreen  = `/areas/{areas WHERE code = 'LCA-01'}` // gate 1 is ready
	townCentre   = `/areas/{areas WHERE code = 'LCA-02'}` // gate 1 is with its Members
	canalside    = `/areas/{areas WHERE code = 'LCA-05'}` // submitted a second time
	marlwickWest = `/areas/{areas WHERE code = 'LCA-08'}` // gate 2 is overdue
	wystanHead   = `/areas/{areas WHERE code = 'LCA-09'}` // phase 2c, with conditions
	openAtTown   = `/attempts/{attempts WHERE outcome IS NULL AND area_id = (SELECT id FROM areas WHERE code = 'LCA-02')}`
	raised       = `/issues/{issues WHERE state = 'raised' AND area_id = (SELECT id FROM areas WHERE code = 'LCA-02')}`
	synthesised  = `/issues/{issues WHERE is_synthesis AND area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}`
)

// The online round that is open in Wystan Head.
const openRound = wystanHead + "/online-rounds/{online_rounds}"

// A piece of evidence of Wystan Head, at its issue.
const evidence = `/issues/{issues WHERE id = (SELECT min(b.issue_id) FROM issue_evidence b WHERE b.evidence_id = (
	SELECT min(e.id) FROM evidence e JOIN areas a ON a.id = e.area_id AND a.code = 'LCA-09'))}/evidence/{evidence
	WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}`

var nobodysPages = []stop{
	{"sign-in", "/sign-in", 200, nil},
	{"sign-in-empty", "/sign-in", 422, presses("Sign in")},
	{"sign-in-wrong", "/sign-in", 422, func(b *tab) {
		b.fill("E-mail address", "clo@demo.test")
		b.fill("Password", world.Password+" and more")
		b.press("Sign in")
	}},
	{"sign-in-throttled", "/sign-in", 429, func(b *tab) {
		c := b.site.Browser()
		c.Remote = "127.0.0.1:40001"
		for range 12 {
			c.Post("/sign-in", "email", "lac@demo.test", "password", "not this one")
		}
		b.fill("E-mail address", "lac@demo.test")
		b.fill("Password", "nor this one")
		b.press("Sign in")
	}},
	{"code", "/say", 200, nil},
	{"code-empty", "/say", 422, presses("Continue")},
	{"code-thanks", "/say/thanks", 200, nil},
	{"invitation-spent", "/invitations/nothing", 404, nil},
}

var officersPages = []stop{
	{"home-officer", "/", 200, nil},
	{"areas", "/areas", 200, nil},
	{"areas-none", "/areas?q=nowhere", 200, nil},
	{"area", hollinGreen, 200, nil},
	{"area-2c", wystanHead, 200, nil},
	{"area-boundary", hollinGreen + "/boundary", 200, nil},
	{"area-boundary-version", hollinGreen + "/boundaries/1", 200, nil},
	{"area-members", hollinGreen + "/members", 200, nil},
	{"area-members-errors", hollinGreen + "/members?on-day=31&on-month=2&on-year=2026", 422, nil},
	{"area-history", hollinGreen + "/history", 200, nil},
	{"area-places", hollinGreen + "/places", 200, nil},
	{"area-places-errors", hollinGreen + "/places", 422, presses("Add the place")},
	{"validity", hollinGreen + "/validity-views/new", 200, nil},
	{"induction", hollinGreen + "/inductions/new", 200, nil},
	{"network", hollinGreen + "/network", 200, nil},
	{"network-new", hollinGreen + "/network/new", 200, nil},
	{"statements", hollinGreen + "/statements", 200, nil},
	{"statement-errors", townCentre + "/statements/representativeness", 422, presses("Save the statement")},
}

var officersIssues = []stop{
	{"issues", "/issues", 200, nil},
	{"issues-none", "/issues?q=zzzz", 200, nil},
	{"issues-of-area", townCentre + "/issues", 200, nil},
	{"issue-new", "/issues/new", 200, nil},
	{"issue-new-errors", hollinGreen + "/issues/new", 422, presses("Raise the issue")},
	{"issue-likely", hollinGreen + "/issues/new", 200, func(b *tab) {
		b.fill("Title", "Dog fouling on the rec again")
		b.fill("What is happening?", "Mainly by the swings.")
		b.choose("How did it come to us?", "Community")
		b.press("Raise the issue")
		b.sees("Is it one of these?")
	}},
	{"issue", raised, 200, nil},
	{"issue-synthesised", synthesised, 200, nil},
	{"issue-edit", raised + "/edit", 200, nil},
	{"issue-stale", raised + "/edit", 409, func(b *tab) {
		b.site.Exec(`UPDATE issues SET version = version + 1, title = title || ', still' WHERE id = ` +
			b.site.path(raised[len("/issues/"):]))
		b.fill("Title", "What I would rather call it")
		b.press("Save")
	}},
	{"issue-file-errors", raised, 422, presses("Add the file")},
	{"evidence", raised + "/evidence/new", 200, nil},
	{"evidence-corrected", evidence, 200, nil},
	{"evidence-corrected-errors", evidence, 422, presses("Save the correction")},
	{"evidence-errors", raised + "/evidence/new", 422, presses("Add the evidence")},
	{"referral-errors", raised + "/referrals/new", 422, presses("Refer the issue")},
	{"referrals", "/asks", 200, nil},
	{"together", "/issues/together?issue={issues WHERE state = 'raised' AND area_id = (SELECT id FROM areas WHERE " +
		"code = 'LCA-02')}&issue={issues WHERE state = 'raised' AND area_id = (SELECT id FROM areas WHERE code = " +
		"'LCA-03')}", 200, nil},
	{"together-errors", "/issues/together?issue={issues WHERE state = 'raised' AND area_id = (SELECT id FROM areas " +
		"WHERE code = 'LCA-02')}", 422, presses("Set the theme")},
}

var officersGates = []stop{
	{"gates", "/gates", 200, nil},
	{"gate-ready", hollinGreen + "/gates/1", 200, nil},
	{"gate-missing", hollinGreen + "/gates/2", 200, nil},
	{"gate-passed", wystanHead + "/gates/2", 200, nil},
	{"attempt-officer", openAtTown, 200, nil},
	{"attempt-conditions", "/attempts/{attempts WHERE outcome = 'passed with conditions'}", 200, nil},
	{"withdrawal-errors", openAtTown + "/withdrawal", 422, presses("Continue")},
	{"condition", "/conditions/{conditions WHERE id IN (SELECT condition_id FROM binding_conditions WHERE state = " +
		"'reported met')}", 200, nil},
	{"attempt-carried-over", "/attempts/{attempts WHERE number = 2 AND area_id = (SELECT t.area_id FROM conditions c " +
		"JOIN attempts t ON t.id = c.attempt_id WHERE t.outcome = 'deferred')}", 200, nil},
	{"online-round", openRound, 200, nil},
	{"online-round-errors", openRound, 422, presses("Make the codes")},
	{"online-round-edit", openRound + "/edit", 200, nil},
	{"online-round-slips", openRound, 201, func(b *tab) {
		b.fill("How many codes do you need?", "5")
		b.press("Make the codes")
	}},
	{"batch-none", "/batches/new", 200, nil},
	{"notices-of-area", wystanHead + "/notices", 200, nil},
	{"notice", "/notices/{notices WHERE area_id = (SELECT id FROM areas WHERE code = 'LCA-09')}", 200, nil},
	{"notices", "/notices", 200, nil},
	{"register", "/register", 200, nil},
	{"members", "/members", 200, nil},
	{"seat", "/seats/{seats}", 200, nil},
	{"contacts", "/contacts", 200, nil},
	{"contact", "/contacts/{contacts}", 200, nil},
	{"contact-errors", "/contacts/new", 422, presses("Save")},
	{"do-not-contact", "/contacts/{contacts WHERE NOT do_not_contact}/do-not-contact", 200, nil},
	{"organisations", "/organisations", 200, nil},
	{"organisation", "/organisations/{organisations}", 200, nil},
	{"services", "/services", 200, nil},
	{"service", "/services/{services}", 200, nil},
	{"account", "/account", 200, nil},
	{"account-sessions", "/account/sessions", 200, nil},
	{"password-errors", "/account/password", 422, presses("Change password")},
	{"forbidden", "/admin/people", 403, nil},
	{"not-found", "/issues/999999", 404, nil},
}

// batchPages are for when no gate is with its Members.
var batchPages = []stop{
	{"batch-new", "/batches/new", 200, nil},
	{"batch-errors", "/batches/new", 422, presses("Submit gate 1")},
	{"gates-none", "/gates", 200, nil},
}

var plannersPages = []stop{
	{"home-planner", "/", 200, nil},
	{"area-new-errors", "/areas/new", 422, presses("Save and go on to the boundary")},
	{"area-edit", hollinGreen + "/edit", 200, nil},
	{"boundary-new", hollinGreen + "/boundaries/new", 200, nil},
	{"boundary-errors", hollinGreen + "/boundaries/new", 422, presses("See what it overlaps")},
	{"area-move", hollinGreen + "/moves/new", 200, nil},
	{"assignments", hollinGreen + "/assignments", 200, nil},
	{"assignment-errors", hollinGreen + "/assignments", 422, presses("Assign")},
	{"override", marlwickWest + "/gates/2/override", 200, nil},
	{"attempt-overdue", "/attempts/{attempts WHERE outcome IS NULL AND gate = 2}", 200, nil},
	{"attempt-again", "/attempts/{attempts WHERE outcome IS NULL AND number = 2}", 200, nil},
	{"service-errors", "/services/new", 422, presses("Save")},
	{"service-manager", "/services/{services}/managers/new", 200, nil},
	{"organisation-errors", "/organisations/new", 422, presses("Save")},
}

var membersPages = []stop{
	{"home-member", "/", 200, nil},
	{"member-areas", "/areas", 200, nil},
	{"member-area", townCentre, 200, nil},
	{"member-issues", "/issues", 200, nil},
	{"member-issue", raised, 200, nil},
	{"member-gates", "/gates", 200, nil},
	{"member-attempt", openAtTown, 200, nil},
	{"member-check", openAtTown, 200, func(b *tab) {
		b.tick("Approve with conditions")
		b.fill("What must be done", "Ask the market people on a Thursday.")
		b.fill("Day", "30")
		b.fill("Month", "4")
		b.fill("Year", "2026")
		b.press("Continue")
		b.sees("Check your decision")
	}},
	{"member-attempt-errors", openAtTown, 422, presses("Continue")},
	{"member-conditions-errors", openAtTown, 422, func(b *tab) {
		b.tick("Approve with conditions")
		b.press("Continue")
	}},
	{"member-batch", "/batches/{gate_batches}", 200, nil},
	{"member-batch-errors", "/batches/{gate_batches}", 422, presses("Continue")},
	{"member-register", "/register", 200, nil},
	{"member-entry", "/register", 200, func(b *tab) {
		b.visit(read[string](b, `document.querySelector("main td a, main th a").getAttribute("href")`))
	}},
	{"member-not-theirs", marlwickWest, 404, nil},
	{"member-forbidden", "/areas/new", 403, nil},
}

var partnersPages = []stop{
	{"home-partner", "/", 200, nil},
	{"partner-areas", "/areas", 200, nil},
	{"partner-issues", "/issues", 200, nil},
	{"partner-referrals", "/asks", 200, nil},
	{"partner-contacts", "/contacts", 200, nil},
	{"partner-gates", "/gates", 403, nil},
}

var readersPages = []stop{
	{"home-reader", "/", 200, nil},
	{"reader-areas", "/areas", 200, nil},
	{"reader-area", wystanHead, 200, nil},
	{"reader-issues", "/issues", 200, nil},
}

var adminsPages = []stop{
	{"home-admin", "/", 200, nil},
	{"admin", "/admin", 200, nil},
	{"people", "/admin/people", 200, nil},
	{"people-none", "/admin/people?text=nobodyhere", 200, nil},
	{"person-new-errors", "/admin/people/new", 422, presses("Invite")},
	{"person", "/admin/people/{people WHERE email = 'clo@demo.test'}", 200, nil},
	{"person-edit", "/admin/people/{people WHERE email = 'clo@demo.test'}/edit", 200, nil},
	{"role-errors", "/admin/people/{people WHERE email = 'clo@demo.test'}/roles/new", 422, presses("Give the role")},
	{"roles", "/admin/roles", 200, nil},
	{"themes", "/admin/themes", 200, nil},
	{"theme-errors", "/admin/themes", 422, presses("Add the theme")},
	{"gate-rules", "/gate-rules", 200, nil},
	{"seats", "/seats", 200, nil},
	{"seats-import", "/seats/imports/new", 200, nil},
	{"seats-import-errors", "/seats/imports/new", 422, presses("See what would change")},
	{"term-errors", "/seats/{seats}/terms/new", 422, presses("Add the Member")},
	{"admin-account", "/account", 200, nil},
	{"broken", "/account", 500, func(b *tab) {
		b.site.Exec(`ALTER TABLE gate_rules RENAME TO gone`)
		defer b.site.Exec(`ALTER TABLE gone RENAME TO gate_rules`)
		b.visit("/gate-rules")
	}},
}
