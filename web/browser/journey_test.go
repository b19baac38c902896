//go:build browser

package browser

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/world"
)

// members are those of Hollin Green: two wards and two divisions.
var members = []string{"member.ward.1", "member.ward.2", "member.division.1", "member.division.2"}

// From the first issue to a councillor's signature (004, gates 1 and 2): the officer raises, triages and synthesises,
// the four Members sign, the area stands in phase 2c, and a Member's receipt fits the published key of the register.
func TestFromFirstIssuesToPhase2c(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	officer := s.open(t, desktop)
	officer.visit("/sign-in")
	officer.sees("People of the demo")
	officer.press("Sign in as Siân Prothero")
	officer.is(200)
	raiseThree(officer)
	synthesise(officer, "Buses and the way to them", "Buses, trains and getting about",
		"The bus shelter at the turning leaks",
		"The 14 stops short of the top of the estate after six o’clock", "No evening bus to Orchard Way")
	submit(officer, 1)

	sitting := map[string]*tab{}
	for _, key := range members {
		sitting[key] = signIn(s.open(t, desktop), key)
		toDecision(sitting[key], "Hollin Green")
		decide(sitting[key], "Approve")
	}
	sitting["member.division.2"].sees("The gate is passed.")

	toArea(officer, "Timeline")
	officer.sees("2a Issues: network and data")
	beginHere(officer, "2b")
	officer.sees("2b Issues: categorise and synthesise")
	readyForGate2(officer)
	servertest.Synthesised(s.Harness, s.Where("LCA-01"), s.Who("clo"))
	submit(officer, 2)

	for _, key := range members {
		b := sitting[key]
		toDecision(b, "Hollin Green")
		if key == "member.ward.2" {
			conditions(b)
			decide(b, "Approve with conditions")
			continue
		}
		decide(b, "Approve")
	}
	sitting["member.division.2"].sees("The gate is passed with conditions.")
	toArea(officer, "Overview")
	officer.sees("2c Issues: causes and priorities")
	receiptFits(sitting["member.ward.1"])
	if _, err := registerapp.VerifyRegister(t.Context(), s.App, s.head(t)); err != nil {
		t.Error(err)
	}
}

// signIn goes through the sign-in page with address and password.
func signIn(b *tab, key string) *tab {
	b.t.Helper()
	b.visit("/sign-in")
	b.fill("E-mail address", key+"@demo.test")
	b.fill("Password", world.Password)
	b.press("Sign in")
	b.is(200)
	return b
}

// tabOf is the tab of an area in which one of its pages is, where the tab is called otherwise.
var tabOf = map[string]string{"Gate 1": "Gates", "Gate 2": "Gates", "Gate 3": "Gates", "Priorities": "Issues",
	"Quick wins": "Issues", "Synthesis": "Issues", "Review": "Issues", "Solutions": "Plan", "Network": "People"}

// toPage goes to a page of an area by the navigation.
func toPage(b *tab, area, page string) {
	b.t.Helper()
	b.follow("Areas")
	b.follow(area)
	if tab := tabOf[page]; tab != "" {
		b.follow(tab)
	}
	if page != "Overview" {
		b.follow(page)
	}
}

// toArea goes to a page of Hollin Green by the navigation.
func toArea(b *tab, page string) {
	b.t.Helper()
	toPage(b, "LCA-01 Hollin Green", page)
}

func raiseThree(b *tab) {
	b.t.Helper()
	raise(b, "Dog fouling all over the rec by the swings", "Clean streets and waste", "Community")
	b.sees("Is it one of these?")
	b.sees("Dog fouling on the rec, mainly the Castle Mead side")
	b.press("Continue") // none of these is chosen already
	triage(b, "Clean streets and waste", "Borough")
	raise(b, "The bus shelter at the turning leaks", "Buses, trains and getting about", "Area Member")
	triage(b, "Buses, trains and getting about", "County")
	raise(b, "No bench between the Parade and the surgery", "Later life and carers", "Desk research")
	b.sees("Is it one of these?")
	b.press("Continue")
	triage(b, "Later life and carers", "Borough")
}

func raise(b *tab, title, theme, source string) {
	b.t.Helper()
	toArea(b, "Issues")
	b.press("Raise an issue")
	b.fill("Title", title)
	b.fill("What is happening?", "Seen on a walk with the residents’ group on Tuesday; they say that it has been so "+
		"since the autumn.")
	if read[bool](b, `!!document.querySelector("select[name=area]")`) {
		b.choose("Area", "Hollin Green")
	}
	b.choose("Theme (optional)", theme)
	b.choose("How did it come to us?", source)
	b.press("Raise the issue")
	b.is(200)
}

