//go:build browser

package browser

// sections are those that a plan is written in.
var sections = []string{"Introduction", "The area and its people", "What people said", "Priorities",
	"Solutions and actions", "Bids for funding",
	"How it will be delivered", "How we will know"}

func startPlan(b *tab) {
	b.t.Helper()
	to(b, "Plan")
	b.fill("Title of the plan", "")
	b.press("Start the plan")
	b.is(422)
	b.fill("Title of the plan", "A plan for the head of the dale")
	b.press("Start the plan")
	b.sees("Plan started")
}

func write(b *tab, title string) {
	b.t.Helper()
	to(b, "Plan")
	b.follow("Write this section : " + title)
	b.fill("What the section says", "Of "+title+".\n\nAs it was read out in the hall:\n\n- first this\n- and then that")
	b.press("Save the section")
	b.sees(title + " saved")
}

// act proposes an action under the chosen solution, led by the service.
func act(b *tab) {
	b.t.Helper()
	to(b, "Plan")
	b.follow("Propose an action under " + gritIt)
	b.press("Save the action")
	b.is(422)
	b.fill("What will be done?", walked)
	b.choose("Who leads it?", roads)
	b.date("Due (optional)", "1", "10", "2026")
	b.fill("Cost in pounds (optional)", "350.50")
	b.press("Save the action")
	b.sees("Action proposed")
	b.sees(walked)
}

func comment(b *tab) {
	b.t.Helper()
	to(b, "Plan")
	b.follow("Comment on How we will know")
	b.press("Add the comment")
	b.is(422)
	b.fill("Your comment", "Say who counts, and when.")
	b.press("Add the comment")
	b.sees("Waits for an answer")
}

func answer(b *tab) {
	b.t.Helper()
	to(b, "Plan")
	b.follow("1 comment, 1 waits for an answer on How we will know")
	b.press("Answer")
	b.is(422)
	b.fill("Answer to Rosalind Entwhistle", "The school counts, every Friday from November.")
	b.press("Answer")
	b.sees("The school counts, every Friday from November.")
}

func feedBack(b *tab) {
	b.t.Helper()
	to(b, "Plan")
	b.follow("What was fed back to people")
	b.press("Record feedback")
	b.press("Record it")
	b.is(422)
	b.fill("To whom?", "Families of the school")
	b.fill("What were they told?", "That the road came first, and what is to be done about it.")
	b.date("When?", "10", "3", "2026")
	b.press("Record it")
	b.sees("Families of the school")
}

// compare freezes a version, writes on, and reads what differs.
func compare(b *tab) {
	b.t.Helper()
	to(b, "Plan")
	b.follow("Versions, and how they differ")
	b.fill("What is this version?", "As sent to the parish")
	b.press("Freeze the plan as it is now")
	b.sees("As sent to the parish")
	to(b, "Plan")
	b.follow("Write this section : Introduction")
	b.fill("What the section says", "Of Introduction.\n\nAs it was read out in the chapel.")
	b.press("Save the section")
	b.follow("Versions, and how they differ")
	b.press("Compare word by word")
	b.sees("chapel")
}

// submitGate3 submits the plan to the Members from the page that says what gate 3 needs.
func submitGate3(b *tab) {
	b.t.Helper()
	to(b, "Gate 3")
	b.sees("All that this gate needs is there")
	b.fill("Note to the Members (optional)", "As it stood on the hall’s noticeboard.")
	b.press("Submit gate 3")
	b.sees("With Members")
}

// sign3 reads what was submitted and approves it.
func sign3(b *tab) {
	b.t.Helper()
	toDecision(b, "Wystan Head")
	b.sees(walked)
	decide(b, "Approve")
}
