//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/reviews/reviewstore"
)

// to goes to a page of Wystan Head by the navigation.
func to(b *tab, page string) {
	b.t.Helper()
	toPage(b, "LCA-09 Wystan Head", page)
}

// toIssue goes to an issue of Wystan Head, and on to one of its pages.
func toIssue(b *tab, issue, then string) {
	b.t.Helper()
	to(b, "Priorities")
	b.follow(issue)
	b.follow(then)
}

func findCauses(b *tab) {
	b.t.Helper()
	toIssue(b, road, "Root causes")
	b.press("Add the cause")
	b.is(422)
	b.sees("Say what the cause is")
	b.fill("What is the cause?", "The route ends where the lorry can turn, and nobody has measured that since 1994.")
	b.fill("Who took part in finding it?", "The head teacher, two farmers and a driver of the plough")
	b.press("Add the cause")
	b.is(200)
	b.follow("Add under The route ends where the lorry can turn, and nobody has measured that since 1994.")
	b.fill("What is the cause?", "Whoever measures it answers for it if a lorry slides.")
	b.fill("Who took part in finding it?", "A driver of the plough")
	b.press("Add the cause")
	b.sees("Whoever measures it answers for it if a lorry slides.")
}

func score(b *tab) {
	b.t.Helper()
	toIssue(b, road, "Scores")
	b.do("choose the highest of each",
		chromedp.Evaluate[chromedp.Void](
			`document.querySelectorAll("main fieldset").forEach(f => [...f.querySelectorAll("input")].at(-1).click())`))
	b.press("Save your scores")
	b.sees("Your scores are saved")
}

// asked enters a round of the community and confirms it with two priorities.
func asked(b *tab) {
	b.t.Helper()
	to(b, "Priorities")
	b.press("Enter a round")
	b.press("Save the round")
	b.is(422)
	b.tick("Paper count")
	b.date("Held on", "9", "3", "2026")
	b.fill("Where (optional)", "The shop and the school gate")
	b.fill("How many people took part?", "90")
	b.fill("How many votes had each of them?", "1")
	b.fillLike(road, "60")
	b.fillLike(winter, "31")
	b.press("Save the round")
	b.is(422) // 91 votes of 90 people
	b.fillLike(winter, "30")
	b.press("Save the round")
	b.is(200)
	b.press("Confirm this round")
	b.tick(road)
	b.tick(winter)
	b.press("Confirm the round")
	b.sees("The round is confirmed")
}

// differs is what a Member sees of it: both lists, and that gate 2 may be called back.
func differs(b *tab) {
	b.t.Helper()
	b.follow("Priorities differ from gate 2: Wystan Head")
	b.sees("Any Area Member may call gate 2 back until")
	b.sees("9 March 2026")
}

func quickWin(officer, highways *tab) {
	officer.t.Helper()
	to(officer, "Issues")
	officer.follow("Grit bin at Kilnsike used up")
	officer.follow("Propose a quick win")
	officer.press("Propose the quick win")
	officer.is(422)
	officer.choose("Which service or organisation delivers it?", roads)
	officer.date("Due (optional)", "20", "3", "2026")
	officer.attach("A photograph of how it is now (optional)", "before.png")
	officer.press("Propose the quick win")
	officer.is(200)
	officer.press("Agree")
	officer.sees("Agreed")

	to(highways, "Quick wins")
	highways.follow("Grit bin at Kilnsike used up")
	highways.press("Begin")
	highways.press("It is done")
	highways.press("It is done")
	highways.is(422)
	highways.attach("A photograph of how it is now (optional)", "after.png")
	highways.fill("What was done", "Filled, with a second bin beside it.")
	highways.press("It is done")
	highways.sees("Filled, with a second bin beside it.")

	to(officer, "Quick wins")
	officer.follow("Grit bin at Kilnsike used up")
	officer.press("Confirm")
	officer.fill("Who confirmed it, and what they said", "The neighbour who rang: both are full.")
	officer.press("Confirm")
	officer.sees("The neighbour who rang: both are full.")
}

// meetCondition takes what a Member asked for before the next gate from reported to agreed: the Member wants it in
// writing first, the officer reports it again, and then the Member agrees.
func meetCondition(officer, member *tab) {
	officer.t.Helper()
	const asked = "Passenger transport and Wystan Wheels to meet the Group Parish Council about a Thursday journey " +
		"to the surgery, and report what was said."
	member.visit("/")
	member.sees("A condition that you set is reported met: do you agree?")
	member.follow("Agree, or not: Wystan Head")
	member.press("Continue")
	member.is(422)
	member.tick("No")
	member.fill("Reasons or comment", "I have not seen the times in writing.")
	member.press("Continue")
	member.sees("The condition is open again")
	member.press("Record my answer")
	member.sees("I have not seen the times in writing.")

	to(officer, "Gate 2")
	officer.follow("Attempt 1")
	officer.follow(asked)
	officer.press("Report it met")
	officer.is(422)
	officer.fill("How was it met?", "They met on Thursday. The journey runs from April; the minutes, with the times, "+
		"went to all four Members.")
	officer.press("Report it met")
	officer.is(200)

	member.visit("/")
	member.follow("Agree, or not: Wystan Head")
	member.tick("Yes, I agree")
	member.press("Continue")
	member.press("Record my answer")
	member.sees("Agreed")
}