func triage(b *tab, theme, tier string) {
	b.t.Helper()
	b.choose("Theme", theme)
	b.choose("Who is responsible?", tier)
	b.press("Accept and save")
	b.sees("Triaged")
}

// together ticks issues of Hollin Green in the list and goes on to what can be done with all of them.
func together(b *tab, titles ...string) {
	b.t.Helper()
	toArea(b, "Issues")
	for _, title := range titles {
		b.tick("Tick " + title)
	}
	b.press("Work on those ticked")
}

func synthesise(b *tab, title, theme string, issues ...string) {
	b.t.Helper()
	together(b, issues...)
	b.fill("Title of what they have in common", title)
	b.choose("Theme", theme)
	b.press("Synthesise them")
	b.sees("Made from")
	for _, issue := range issues {
		b.sees(issue)
	}
}

// next takes an issue of Hollin Green a step on.
func next(b *tab, issue, step string) {
	b.t.Helper()
	toArea(b, "Issues")
	b.follow(issue)
	b.unfold("Next step: what happens with it")
	b.tick(step)
	b.press("Take this step")
	b.is(200)
}

// readyForGate2 puts right all that the page of gate 2 says is missing.
func readyForGate2(b *tab) {
	b.t.Helper()
	toArea(b, "Gate 2")
	b.sees("issues are still as they were raised or triaged")
	b.follow("Every issue is synthesised, or sent another way")
	synthesise(b, "Dark and overgrown ways", "Feeling safe", "Snicket is pitch dark and overgrown",
		"Overhanging hedge and lights out, path from Orchard Way to Mead Lane")
	synthesise(b, "Nowhere to meet and nothing on", "Children and young people",
		"Older tenants of Teasel House have lost their lunch club",
		"Nothing for teenagers between the youth club closing and the last bus to town",
		"No bench between the Parade and the surgery")
	synthesise(b, "Work and shops", "Work, skills and shops", "Out-of-work rate at the top of Hollins Rise is three "+
		"times the borough’s",
		"Shop shutters down all day on the Parade", "Surgery outreach clinic full by five past eight")
	together(b, "Dog fouling on the rec, mainly the Castle Mead side", "Dog fouling all over the rec by the swings")
	b.do("choose which stays", clickFirst(`input[name=into]`))
	b.press("Merge them")
	next(b, "Dog fouling on the rec, mainly the Castle Mead side", "Quick win")
	next(b, "Drain on Castle Mead Lane floods the footway to school", "With a service")
	next(b, "Garages at Mead Lane: eleven of twenty-four without doors", "Stands on its own")
}

func submit(b *tab, gate int) {
	b.t.Helper()
	toArea(b, map[int]string{1: "Gate 1", 2: "Gate 2"}[gate])
	b.fill("Note to the Members (optional)", "As we walked it together. Ring me with any question.")
	sayWhy(b)
	b.press(map[int]string{1: "Submit gate 1", 2: "Submit gate 2"}[gate])
	b.sees("Its Members have been asked to decide")
	b.sees("With Members")
}

// toDecision goes from the navigation to the decision that waits on an area.
func toDecision(b *tab, area string) {
	b.t.Helper()
	b.follow("Gates")
	b.press("Read and decide: " + area)
	b.sees("Your decision")
}

func decide(b *tab, decision string) {
	b.t.Helper()
	if decision != "Approve with conditions" {
		b.tick(decision)
	}
	b.press("Continue")
	b.sees("Check your decision")
	b.sees("When you record it")
	b.press("Record my decision")
	b.sees("Your decision is recorded")
	b.sees("What happens next")
}

// conditions approves with one condition, whose fields show when that is chosen.
func conditions(b *tab) {
	b.t.Helper()
	b.tick("Approve with conditions")
	b.fill("What must be done", "Ask the bus company for the counts of the last journeys.")
	b.fill("Day", "30")
	b.fill("Month", "4")
	b.fill("Year", "2026")
}

// receiptFits downloads the Member's receipt of the last gate and checks it with the key that everybody can read.
func receiptFits(b *tab) {
	b.t.Helper()
	receipt := b.receipt()
	got, _, err := receipt.Verify(b.site.published(b.t, "key"))
	if err != nil {
		b.t.Fatal(err)
	}
	if got.AreaName != "Hollin Green" || got.Gate != domain.GateIssues {
		b.t.Errorf("the receipt is of another decision: %+v", got)
	}
}
