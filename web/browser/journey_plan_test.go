//go:build browser

package browser

import (
	"testing"
	"time"

	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// headMembers are those of Wystan Head.
var headMembers = []string{"member.ward.34", "member.both", "member.ward.45", "member.division.10"}

// The issues of Wystan Head that the community puts first, what is done about them, and by whom.
const (
	road   = "The only road is breaking at the edges, and the plough stops a mile short of the school"
	winter = "A third of people are over 65, and winter is the hard part"
	gritIt = "Grit to the school door on every school day"
	table  = "A table at the Fleece on Wednesdays, and a round to fetch people"
	walked = "Walk the last mile with the driver"
	roads  = "Highways and street lighting, Aldermoor County Council"
)

// From gate 2 to a decision of the Executive that is in force (004, phases 2c to 4 and gate 3), each step by those
// whose it is.
func TestFromGate2ToTheExecutivesDecision(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	open := func(who string) *tab { return signIn(s.briskly(t, desktop), who) }
	officer, highways := open("clo"), open("service.highways")

	findCauses(officer)
	score(officer)
	asked(officer)
	differs(open("member.ward.34"))
	quickWin(officer, highways)
	meetCondition(officer, open("member.ward.34"))
	propose(officer)
	testAndChoose(officer, highways)
	bid(officer)

	moveEnd(officer)
	begin(officer, "2d")
	s.reviewed(t)
	begin(officer, "3")
	startPlan(officer)
	for _, title := range sections {
		write(officer, title)
	}
	act(officer)
	begin(officer, "4")
	comment(open("member.ward.34"))
	answer(officer)
	feedBack(officer)
	compare(officer)

	submitGate3(officer)
	for _, key := range headMembers {
		sign3(open(key))
	}
	to(officer, "Plan")
	officer.sees("With Executive")

	clerk := open("executive")
	schedule(clerk)
	s.MoveTo(meeting)
	decideItems(signIn(clerk, "executive"))
	publish(clerk)
	s.comeIntoForce(t)
	inForce(signIn(clerk, "executive"))
	officer = open("clo")
	to(officer, "Timeline")
	officer.sees("Present phase 5 Delivery planning")
	to(officer, "Plan")
	officer.sees("Approved draft")
	if _, err := registerapp.VerifyRegister(t.Context(), s.App, s.head(t)); err != nil {
		t.Error(err)
	}
}

// The same forms without JavaScript on a phone, each once; then the decision is called in and the plan comes back to be
// drafted.
func TestFromGate2ToTheExecutivesDecisionWithoutScriptOnAPhone(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	open := func(who string) *tab { return signIn(s.briskly(t, phone).withoutScript(), who) }
	officer, highways := open("clo"), open("service.highways")
	findCauses(officer)
	score(officer)
	asked(officer)
	quickWin(officer, highways)
	meetCondition(officer, open("member.ward.34"))
	propose(officer)
	testAndChoose(officer, highways)
	bid(officer)
	moveEnd(officer)
	begin(officer, "2d")
	s.reviewed(t)
	begin(officer, "3")
	startPlan(officer)
	write(officer, sections[0])
	s.Exec(`UPDATE plan_sections SET body = 'Written with a pencil.' WHERE body = '' AND plan_id IN (SELECT id
		FROM plans WHERE area_id = $1)`, int64(s.Where("LCA-09")))
	act(officer)
	begin(officer, "4")
	comment(open("member.ward.34"))
	answer(officer)
	feedBack(officer)
	submitGate3(officer)
	sign3(open(headMembers[0]))
	attempt := servertest.ID(s.Int(`SELECT max(id) FROM attempts WHERE outcome IS NULL AND gate = 3`))
	for _, key := range headMembers[1:] {
		s.approve(t, key, "/attempts/"+attempt)
	}
	clerk := open("executive")
	schedule(clerk)
	s.MoveTo(meeting)
	decideItems(signIn(clerk, "executive"))
	publish(clerk)
	calledIn(clerk)
	officer = open("clo")
	to(officer, "Plan")
	officer.sees("Drafting")
	officer.sees("Ask the bus company first.")
}

// meeting is when the Executive meets, in its afternoon.
var meeting = time.Date(2026, time.March, 17, 14, 0, 0, 0, time.UTC)

// briskly is a tab for a long way: it comes by the same pages time and again, which TestPages sees in each state.
func (s *site) briskly(t *testing.T, width int64) *tab {
	t.Helper()
	b := s.open(t, width)
	b.brisk = true
	return b
}

// comeIntoForce moves the clock past the days in which the decision can be called in, and takes what is due then.
func (s *site) comeIntoForce(t *testing.T) {
	t.Helper()
	s.MoveTo(time.Date(2026, time.March, 26, 9, 0, 0, 0, time.UTC))
	if n, err := executiveapp.TakeEffects(t.Context(), s.App); n != 1 || err != nil {
		t.Fatalf("%d decisions come into force: %v", n, err)
	}
}

// approve decides for a Member without the pages.
func (s *site) approve(t *testing.T, who, attempt string) {
	t.Helper()
	c := s.As(s.Who(who))
	page := c.Get(attempt).Want(t, 200)
	digest, _ := page.Field("digest")
	key, _ := page.Field("key")
	c.Post(attempt+"/signatures", "decision", "approve", "digest", digest, "key", key).Want(t, 303)
}