func propose(b *tab) {
	b.t.Helper()
	to(b, "Solutions")
	b.press("Propose a solution")
	b.choose("Which issue is it for?", road+" (priority)")
	b.press("Continue")
	b.press("Propose it")
	b.is(422)
	b.fill("Solution", gritIt)
	b.fill("What would be done (optional)", "One more mile on the precautionary round, with the turning place "+
		"surveyed and marked.")
	b.tick("The council")
	b.choose("Service (optional)", roads)
	b.fill("Resources and assets that it draws on (optional)", "The salt heap at the drove.")
	b.fill("Cost", "a lot")
	b.press("Propose it")
	b.is(422)
	b.fill("Cost", "£4,200.50")
	b.press("Propose it")
	b.sees("£4,200.50")
}

// testAndChoose asks the service that would do it, and settles every solution of the priorities.
func testAndChoose(officer, highways *tab) {
	officer.t.Helper()
	officer.press("Ask for a view")
	officer.choose("Whom do you ask?", roads)
	officer.fill("What should they look at? (optional)", "Can the lorry turn at the school?")
	officer.press("Ask")
	officer.is(200)

	highways.follow("Home")
	highways.follow("Give your view on " + gritIt)
	highways.sees("Can the lorry turn at the school?")
	highways.tick("Not feasible")
	highways.press("Finish")
	highways.is(422)
	highways.tick("Feasible")
	highways.fill("Reason", "It can, once two posts are moved.")
	highways.press("Save for later")
	highways.sees("not finished yet")
	highways.follow("Go on with your view for " + roads)
	highways.press("Finish")
	highways.sees("View finished")

	to(officer, "Solutions")
	officer.follow(gritIt)
	solutionStep(officer, "Feasible", "Highways says so, once two posts are moved.")
	solutionStep(officer, "Choose it", "Sixty of ninety people put the road first.")
	const trusts = "Not among what people put first; the trust goes on with it."
	for solution, reason := range map[string]string{
		table: "The kitchen table at Kilnsike asked for it.",
		"Plough and grit to the school, with farmers’ ploughs in the county’s insurance": "The insurer would not.",
		"Hold the clinic on Tuesdays for one winter and count who comes":                 trusts,
	} {
		to(officer, "Solutions")
		officer.follow(solution)
		step := "Do not choose it"
		if solution == table {
			step = "Choose it"
		}
		solutionStep(officer, step, reason)
	}
}

func solutionStep(b *tab, step, reason string) {
	b.t.Helper()
	b.tick(step)
	b.fill("In words", reason)
	b.press("Take this step")
	b.sees("Status changed")
	b.sees(reason)
}

// bid adds a bid that would fund the solution, and begins to draft it.
func bid(b *tab) {
	b.t.Helper()
	to(b, "Solutions")
	b.follow("Bids of this area")
	b.press("Add a bid")
	b.press("Save")
	b.is(422)
	b.fill("Bid", "Salt for the last mile")
	b.fill("Funder", "Dale Roads Fund")
	b.fill("Amount asked for", "3,000")
	b.fill("Match funding", "1,200.50")
	b.date("Deadline of the funder", "30", "6", "2026")
	b.tick(gritIt)
	b.press("Save")
	b.sees("£3,000")
	b.tick("Begin drafting")
	b.press("Take this step")
	b.sees("Drafting")
}

// moveEnd moves the end of the present phase, with the reason and whom it is down to.
func moveEnd(b *tab) {
	b.t.Helper()
	to(b, "Timeline")
	b.follow("Move the end of phase 2c")
	b.press("Move the end")
	b.is(422)
	b.date("Early end", "20", "3", "2026")
	b.date("Late end", "2", "4", "2026")
	b.tick("Slipped")
	b.tick("Outside")
	b.fill("Reason", "Eleven days of snow.")
	b.press("Move the end")
	b.sees("The timeline is changed")
	b.sees("Eleven days of snow.")
}

func begin(b *tab, phase string) {
	b.t.Helper()
	to(b, "Timeline")
	beginHere(b, phase)
	b.sees("Phase " + phase + " has begun")
}

// beginHere begins a phase from the timeline, and says why where that cuts the present one short.
func beginHere(b *tab, phase string) {
	b.t.Helper()
	if read[bool](b, `document.querySelector("details input[name=kind]") !== null`) {
		b.unfold("Begin phase " + phase + " all the same")
		sayWhy(b)
	}
	b.press("Begin phase " + phase)
}

// sayWhy says what a step ahead of the timeline is and why, where the page asks for it.
func sayWhy(b *tab) {
	b.t.Helper()
	if read[bool](b, `document.querySelector("input[name=kind]") !== null`) {
		b.tick("Fitted to the place")
		b.fill("Reason", "What is left goes on beside the next phase.")
	}
}

// reviewed has a service say of each priority what it does already, before there are solutions.
func (s *site) reviewed(t *testing.T) {
	t.Helper()
	area := s.Where("LCA-09")
	officer := domain.PersonID(s.Int(`SELECT id FROM people WHERE email = 'clo@demo.test'`))
	sees := policy.IssueScopeOf(s.Actor(officer))
	priorities, err := reviewstore.Priorities(t.Context(), s.App.Store.Reader, sees, area, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range priorities {
		s.Reviewed(area, officer, p.Issue)
	}
}
