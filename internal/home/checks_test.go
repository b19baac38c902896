package home_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// Why a form has no page that shows once more what it will record.
const (
	whyAgain  = "the same form changes it again, and the history has both"
	whyTurned = "another form takes it back, or off again"
	whyLater  = "a later one takes its place, and both stay on record"
	whyWorded = "it says or asks something; what is said after it stands beside it"
	whyOwn    = "it is its sender's own: an account, a vote, a receipt that their page shows"
	whyShown  = "the page with its form is the check: it says what is recorded, who is told and what stops"
	whyReads  = "it reads a file and shows what that holds: it is itself a check"
)

// unchecked says for each form that posts and has no check page before it why it has none.
var unchecked = byPattern(map[string]string{
	whyAgain: `/account/calendar /actions/{action} /admin/people/{person} /admin/themes/{id} /areas/{area}
		/areas/{area}/bids/none /areas/{area}/boundaries /areas/{area}/moves /areas/{area}/online-rounds/{round}
		/areas/{area}/places/{place} /areas/{area}/risks/{risk} /areas/{area}/rounds/{round}
		/areas/{area}/timeline/phases /areas/{area}/timeline/phases/{phase}/activity
		/areas/{area}/timeline/phases/{phase}/dates /areas/{id}/network/{entry} /areas/{id}/profile
		/areas/{id}/profile/speakers /areas/{id}/statements/{about}
		/authorities/{authority}/calendar/{entry}/change /authorities/{authority}/procedure /bids/{bid}/edit
		/bids/{bid}/moves /causes/{cause} /causes/{cause}/moves /conditions/{condition}/owner /contacts/{id}
		/contacts/{id}/do-not-contact /criteria /criteria/{criterion} /decisions/{decision}/report/clearances
		/decisions/{decision}/report/papers /decisions/{decision}/report/recommendations
		/decisions/{decision}/report/recommendations/{position}
		/decisions/{decision}/report/recommendations/{position}/place
		/decisions/{decision}/report/recommendations/{position}/removal
		/decisions/{decision}/report/sections/{section} /gate-rules/{gate} /issues/themes /issues/{id}/edit
		/issues/{id}/evidence/{evidence} /issues/{id}/moves /issues/{id}/scores /issues/{id}/triage
		/mergers/{order}/day /organisations/{id} /plans/{plan}/sections/{section} /quick-wins/{win}
		/quick-wins/{win}/steps/{step} /replies/{reply}/draft /replies/{reply}/lead /seats/orders/{order}/day
		/seats/{seat}/places /services/{id} /solutions/{solution}/edit /solutions/{solution}/moves
		/solutions/{solution}/views/{view} /synthesis/{session}/plan /synthesis/{session}/records`,
	whyTurned: `/account/calendar/revocation /admin/mails/{mail}/bounce /admin/mails/{mail}/bounce/withdrawal
		/actions/{action}/removal /admin/people /admin/people/{person}/accounts /admin/people/{person}/deputies
		/admin/people/{person}/deputies/{deputy}/ending /admin/people/{person}/disabling
		/admin/people/{person}/enabling /admin/people/{person}/invitations /admin/people/{person}/roles
		/admin/people/{person}/roles/{grant}/ending /admin/themes /areas /areas/{area}/assignments
		/areas/{area}/assignments/{assignment}/end /areas/{area}/bids /areas/{area}/network/informed/{recipient}
		/areas/{area}/online-rounds /areas/{area}/online-rounds/{round}/codes
		/areas/{area}/online-rounds/{round}/codes/cancellation /areas/{area}/places
		/areas/{area}/places/{place}/removal /areas/{area}/plans /areas/{area}/risks
		/areas/{area}/risks/{risk}/closure /areas/{area}/solutions /areas/{area}/synthesis
		/areas/{area}/timeline/activities/{activity}/skip /areas/{area}/timeline/activities/{activity}/ticks
		/areas/{id}/network /areas/{id}/network/{entry}/removal /areas/{id}/profile/speakers/removal
		/authorities/{authority}/calendar /authorities/{authority}/calendar/{entry}/removal
		/authorities/{authority}/days /authorities/{authority}/days/removal /bank-holidays
		/bank-holidays/imports/removal /bank-holidays/removal /causes/{cause}/removal
		/comments/{comment}/withdrawal /contacts /contacts/{id}/roles /contacts/{id}/roles/{role}/end
		/decisions/{decision}/report/plans /decisions/{decision}/report/plans/{subject}/removal /issues/merges
		/issues/syntheses /issues/{id}/causes /issues/{id}/evidence /issues/{id}/evidence/reuse
		/issues/{id}/evidence/{evidence}/removal /issues/{id}/evidence/{evidence}/withdrawal /issues/{id}/files
		/issues/{id}/files/{file}/removal /issues/{id}/members/{member}/removal /issues/{id}/merge/undoing
		/issues/{id}/quick-wins /issues/{id}/replies /issues/{id}/synthesis/undoing /mergers/{order}/removal
		/organisations /plans/{plan}/actions /plans/{plan}/links /plans/{plan}/links/{link}/removal
		/replies/{reply}/withdrawal /seats /seats/{seat}/substitutes
		/seats/{seat}/substitutes/{substitute}/ending /seats/{seat}/terms /seats/{seat}/terms/{term}/end
		/seats/{seat}/terms/{term}/removal /services /services/{id}/managers /services/{id}/managers/{post}/end
		/solutions/{solution}/views /solutions/{solution}/views/{view}/withdrawal
		/synthesis/{session}/calling-off /timeline-templates`,
	whyLater: `/areas/{area}/advice/{advice}/outcome /areas/{area}/cycles /areas/{area}/inductions
		/areas/{area}/next-cycle /areas/{area}/phases /areas/{area}/rounds
		/areas/{area}/rounds/{round}/confirmation /areas/{area}/timeline/phases/{phase}/end
		/areas/{area}/timeline/phases/{phase}/skip /areas/{area}/validity-views /plans/{plan}/versions
		/seats/orders/{order}/removal`,
	whyWorded: `/actions/{action}/comments /areas/{area}/advice /areas/{area}/feedback /areas/{area}/reviews
		/areas/{area}/validity-asks /asks/{ask}/acknowledgement /asks/{ask}/answer /asks/{ask}/not-ours
		/asks/{ask}/passing /asks/{ask}/withdrawal /attempts/{attempt}/letters /comments/{comment}/answer
		/comments/{comment}/wording /conditions/{condition}/reports /issues /issues/{id}/comments
		/issues/{id}/referrals /admin/mails/tests /letters/asks /letters/notices
		/plans/{plan}/comments/{comment}/answer /plans/{plan}/sections/{section}/comments /quick-wins/{win}/asks
		/replies/{reply}/parts/{ask}/view /reviews/{review}/answer /reviews/{review}/closing
		/reviews/{review}/entered /solutions/{solution}/telling`,
	whyOwn: `/account/password /account/sessions/ending /account/sessions/{session}/ending
		/areas/{area}/online-rounds/{round}/answer /invitations/{token} /notices/seen
		/password-reset /say /say/answer /sign-in
		/sign-out`,
	whyShown: `/admin/people/{person}/accounts/parting /admin/queues/jobs/{job}/giving-up
		/admin/queues/jobs/{job}/tries /areas/{area}/cycle-end /areas/{area}/gates/{gate}/attempts
		/areas/{area}/online-rounds/{round}/cancellation /areas/{area}/online-rounds/{round}/count
		/authorities/{authority}/merger /authorities/{authority}/tier /batches
		/calendars/imports/{file}/confirmation /decisions/{decision}/confirmation /holds/{hold}/confirmation
		/holds/{hold}/refusal /members/imports/{file}/confirmation /replies/{reply}/decision
		/seats/imports/{file}/confirmation /seats/{seat}/changes /services/{id}/retirement`,
	whyReads: `/areas/{area}/boundaries/preview /authorities/{authority}/calendar/import /bank-holidays/preview
		/calendars/imports/{file}/columns /members/imports /members/imports/{file}/columns /seats/imports`,
})

// registered are the powers whose forms enter a decision into the register, for good. Of their forms none is without a
// check because it is said or changed again.
var registered = []policy.Action{policy.SubmitGate, policy.SignGate, policy.OverrideGate, policy.CallBackGate,
	policy.RecordPaper, policy.AnswerCondition, policy.DecideCondition, policy.ClerkDecisions, policy.DecideExecutive,
	policy.ConfirmDecisions, policy.ConfirmHolds, policy.EraseWords}

// Before what cannot be undone a page shows once more what will be recorded and what that does: each form has such a
// page, or a reason why not (domain §7, ruling 4).
func TestEveryFormIsCheckedOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	table := servertest.New(t).Server.Table
	known := map[string]bool{}
	for _, route := range table {
		if route.Method != http.MethodPost || strings.HasSuffix(route.Pattern, "/check") {
			continue
		}
		known[route.Pattern] = true
		checked := false
		for _, other := range table {
			checked = checked || other.Method == http.MethodPost && other.Pattern == route.Pattern+"/check" ||
				route.Pattern == "/attempts/{attempt}/signatures" && other.Pattern == "/attempts/{attempt}/check" ||
				route.Pattern == "/batches/{batch}/signatures" && other.Pattern == "/batches/{batch}/check"
		}
		why, said := unchecked[route.Pattern]
		switch {
		case checked == said:
			t.Errorf("%s: has a check page: %v; says why it has none: %v", route.Pattern, checked, said)
		case said && slices.Contains(registered, route.Action) && why != whyShown:
			t.Errorf("%s enters the register, and no page shows before what it records (%s)", route.Pattern, why)
		}
	}
	for pattern := range unchecked {
		if !known[pattern] {
			t.Errorf("%s: there is no such form", pattern)
		}
	}
}
